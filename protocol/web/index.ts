export { loadSodium } from './libsodium.ts';
