import type { FeedFrame } from '@open-rooms/protocol';
import type { Carrier, Through } from '../shares/carriers/carrier.ts';

/** A carrier that leads nowhere: it notes what is sent, and has as much room as a test says. */
export class MemoryCarrier implements Carrier {
  readonly through: Through;
  readonly isOrdered = true;
  readonly closed: Promise<string | undefined>;
  /** Bytes that it takes. */
  room = 1_000_000;
  readonly sent: FeedFrame[] = [];
  isClosed = false;
  readonly #over = Promise.withResolvers<string | undefined>();
  #onRoom: () => void = () => undefined;
  #onFrame: (frame: FeedFrame) => void = () => undefined;

  constructor(through: Through) {
    this.through = through;
    this.closed = this.#over.promise;
  }

  send(frame: FeedFrame): void {
    this.sent.push(frame);
  }

  onRoom(listener: () => void): void {
    this.#onRoom = listener;
  }

  onFrame(listener: (frame: FeedFrame) => void): void {
    this.#onFrame = listener;
  }

  close(why?: string): void {
    this.isClosed = true;
    this.#over.resolve(why);
  }

  /** It takes something again. */
  open(room = 1_000_000): void {
    this.room = room;
    this.#onRoom();
  }

  /** The far end says something. */
  says(frame: FeedFrame): void {
    this.#onFrame(frame);
  }

  /** It is lost. */
  lose(): void {
    this.close('lost');
  }
}
