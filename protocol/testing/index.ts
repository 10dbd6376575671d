export { fromHex, toHex } from '../bytes/hex.ts';
export { cutAt } from './cut.ts';
export { type HandshakeRun, runHandshake, type Sent } from './handshake-pair.ts';
export { fixedKeys, NETWORK_KEY } from './keys.ts';
export { VirtualClock } from './virtual-clock.ts';
export { MemoryWire } from './wire-pair.ts';
