import { cryptoBackendSuite } from '../crypto/backend.suite.ts';
import { sodium } from './sodium.ts';

cryptoBackendSuite('native libsodium', async () => sodium);
