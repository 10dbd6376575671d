export { dialTcp } from './dial-tcp.ts';
export { sodium } from './sodium.ts';
export { systemClock } from './system-clock.ts';
export { TcpWire } from './tcp-wire.ts';
