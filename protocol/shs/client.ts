import { concat } from '../bytes/concat.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { KeyPair } from '../crypto/key-pair.ts';
import { writeClientAuth } from './client-auth.ts';
import type { Handshake, HandshakeFailure, HandshakeOutput } from './handshake.ts';
import { HELLO_BYTES, type Hello, readHello, writeHello } from './hello.ts';
import { deriveSecrets } from './secrets.ts';
import { checkServerAccept, SERVER_ACCEPT_BYTES } from './server-accept.ts';
import { HandshakeStates } from './states.ts';

/**
 * The caller's side (spec/transport.md).
 *
 * | state   | expects            | then                          |
 * |---------|--------------------|-------------------------------|
 * | hello   | message 2, 64 B    | sends message 3 → accept      |
 * | accept  | message 4, 80 B    | done                          |
 * | over    | nothing            | bytes belong to the box stream |
 */
export class ClientHandshake implements Handshake {
  readonly #crypto: CryptoBackend;
  readonly #networkKey: Uint8Array;
  readonly #client: KeyPair;
  readonly #server: Uint8Array;
  readonly #ephemeral: { secret: Uint8Array; hello: Uint8Array };
  readonly #states: HandshakeStates<State>;
  #agreed: Agreed | undefined;

  /** `server` is the public key that must be at the other end; `ephemeralSecret` is 32 random bytes. */
  constructor(
    crypto: CryptoBackend,
    networkKey: Uint8Array,
    client: KeyPair,
    server: Uint8Array,
    ephemeralSecret: Uint8Array = crypto.randomBytes(32),
  ) {
    this.#crypto = crypto;
    this.#networkKey = networkKey;
    this.#client = client;
    this.#server = server;
    const ephemeral = crypto.x25519PublicKey(ephemeralSecret);
    this.#ephemeral = { secret: ephemeralSecret, hello: writeHello(crypto, networkKey, ephemeral) };
    this.#states = new HandshakeStates<State>(
      {
        hello: { expects: HELLO_BYTES, then: (message) => this.#onHello(message) },
        accept: { expects: SERVER_ACCEPT_BYTES, then: (message) => this.#onAccept(message) },
        over: { expects: 0, then: () => [] },
      },
      'hello',
    );
  }

  start(): readonly HandshakeOutput[] {
    return [{ kind: 'send', bytes: this.#ephemeral.hello }];
  }

  receive(bytes: Uint8Array): readonly HandshakeOutput[] {
    return this.#states.receive(bytes);
  }

  get rest(): Uint8Array {
    return this.#states.rest;
  }

  #onHello(message: Uint8Array): HandshakeOutput[] {
    const crypto = this.#crypto;
    const hello = readHello(crypto, this.#networkKey, message);
    if (hello === undefined) return this.#fail('wrong-network-key');
    const serverCurve = crypto.ed25519ToX25519PublicKey(this.#server);
    const ab = crypto.x25519(this.#ephemeral.secret, hello.ephemeral);
    const aB = serverCurve && crypto.x25519(this.#ephemeral.secret, serverCurve);
    const Ab = crypto.x25519(crypto.ed25519ToX25519SecretKey(this.#client.secretKey), hello.ephemeral);
    if (!ab || !aB || !Ab) return this.#fail('low-order-key');
    const auth = writeClientAuth(crypto, this.#networkKey, this.#client, this.#server, ab, aB);
    const acceptKey = crypto.sha256(concat(this.#networkKey, ab, aB, Ab));
    this.#agreed = { hello, ab, acceptKey, signed: auth.hello };
    this.#states.enter('accept');
    return [{ kind: 'send', bytes: auth.message }];
  }

  #onAccept(message: Uint8Array): HandshakeOutput[] {
    const agreed = this.#agreed;
    if (agreed === undefined) return this.#fail('not-proven');
    const { ab, acceptKey, signed } = agreed;
    if (!checkServerAccept(this.#crypto, this.#networkKey, this.#server, signed, ab, acceptKey, message)) {
      return this.#fail('not-proven');
    }
    this.#states.enter('over');
    const own = { publicKey: this.#client.publicKey, hmac: this.#ephemeral.hello };
    const remote = { publicKey: this.#server, hmac: agreed.hello.hmac };
    return [{ kind: 'done', secrets: deriveSecrets(this.#crypto, acceptKey, own, remote) }];
  }

  #fail(failure: HandshakeFailure): HandshakeOutput[] {
    this.#states.enter('over');
    return [{ kind: 'failed', failure }];
  }
}

type State = 'hello' | 'accept' | 'over';

interface Agreed {
  readonly hello: Hello;
  readonly ab: Uint8Array;
  readonly acceptKey: Uint8Array;
  readonly signed: Uint8Array;
}
