import type { AbortOptions, Logger, MessageStreamDirection } from '@libp2p/interface';
import { AbstractMultiaddrConnection, type SendResult } from '@libp2p/utils';
import type { Multiaddr } from '@multiformats/multiaddr';
import { type Clock, TokenBucket } from '@open-rooms/protocol';
import type { PeerStream } from '../../peers/peer-stream.ts';
import {
  BASE_KIB_AT_ONCE,
  BASE_KIB_PER_SECOND,
  MAX_BASE_UNSENT_BYTES,
  MAX_BASE_UNSENT_FRAMES,
} from '../link-limits.ts';
import { BadFrame, YamuxGuard } from './yamux-guard.ts';

const KIB = 1024;

export interface TunnelConnectionInit {
  readonly stream: PeerStream;
  /** Built from the key that the tunnel's handshake proved: it is what others take the far end's name from. */
  readonly remoteAddr: Multiaddr;
  readonly direction: MessageStreamDirection;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The raw connection of libp2p over a stream inside a tunnel, no faster than a room should have to carry. */
export class TunnelConnection extends AbstractMultiaddrConnection {
  readonly #stream: PeerStream;
  readonly #clock: Clock;
  readonly #bucket = new TokenBucket(BASE_KIB_PER_SECOND, BASE_KIB_AT_ONCE);
  readonly #queue: Uint8Array[] = [];
  readonly #guard = new YamuxGuard();
  #unsent = 0;
  #unsentFrames = 0;
  #isEnding = false;
  #timer: Disposable | undefined;
  #resumed = Promise.withResolvers<void>();

  constructor({ stream, clock, ...init }: TunnelConnectionInit) {
    super(init);
    this.#stream = stream;
    this.#clock = clock;
    this.#resumed.resolve();
    this.addEventListener('close', () => this.#resumed.resolve());
    void this.#read();
  }

  /** What is said after the end goes nowhere: streams learn one after the other that the tunnel is over. */
  override send(data: Parameters<AbstractMultiaddrConnection['send']>[0]): boolean {
    const isOver = this.writeStatus === 'closing' || this.writeStatus === 'closed';
    return isOver || super.send(data);
  }

  override sendData(data: { subarray(): Uint8Array }): SendResult {
    const bytes = data.subarray();
    this.#unsent += bytes.length;
    this.#unsentFrames++;
    this.#queue.push(bytes);
    this.#pump();
    return { sentBytes: bytes.length, canSendMore: this.#unsent < MAX_BASE_UNSENT_BYTES };
  }

  override async sendClose(_options?: AbortOptions): Promise<void> {
    // Nobody waits for a far end that takes nothing any more.
    this.#isEnding = true;
    this.#pump();
  }

  override sendReset(error: Error): void {
    this.#timer?.[Symbol.dispose]();
    this.#stream.abort(error.message);
  }

  override sendPause(): void {
    this.#resumed = Promise.withResolvers();
  }

  override sendResume(): void {
    this.#resumed.resolve();
  }

  #pump(): void {
    if (this.#timer !== undefined) return;
    for (let bytes = this.#queue[0]; bytes !== undefined; bytes = this.#queue[0]) {
      const now = this.#clock.now();
      const delay = this.#bucket.delay(now);
      if (delay > 0) {
        this.#timer = this.#clock.after(delay, () => {
          this.#timer = undefined;
          this.#pump();
        });
        return;
      }
      this.#bucket.take(now, bytes.length / KIB);
      this.#queue.shift();
      this.#write(bytes);
    }
    if (this.#isEnding) this.#stream.end().catch(() => undefined);
  }

  #write(bytes: Uint8Array): void {
    this.#stream.write(bytes).then(
      () => this.#sent(bytes.length),
      () => this.onTransportClosed(),
    );
  }

  #sent(length: number): void {
    const wasFull = this.#unsent >= MAX_BASE_UNSENT_BYTES;
    this.#unsent -= length;
    this.#unsentFrames--;
    if (wasFull && this.#unsent < MAX_BASE_UNSENT_BYTES) this.safeDispatchEvent('drain');
  }

  /** What comes after the end is read all the same: the far end learns so that it may hang up. */
  async #read(): Promise<void> {
    try {
      for await (const bytes of this.#stream) {
        this.#guard.pass(bytes);
        this.onData(bytes);
        if (this.#unsentFrames > MAX_BASE_UNSENT_FRAMES) throw new BadFrame('refused: you take no answers');
        await this.#resumed.promise;
      }
      this.onTransportClosed();
      this.#isEnding = true;
      this.#pump();
    } catch (error) {
      if (error instanceof BadFrame) this.abort(error);
      else this.onTransportClosed();
    }
  }
}
