import {
  type FeedFrame,
  FeedFrameReader,
  MAX_CHUNK_BYTES,
  MAX_SMALL_FRAME_BYTES,
  ShareFault,
  writeFeedFrame,
} from '@open-rooms/protocol';
import type { Carrier } from './carrier.ts';
import { type Fragment, fragmentsOf, Reassembly } from './fragments.ts';

/**
 * Bytes that wait in a channel before its owner keeps what comes: some 100 ms at 4 Mb/s. Channels hold megabytes, which
 * nobody can take back.
 */
const MAX_CHANNEL_BUFFERED_BYTES = 48 * 1024;

/** There is room again once so few wait. */
const CHANNEL_LOW_BYTES = 16 * 1024;

/** Longest of the frames that may be in the making at one end at once: of a parent two of the longest chunks. */
const REASSEMBLED_BYTES = { parent: 2 * MAX_CHUNK_BYTES, child: 2 * MAX_SMALL_FRAME_BYTES };

/** The channel that fragments go over, of which several carriers have their part. */
export interface FragmentChannel {
  readonly isReady: boolean;
  readonly bufferedBytes: number;
  send(message: Uint8Array<ArrayBuffer>): boolean;
  drained(bytes: number): Promise<void>;
}

export interface ChannelCarrierParts {
  readonly channel: FragmentChannel;
  /** What the far end is to this one. */
  readonly from: 'parent' | 'child';
  /** Which of the carriers of the channel it is: the child counts them. */
  readonly line: number;
  readonly onClosed: () => void;
}

/**
 * Frames over a raw channel of the media connection, in fragments, since the channel keeps no order and large messages
 * hold up all others (spec/shares.md, "Carriers").
 */
export class ChannelCarrier implements Carrier {
  readonly through = 'media';
  readonly isOrdered = false;
  readonly closed: Promise<string | undefined>;
  readonly #parts: ChannelCarrierParts;
  readonly #reassembly: Reassembly;
  readonly #over = Promise.withResolvers<string | undefined>();
  readonly #early: FeedFrame[] = [];
  #sent = 0;
  #came = 0;
  /** How many frames the far end has sent, once it has closed it. */
  #endsAfter: number | undefined;
  #isOver = false;
  #isDraining = false;
  #onRoom: () => void = () => undefined;
  #onFrame: ((frame: FeedFrame) => void) | undefined;

  constructor(parts: ChannelCarrierParts) {
    this.#parts = parts;
    this.#reassembly = new Reassembly(REASSEMBLED_BYTES[parts.from]);
    this.closed = this.#over.promise;
  }

  get room(): number {
    const { channel } = this.#parts;
    if (this.#isOver || !channel.isReady) return 0;
    return Math.max(0, MAX_CHANNEL_BUFFERED_BYTES - channel.bufferedBytes);
  }

  send(frame: FeedFrame): void {
    if (this.#isOver) return;
    const { from, line, channel } = this.#parts;
    const head = { isOfParent: from === 'child', line, message: this.#sent++ };
    for (const fragment of fragmentsOf(head, writeFeedFrame(frame)))
      if (!channel.send(fragment)) return this.end('The media connection is lost.');
    if (this.room === 0) this.#drain();
  }

  onRoom(listener: () => void): void {
    this.#onRoom = listener;
  }

  onFrame(listener: (frame: FeedFrame) => void): void {
    this.#onFrame = listener;
    for (const frame of this.#early.splice(0)) this.#onFrame(frame);
  }

  close(why?: string): void {
    if (this.#isOver) return;
    const { from, line, channel } = this.#parts;
    // What was sent may come later than this: it ends once so much has come.
    const message = why === undefined ? this.#sent : 0;
    for (const fragment of fragmentsOf({ isOfParent: from === 'child', line, message }, undefined))
      channel.send(fragment);
    this.end(why);
  }

  /** A fragment of this carrier came. */
  take(fragment: Fragment): void {
    if (this.#isOver) return;
    if (fragment.count === 0) this.#endsAfter = fragment.message;
    else {
      const frame = this.#reassembly.take(fragment);
      if (frame === undefined) return;
      this.#came++;
      this.#read(frame);
    }
    if (this.#endsAfter !== undefined && this.#came >= this.#endsAfter) this.end(undefined);
  }

  /** It is over, by whatever. */
  end(how: string | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#over.resolve(how);
    this.#parts.onClosed();
  }

  #read(bytes: Uint8Array): void {
    try {
      for (const frame of new FeedFrameReader(this.#parts.from).read(bytes)) this.#hear(frame);
    } catch (error) {
      if (!(error instanceof ShareFault)) throw error;
      this.close(`${error.code}: ${error.message}`);
    }
  }

  #hear(frame: FeedFrame): void {
    if (this.#onFrame === undefined) this.#early.push(frame);
    else this.#onFrame(frame);
  }

  #drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    void this.#parts.channel.drained(CHANNEL_LOW_BYTES).then(() => {
      this.#isDraining = false;
      if (this.#isOver) return;
      if (this.room > 0) this.#onRoom();
      else this.end('The media connection is lost.');
    });
  }
}
