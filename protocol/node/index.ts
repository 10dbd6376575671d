// Node has the WebSocket of browsers: one dialler serves both.
export { dialWebSocket } from '../web/dial-web-socket.ts';
export { dialTcp } from './dial-tcp.ts';
export { syncDirectory, writeFileDurably } from './durable-file.ts';
export { KeyFileError, type KeyFileOptions, type OpenedKeyFile, openKeyFile } from './key-file.ts';
export { makePrivateDirectory, makePrivateFile } from './private-files.ts';
export { takeProcessLock } from './process-lock.ts';
export { readIfThere } from './read-if-there.ts';
export { sodium } from './sodium.ts';
export { type SqliteTrouble, sqliteTroubleOf } from './sqlite-trouble.ts';
export { systemClock } from './system-clock.ts';
export { isSystemError, type SystemError } from './system-error.ts';
export { TcpWire } from './tcp-wire.ts';
