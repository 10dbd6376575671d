import { BoxReader } from '../boxstream/reader.ts';
import { BoxWriter } from '../boxstream/writer.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { KeyPair } from '../crypto/key-pair.ts';
import { ClientHandshake } from '../shs/client.ts';
import type { Handshake, HandshakeOutput } from '../shs/handshake.ts';
import { ServerHandshake, type ServerIdentity } from '../shs/server.ts';
import type { Channel, ChannelEvent } from './channel.ts';

/**
 * Bytes that may follow the client's last handshake message before it was answered. Stock clients wait for the
 * answer; without a bound a stranger fills memory while the server decides.
 */
const MAX_EARLY_BYTES = 8192;

/** Cipher text in, plain text out: a secret-handshake and the box stream behind it. */
export class SecretChannel implements Channel {
  readonly #crypto: CryptoBackend;
  readonly #handshake: Handshake;
  #reader: BoxReader | undefined;
  #writer: BoxWriter | undefined;
  #over = false;

  private constructor(crypto: CryptoBackend, handshake: Handshake) {
    this.#crypto = crypto;
    this.#handshake = handshake;
  }

  /** The calling side: `server` is the public key that must answer. */
  static client(
    crypto: CryptoBackend,
    networkKey: Uint8Array,
    own: KeyPair,
    server: Uint8Array,
  ): SecretChannel {
    return new SecretChannel(crypto, new ClientHandshake(crypto, networkKey, own, server));
  }

  /** The called side. */
  static server(crypto: CryptoBackend, networkKey: Uint8Array, own: ServerIdentity): SecretChannel {
    return new SecretChannel(crypto, new ServerHandshake(crypto, networkKey, own));
  }

  /** Whether both sides are proven and plain text may flow. */
  get isOpen(): boolean {
    return this.#writer !== undefined;
  }

  start(): ChannelEvent[] {
    return this.#onHandshake(this.#handshake.start());
  }

  /** Feeds cipher text, cut anywhere, and takes its memory over. Throws `BoxStreamError`. */
  receive(bytes: Uint8Array): ChannelEvent[] {
    if (this.#over) return [];
    if (this.#reader !== undefined) return this.#open(this.#reader, bytes);
    const events = this.#onHandshake(this.#handshake.receive(bytes));
    if (!this.#over && this.#reader === undefined && this.#handshake.rest.length > MAX_EARLY_BYTES) {
      this.#over = true;
      events.push({ kind: 'failed', failure: 'early-data' });
    }
    return events;
  }

  accept(): ChannelEvent[] {
    return this.#handshake instanceof ServerHandshake ? this.#onHandshake(this.#handshake.accept()) : [];
  }

  /** The cipher text of `plain`. Only when open. */
  seal(plain: Uint8Array): Uint8Array {
    if (this.#writer === undefined) throw new Error('A channel seals nothing before its handshake is done.');
    return this.#writer.seal(plain);
  }

  /** The last cipher text; empty where the handshake is not done. */
  goodbye(): Uint8Array {
    const goodbye = this.#writer?.goodbye() ?? new Uint8Array(0);
    this.#writer = undefined;
    return goodbye;
  }

  #open(reader: BoxReader, bytes: Uint8Array): ChannelEvent[] {
    const events: ChannelEvent[] = reader.open(bytes).map((plain) => ({ kind: 'plain', bytes: plain }));
    if (reader.ended) {
      this.#over = true;
      events.push({ kind: 'goodbye' });
    }
    return events;
  }

  #onHandshake(outputs: readonly HandshakeOutput[]): ChannelEvent[] {
    const events: ChannelEvent[] = [];
    for (const output of outputs) {
      if (output.kind !== 'done') {
        this.#over ||= output.kind === 'failed';
        events.push(output);
        continue;
      }
      const { remote, sending, receiving } = output.secrets;
      this.#writer = new BoxWriter(this.#crypto, sending);
      this.#reader = new BoxReader(this.#crypto, receiving);
      events.push({ kind: 'open', remote });
      if (this.#handshake.rest.length > 0) events.push(...this.#open(this.#reader, this.#handshake.rest));
    }
    return events;
  }
}
