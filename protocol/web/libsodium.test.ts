import { cryptoBackendSuite } from '../crypto/backend.suite.ts';
import { loadSodium } from './libsodium.ts';

cryptoBackendSuite('libsodium in wasm', loadSodium);
