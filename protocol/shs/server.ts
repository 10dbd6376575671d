import { concat } from '../bytes/concat.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { KeyPair } from '../crypto/key-pair.ts';
import { CLIENT_AUTH_BYTES, type ClientAuth, readClientAuth } from './client-auth.ts';
import type { Handshake, HandshakeFailure, HandshakeOutput } from './handshake.ts';
import { HELLO_BYTES, type Hello, readHello, writeHello } from './hello.ts';
import { deriveSecrets } from './secrets.ts';
import { writeServerAccept } from './server-accept.ts';
import { HandshakeStates } from './states.ts';

/** The server's long-term key, converted once for all its handshakes. */
export interface ServerIdentity {
  readonly keys: KeyPair;
  readonly curveSecret: Uint8Array;
}

export function serverIdentity(crypto: CryptoBackend, keys: KeyPair): ServerIdentity {
  return { keys, curveSecret: crypto.ed25519ToX25519SecretKey(keys.secretKey) };
}

/**
 * The called side (spec/transport.md). Who calls is known only after message 3, and told before message 4.
 *
 * | state    | expects            | then                                    |
 * |----------|--------------------|-----------------------------------------|
 * | hello    | message 1, 64 B    | sends message 2 → auth                  |
 * | auth     | message 3, 112 B   | names the caller → deciding             |
 * | deciding | `accept`           | sends message 4, done → over            |
 * | over     | nothing            | bytes belong to the box stream          |
 */
export class ServerHandshake implements Handshake {
  readonly #crypto: CryptoBackend;
  readonly #networkKey: Uint8Array;
  readonly #server: ServerIdentity;
  readonly #ephemeralSecret: Uint8Array;
  readonly #states: HandshakeStates<State>;
  #hello:
    | (Hello & { readonly own: Uint8Array; readonly ab: Uint8Array; readonly aB: Uint8Array })
    | undefined;
  #auth: ClientAuth | undefined;

  /** `ephemeralSecret` is 32 random bytes. */
  constructor(
    crypto: CryptoBackend,
    networkKey: Uint8Array,
    server: ServerIdentity,
    ephemeralSecret: Uint8Array = crypto.randomBytes(32),
  ) {
    this.#crypto = crypto;
    this.#networkKey = networkKey;
    this.#server = server;
    this.#ephemeralSecret = ephemeralSecret;
    this.#states = new HandshakeStates<State>(
      {
        hello: { expects: HELLO_BYTES, then: (message) => this.#onHello(message) },
        auth: { expects: CLIENT_AUTH_BYTES, then: (message) => this.#onAuth(message) },
        deciding: { expects: 0, then: () => [] },
        over: { expects: 0, then: () => [] },
      },
      'hello',
    );
  }

  start(): readonly HandshakeOutput[] {
    return [];
  }

  receive(bytes: Uint8Array): readonly HandshakeOutput[] {
    return this.#states.receive(bytes);
  }

  get rest(): Uint8Array {
    return this.#states.rest;
  }

  /** Lets the caller in. Only in state `deciding`. */
  accept(): readonly HandshakeOutput[] {
    const hello = this.#hello;
    const auth = this.#auth;
    if (this.#states.current !== 'deciding' || !hello || !auth) return [];
    const crypto = this.#crypto;
    const clientCurve = crypto.ed25519ToX25519PublicKey(auth.client);
    const Ab = clientCurve && crypto.x25519(this.#ephemeralSecret, clientCurve);
    if (!Ab) return this.#fail('low-order-key');
    const { keys } = this.#server;
    const acceptKey = crypto.sha256(concat(this.#networkKey, hello.ab, hello.aB, Ab));
    const message = writeServerAccept(crypto, this.#networkKey, keys, auth.hello, hello.ab, acceptKey);
    this.#states.enter('over');
    const own = { publicKey: keys.publicKey, hmac: hello.own };
    const remote = { publicKey: auth.client, hmac: hello.hmac };
    return [
      { kind: 'send', bytes: message },
      { kind: 'done', secrets: deriveSecrets(crypto, acceptKey, own, remote) },
    ];
  }

  #onHello(message: Uint8Array): HandshakeOutput[] {
    const crypto = this.#crypto;
    const hello = readHello(crypto, this.#networkKey, message);
    if (hello === undefined) return this.#fail('wrong-network-key');
    const ab = crypto.x25519(this.#ephemeralSecret, hello.ephemeral);
    const aB = crypto.x25519(this.#server.curveSecret, hello.ephemeral);
    if (!ab || !aB) return this.#fail('low-order-key');
    const own = writeHello(crypto, this.#networkKey, crypto.x25519PublicKey(this.#ephemeralSecret));
    this.#hello = { ...hello, own, ab, aB };
    this.#states.enter('auth');
    return [{ kind: 'send', bytes: own }];
  }

  #onAuth(message: Uint8Array): HandshakeOutput[] {
    const hello = this.#hello;
    if (hello === undefined) return this.#fail('not-proven');
    const { publicKey } = this.#server.keys;
    const auth = readClientAuth(this.#crypto, this.#networkKey, publicKey, hello.ab, hello.aB, message);
    if (auth === undefined) return this.#fail('not-proven');
    this.#auth = auth;
    this.#states.enter('deciding');
    return [{ kind: 'caller', remote: auth.client }];
  }

  #fail(failure: HandshakeFailure): HandshakeOutput[] {
    this.#states.enter('over');
    return [{ kind: 'failed', failure }];
  }
}

type State = 'hello' | 'auth' | 'deciding' | 'over';
