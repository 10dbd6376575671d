import {
  ShareFault,
  type SharerMessage,
  sharerMessageSchema,
  type ViewerMessage,
  viewerMessageSchema,
  WatchMessageReader,
  writeWatchMessage,
} from '@open-rooms/protocol';
import { throwLater } from '../connection/room-connection.ts';
import type { LinkStream } from '../links/link.ts';
import { PeerStreamError } from '../peers/peer-stream.ts';

/** What viewers and the sharer say to each other, over a stream of their link (spec/shares.md, "Control"). */
export const WATCH_PROTOCOL = '/open-rooms/watch/1.0.0';

/** Bytes that wait for a far end that does not read: it is cut. A list of all who were removed has 16 KiB. */
export const MAX_WATCH_UNSENT_BYTES = 128 * 1024;

/** One end of the control stream between a viewer and the sharer: messages one way, and messages the other. */
export interface WatchLine<In, Out> {
  /** Whether it goes through the room. */
  readonly isThroughRoom: boolean;
  /** Sends a message. Nothing happens once the line is over; a far end that does not read is cut. */
  send(message: Out): void;
  /**
   * Calls `listener` with each message, from now on; those that came before anybody listened first. One listener at a
   * time: another takes its place.
   */
  onMessage(listener: (message: In) => void): void;
  /** Resolves once it is over, with the far end's sentence, or what happened; `undefined` where it ended well. */
  readonly closed: Promise<string | undefined>;
  /** Ends it, once what was sent has left; at once and with a sentence where one is given. */
  close(why?: string): void;
}

/** The viewer's end. */
export function viewerLine(stream: LinkStream): WatchLine<SharerMessage, ViewerMessage> {
  return new StreamLine(stream, new WatchMessageReader(sharerMessageSchema));
}

/** The sharer's end. */
export function sharerLine(stream: LinkStream): WatchLine<ViewerMessage, SharerMessage> {
  return new StreamLine(stream, new WatchMessageReader(viewerMessageSchema));
}

class StreamLine<In, Out extends ViewerMessage | SharerMessage> implements WatchLine<In, Out> {
  readonly closed: Promise<string | undefined>;
  readonly #stream: LinkStream;
  readonly #reader: WatchMessageReader<In>;
  readonly #over = Promise.withResolvers<string | undefined>();
  #unsent = 0;
  #isOver = false;
  #onMessage: ((message: In) => void) | undefined;

  constructor(stream: LinkStream, reader: WatchMessageReader<In>) {
    this.#stream = stream;
    this.#reader = reader;
    this.closed = this.#over.promise;
    stream.closed.then(
      () => this.#end(undefined),
      (error: unknown) => this.#end(error instanceof Error ? error.message : String(error)),
    );
  }

  get isThroughRoom(): boolean {
    return this.#stream.isThroughRoom;
  }

  send(message: Out): void {
    if (this.#isOver) return;
    const bytes = writeWatchMessage(message);
    this.#unsent += bytes.length;
    if (this.#unsent > MAX_WATCH_UNSENT_BYTES) return this.#abort('too-slow: you do not read what is said');
    this.#stream.write(bytes).then(
      () => (this.#unsent -= bytes.length),
      () => undefined,
    );
  }

  onMessage(listener: (message: In) => void): void {
    const isFirst = this.#onMessage === undefined;
    this.#onMessage = listener;
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
        for (const message of this.#reader.read(bytes)) {
          if (this.#isOver) return;
          this.#onMessage?.(message);
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
