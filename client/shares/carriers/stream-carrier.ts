import {
  type FeedFrame,
  FeedFrameReader,
  FIRST_CREDIT,
  ShareFault,
  writeFeedFrame,
} from '@open-rooms/protocol';
import { throwLater } from '../../connection/room-connection.ts';
import type { Link, LinkStream } from '../../links/link.ts';
import { PeerStreamError } from '../../peers/peer-stream.ts';
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
  readonly closed: Promise<string | undefined>;
  readonly #stream: LinkStream;
  readonly #reader: FeedFrameReader;
  readonly #over = Promise.withResolvers<string | undefined>();
  #unsent = 0;
  #isOver = false;
  #onRoom: () => void = () => undefined;
  #onFrame: ((frame: FeedFrame) => void) | undefined;

  /** @param from what the far end is to this one */
  constructor(stream: LinkStream, link: Pick<Link, 'path'>, from: 'parent' | 'child') {
    this.#stream = stream;
    this.#reader = new FeedFrameReader(from);
    this.closed = this.#over.promise;
    const isRelayed = link.path.peek()?.kind === 'relayed';
    this.through = stream.isThroughRoom ? 'room' : isRelayed ? 'relayed' : 'direct';
    stream.closed.then(
      () => this.#end(undefined),
      (error: unknown) => this.#end(error instanceof Error ? error.message : String(error)),
    );
  }

  get room(): number {
    return this.#isOver ? 0 : Math.max(0, STREAM_UNSENT_BYTES - this.#unsent);
  }

  send(frame: FeedFrame): void {
    if (this.#isOver) return;
    const bytes = writeFeedFrame(frame);
    this.#unsent += bytes.length;
    this.#stream.write(bytes).then(
      () => {
        this.#unsent -= bytes.length;
        if (this.room > 0) this.#onRoom();
      },
      () => undefined,
    );
  }

  onRoom(listener: () => void): void {
    this.#onRoom = listener;
  }

  onFrame(listener: (frame: FeedFrame) => void): void {
    const isFirst = this.#onFrame === undefined;
    this.#onFrame = listener;
    if (isFirst) this.#read().catch(throwLater);
  }

  close(why?: string): void {
    if (this.#isOver) return;
    if (why === undefined) this.#stream.end().catch(() => undefined);
    else this.#abort(why);
  }

  async #read(): Promise<void> {
    try {
      for await (const bytes of this.#stream)
        for (const frame of this.#reader.read(bytes)) {
          if (this.#isOver) return;
          this.#onFrame?.(frame);
        }
      await this.#stream.end();
    } catch (error) {
      if (error instanceof ShareFault) this.#abort(`${error.code}: ${error.message}`);
      else if (!(error instanceof PeerStreamError)) {
        this.#abort('failed: what you said could not be followed');
        throw error;
      }
    }
  }

  #abort(sentence: string): void {
    this.#stream.abort(sentence);
    this.#end(sentence);
  }

  #end(how: string | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#over.resolve(how);
  }
}
