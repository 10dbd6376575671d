import type { RtcChannel, RtcChannelOptions, RtcPeer } from '../rtc/rtc.ts';

/** Highest id of a channel: Chromium has 1024 of them. The heartbeat has 0. */
export const CHANNEL_ID_MAX = 1023;

/** A channel that both ends make, each by itself: its id and its options have to be the same on both. */
export interface ChannelInit extends Pick<RtcChannelOptions, 'ordered' | 'maxRetransmits'> {
  /** From 1 to {@link CHANNEL_ID_MAX}. */
  readonly id: number;
  /** For whoever looks at statistics. */
  readonly label: string;
}

/** A message, as it was sent. */
export type ChannelMessage = string | Uint8Array<ArrayBuffer>;

/**
 * A raw channel of a media connection. It outlives the connection under it: what was on its way is lost with that, and
 * so is whatever is sent while {@link MediaChannel.isReady} is false.
 */
export class MediaChannel {
  readonly init: ChannelInit;
  readonly #listeners = new Set<(message: ChannelMessage) => void>();
  readonly #onHeard: () => void;
  #raw: RtcChannel | undefined;
  #isThere = false;
  #wasReady = false;
  #ready = Promise.withResolvers<void>();
  #low: PromiseWithResolvers<void> | undefined;

  /** @param onHeard something came on it */
  constructor(init: ChannelInit, onHeard: () => void) {
    this.init = init;
    this.#onHeard = onHeard;
  }

  /** Whether both ends have made it: what is sent before that is dropped without a word. */
  get isReady(): boolean {
    return this.#isThere && this.isOpen;
  }

  /** Resolves when both ends have made it; after a connection was replaced, when both have made it on the new one. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Whether this end is open. */
  get isOpen(): boolean {
    return this.#raw?.readyState === 'open';
  }

  /** Bytes that were sent and have not left yet. */
  get bufferedBytes(): number {
    return this.#raw?.bufferedAmount ?? 0;
  }

  /** Sends a message, of at most 256 KiB. Whether it was taken: not before the channel is open. */
  send(message: ChannelMessage): boolean {
    if (this.#raw === undefined || !this.isOpen) return false;
    try {
      this.#raw.send(message);
      return true;
    } catch {
      // Closed a moment ago, or its buffer is full.
      return false;
    }
  }

  /** Resolves when at most so many bytes wait to leave, or the connection under it was replaced. */
  drained(bytes: number): Promise<void> {
    if (this.#raw === undefined || this.bufferedBytes <= bytes) return Promise.resolve();
    this.#raw.bufferedAmountLowThreshold = bytes;
    this.#low ??= Promise.withResolvers<void>();
    return this.#low.promise;
  }

  /** Calls `listener` with each message from now on, until disposed. */
  onMessage(listener: (message: ChannelMessage) => void): Disposable {
    const own = (message: ChannelMessage) => listener(message);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  /** Is made on this connection from now on. */
  bind(peer: RtcPeer, onOpen?: () => void): void {
    this.unbind();
    const { label, ...options } = this.init;
    const raw = peer.createDataChannel(label, { ...options, negotiated: true });
    raw.binaryType = 'arraybuffer';
    this.#raw = raw;
    const whileHere = (run: () => void) => () => {
      if (this.#raw === raw) run();
    };
    raw.addEventListener(
      'open',
      whileHere(() => {
        this.#settle();
        onOpen?.();
      }),
    );
    raw.addEventListener(
      'bufferedamountlow',
      whileHere(() => this.#isLow()),
    );
    raw.addEventListener('message', ({ data }) => {
      if (this.#raw === raw) this.#heard(data);
    });
  }

  /** The connection under it has gone. */
  unbind(): void {
    if (this.#wasReady) this.#ready = Promise.withResolvers<void>();
    this.#wasReady = false;
    this.#isThere = false;
    this.#raw = undefined;
    this.#isLow();
  }

  /** The far end says that it has made it. */
  isThere(): void {
    this.#isThere = true;
    this.#settle();
  }

  #settle(): void {
    if (!this.isReady) return;
    this.#wasReady = true;
    this.#ready.resolve();
  }

  #isLow(): void {
    this.#low?.resolve();
    this.#low = undefined;
  }

  #heard(data: unknown): void {
    this.#onHeard();
    const message = typeof data === 'string' ? data : bytesOf(data);
    if (message === undefined) return;
    for (const listener of [...this.#listeners]) listener(message);
  }
}

function bytesOf(data: unknown): Uint8Array<ArrayBuffer> | undefined {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : undefined;
}
