export { dialWebSocket, type WebSocketAddress } from './dial-web-socket.ts';
export { loadSodium } from './libsodium.ts';
