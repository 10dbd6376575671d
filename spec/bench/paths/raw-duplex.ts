import type { RtcChannel } from '../../../client/links/rtc/rtc.ts';
import type { Duplex } from './path.ts';

/** Longest message: what libp2p sends, too, and every browser takes. */
const MESSAGE_MAX_BYTES = 16 * 1024;

/** Bytes that wait in the channel before the writer does. */
const MAX_UNSENT_BYTES = 1024 * 1024;

/** A data channel as a duplex of bytes. Its reader has to keep up: there is no credit. */
export class RawDuplex implements Duplex {
  readonly #channel: RtcChannel;
  #received: Uint8Array[] = [];
  #isClosed = false;
  #wake: () => void = () => undefined;
  #onRoom: () => void = () => undefined;

  constructor(channel: RtcChannel) {
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = MAX_UNSENT_BYTES / 2;
    channel.addEventListener('message', ({ data }) => {
      if (!(data instanceof ArrayBuffer)) throw new Error('A channel of the bench carries bytes.');
      this.#received.push(new Uint8Array(data));
      this.#wake();
    });
    channel.addEventListener('bufferedamountlow', () => this.#onRoom());
    channel.addEventListener('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += MESSAGE_MAX_BYTES) {
      if (this.#channel.bufferedAmount > MAX_UNSENT_BYTES)
        await new Promise<void>((resolve) => (this.#onRoom = resolve));
      this.#channel.send(new Uint8Array(bytes.subarray(at, at + MESSAGE_MAX_BYTES)));
    }
  }

  async take(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const bytes = await this.#next();
      if (bytes === undefined) break;
      taken.set(bytes.subarray(0, length - at), at);
      if (bytes.length > length - at) this.#received.unshift(bytes.subarray(length - at));
      at += bytes.length;
    }
    return taken;
  }

  async end(): Promise<void> {
    this.#channel.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (let bytes = await this.#next(); bytes !== undefined; bytes = await this.#next()) yield bytes;
  }

  async #next(): Promise<Uint8Array | undefined> {
    while (this.#received.length === 0 && !this.#isClosed)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#received.shift();
  }
}
