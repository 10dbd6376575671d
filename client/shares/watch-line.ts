import {
  type SharerMessage,
  sharerMessageSchema,
  type ViewerMessage,
  viewerMessageSchema,
  WatchMessageReader,
  writeWatchMessage,
} from '@open-rooms/protocol';
import type { LinkStream } from '../links/link.ts';
import { FramedStream } from './framed-stream.ts';

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
  readonly isThroughRoom: boolean;
  readonly #messages: FramedStream<In>;

  constructor(stream: LinkStream, reader: WatchMessageReader<In>) {
    this.isThroughRoom = stream.isThroughRoom;
    this.#messages = new FramedStream(stream, reader);
  }

  get closed(): Promise<string | undefined> {
    return this.#messages.closed;
  }

  send(message: Out): void {
    const bytes = writeWatchMessage(message);
    if (this.#messages.unsentBytes + bytes.length > MAX_WATCH_UNSENT_BYTES)
      this.close('too-slow: you do not read what is said');
    else this.#messages.send(bytes);
  }

  onMessage(listener: (message: In) => void): void {
    this.#messages.onFrame(listener);
  }

  close(why?: string): void {
    this.#messages.close(why);
  }
}
