import { type FeedFrame, FeedFrameReader, FIRST_CREDIT, writeFeedFrame } from '@open-rooms/protocol';
import type { Link, LinkStream } from '../../links/link.ts';
import { FramedStream } from '../framed-stream.ts';
import type { Carrier, Through } from './carrier.ts';

/** What goes over direct connections. */
export const SHARE_PROTOCOL = '/open-rooms/share/1.0.0';

/** What goes through the room: the lowest layer, at a capped rate. */
export const RELAYED_SHARE_PROTOCOL = '/open-rooms/share-relayed/1.0.0';

/**
 * What a path is filled with: 8 Mb/s, for credit comes when half of a window was read. More would stand in queues where
 * nothing can be dropped from it.
 */
const SHARE_WINDOW_BYTES_PER_SECOND = 2 * 1024 * 1024;

/** What a parent may send ahead of its child at most, however long the path. */
export const MAX_SHARE_WINDOW_BYTES = 256 * 1024;

/** Bytes that wait for credit in the stream before its owner keeps what comes: it can drop what is stale, a stream cannot. */
const STREAM_UNSENT_BYTES = 16 * 1024;

/** What a parent may send ahead of its child over a path with this round trip: little, since it cannot be taken back. */
export function shareWindow(roundTripMs = 0): number {
  const inFlight = (SHARE_WINDOW_BYTES_PER_SECOND * roundTripMs) / 1_000;
  return Math.round(Math.min(MAX_SHARE_WINDOW_BYTES, Math.max(FIRST_CREDIT, inFlight)));
}

/** Frames over a stream of a link, under its credit. */
export class StreamCarrier implements Carrier {
  readonly through: Through;
  readonly isOrdered = true;
  readonly #frames: FramedStream<FeedFrame>;
  #onRoom: () => void = () => undefined;

  /** @param from what the far end is to this one */
  constructor(stream: LinkStream, link: Pick<Link, 'path'>, from: 'parent' | 'child') {
    const isRelayed = link.path.peek()?.kind === 'relayed';
    this.through = stream.isThroughRoom ? 'room' : isRelayed ? 'relayed' : 'direct';
    this.#frames = new FramedStream(stream, new FeedFrameReader(from));
  }

  get closed(): Promise<string | undefined> {
    return this.#frames.closed;
  }

  get room(): number {
    const { isOver, unsentBytes } = this.#frames;
    return isOver ? 0 : Math.max(0, STREAM_UNSENT_BYTES - unsentBytes);
  }

  send(frame: FeedFrame): void {
    this.#frames.send(writeFeedFrame(frame), () => {
      if (this.room > 0) this.#onRoom();
    });
  }

  onRoom(listener: () => void): void {
    this.#onRoom = listener;
  }

  onFrame(listener: (frame: FeedFrame) => void): void {
    this.#frames.onFrame(listener);
  }

  close(why?: string): void {
    this.#frames.close(why);
  }
}
