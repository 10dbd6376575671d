import { createRequire } from 'node:module';
import type { Duplex, Source } from '../../stock/packages.ts';

/** The stock packages of the wire's lower half, with the parts that the tests touch. */
const require = createRequire(import.meta.url);

export interface StockKeys {
  readonly publicKey: Buffer;
  readonly secretKey: Buffer;
}

/** What secret-handshake gives when both sides are proven. */
export interface StockConnection extends Duplex {
  readonly remote: Buffer;
  readonly crypto: Record<'encryptKey' | 'encryptNonce' | 'decryptKey' | 'decryptNonce', Buffer>;
}

export type Connected = (error: unknown, connection?: StockConnection) => void;
export type Authorize = (id: Buffer, answer: (error: unknown, allowed?: boolean) => void) => void;

interface SecretHandshake {
  createClient(
    keys: StockKeys,
    networkKey: Buffer,
    timeout: number,
  ): (server: Buffer, connected: Connected) => Duplex;
  createServer(
    keys: StockKeys,
    authorize: Authorize,
    networkKey: Buffer,
    timeout: number,
  ): (connected: Connected) => Duplex;
}

/** secret-handshake 1.1.21 over pull-streams. */
export function secretHandshake(): SecretHandshake {
  return require('secret-handshake');
}

/** What its steps know: buffers, each under the name that the package gives it. */
export interface StockState {
  readonly local: Record<'kx_pk' | 'kx_sk' | 'app_mac' | 'hello' | 'publicKey', Buffer>;
  readonly remote: Record<'kx_pk' | 'app_mac' | 'hello' | 'publicKey', Buffer>;
  readonly secret: Buffer;
  readonly a_bob: Buffer;
  readonly b_alice: Buffer;
  readonly secret2: Buffer;
  readonly secret3: Buffer;
  readonly encryptKey: Buffer;
  readonly decryptKey: Buffer;
}

/** secret-handshake's steps, each of which changes the state that it is given. */
export interface StockSteps {
  initialize(options: {
    app_key: Buffer;
    local: StockKeys;
    remote?: { publicKey: Buffer };
    random: Buffer;
  }): StockState;
  toKeys(seed: Buffer): StockKeys;
  createChallenge(state: StockState): Buffer;
  verifyChallenge(state: StockState, hello: Buffer): StockState | null;
  clientVerifyChallenge(state: StockState, hello: Buffer): StockState | null;
  clientCreateAuth(state: StockState): Buffer;
  serverVerifyAuth(state: StockState, auth: Buffer): StockState | null;
  serverCreateAccept(state: StockState): Buffer;
  clientVerifyAccept(state: StockState, accept: Buffer): StockState | null;
  clean(state: StockState): StockState;
}

export function stockSteps(): StockSteps {
  return require('secret-handshake/crypto');
}

type Through = (source: Source<Buffer>) => Source<Buffer>;

/** pull-box-stream 1.0.13: the two halves of a box stream. */
export function pullBoxStream(): Record<
  'createBoxStream' | 'createUnboxStream',
  (key: Buffer, nonce: Buffer) => Through
> {
  return require('pull-box-stream');
}

/** The entries of test-secret-handshake 1.0.2: a step of secret-handshake, what it was given, what it made. */
export function recordedSteps(): { name: string; args: unknown[]; result: unknown }[] {
  return require('test-secret-handshake/data.json');
}

/** The program of shs1-test 1.1.1 that starts another program in this role, with good and bad handshakes. */
export function shs1Test(role: 'server' | 'client'): string {
  return role === 'server'
    ? require.resolve('shs1-test/test-server.js')
    : require.resolve('shs1-test/test-client.js');
}

/** All that a source gives until its end, or the error that it ended with. */
export function collect(source: Source<Buffer>): Promise<{ chunks: Buffer[]; error: unknown }> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const pull = (): void =>
      source(null, (end, chunk) => {
        if (end) return resolve({ chunks, error: end === true ? null : end });
        chunks.push(chunk);
        pull();
      });
    pull();
  });
}

/** A source that gives these chunks, then ends. */
export function sourceOf(chunks: readonly Uint8Array[]): Source<Buffer> {
  const left = [...chunks];
  return (abort, answer) => {
    const chunk = left.shift();
    answer(abort || chunk === undefined || null, Buffer.from(chunk ?? []));
  };
}
