import {
  type ChatEvent,
  ChatExchange,
  type ChatLink,
  type Clock,
  type Conversation,
  type CryptoBackend,
  type ExchangeOptions,
  type FeedId,
  type OwnContent,
  type OwnRecord,
} from '@open-rooms/protocol';
import { throwLater } from '../connection/room-connection.ts';
import type { Identity } from '../identity/identity.ts';

/** Bytes to and from one neighbour, whatever carries them: a `PeerStream`, say. */
export interface ByteDuplex extends AsyncIterable<Uint8Array> {
  /** Resolves once there is room for more. Rejects where it is over. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends both directions. The other side is told the sentence. */
  abort(sentence: string): void;
}

export interface TalkParts extends Pick<ExchangeOptions, 'attends' | 'isBlocked' | 'isMute' | 'boundsOf'> {
  readonly identity: Identity;
  readonly crypto: CryptoBackend;
  readonly clock: Clock;
  /** Milliseconds since 1970, as the machine's date says. */
  readonly now: () => number;
  readonly onEvent: (event: ChatEvent) => void;
}

/** A neighbour's stream. */
interface Line {
  readonly duplex: ByteDuplex;
  readonly link: ChatLink;
  isWriting: boolean;
}

/** The conversations' machine at work: bytes go in and out, timers run, and what it says is told. */
export class Talk {
  readonly #parts: TalkParts;
  readonly #exchange: ChatExchange;
  readonly #lines = new Set<Line>();
  #timer: Disposable | undefined;
  #offset = Number.NEGATIVE_INFINITY;
  #depth = 0;
  #isClosed = false;

  constructor(parts: TalkParts) {
    this.#parts = parts;
    const { crypto, identity: me, attends, isBlocked, isMute, boundsOf } = parts;
    this.#exchange = new ChatExchange({
      ...{ crypto, me, attends },
      ...(isBlocked && { isBlocked }),
      ...(isMute && { isMute }),
      ...(boundsOf && { boundsOf }),
    });
  }

  /** Milliseconds since 1970 that do not run backwards. A clock that stood still while the machine slept is set. */
  now(): number {
    const { clock, now } = this.#parts;
    this.#offset = Math.max(this.#offset, now() - clock.now());
    return Math.floor(clock.now() + this.#offset);
  }

  /** The log of a conversation that was joined. */
  log(conversation: Conversation): ReturnType<ChatExchange['log']> {
    return this.#exchange.log(conversation);
  }

  /** Signs something of the person's own, which is not said yet. Throws `RangeError`. */
  sign(conversation: Conversation, content: OwnContent): OwnRecord {
    return this.#exchange.sign(conversation, content, this.now());
  }

  /** Does something with the exchange at the time it is, and tells what comes of it. Throws what `act` throws. */
  do(act: (exchange: ChatExchange, now: number) => readonly ChatEvent[]): void {
    const events = act(this.#exchange, this.now());
    this.#depth++;
    try {
      for (const event of events) this.#on(event);
    } finally {
      this.#depth--;
    }
    if (this.#depth > 0) return;
    for (const line of this.#lines) this.#send(line);
    this.#schedule();
  }

  /**
   * Speaks with a neighbour over a stream until it ends. `onHeard` is called when they say the first thing.
   * @returns why it ended, as a sentence; `undefined` where it ended well
   */
  async speak(neighbour: FeedId, duplex: ByteDuplex, onHeard: () => void): Promise<string | undefined> {
    const line: Line = { duplex, link: this.#exchange.connect(neighbour), isWriting: false };
    this.#lines.add(line);
    this.do(() => []);
    try {
      let isFirst = true;
      for await (const bytes of duplex) {
        if (isFirst) onHeard();
        isFirst = false;
        this.#receive(line, bytes);
      }
      duplex.abort('over: nothing more was to come');
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.#lines.delete(line);
      this.do((exchange) => exchange.disconnect(line.link));
    }
  }

  /** Speaks with nobody any more. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.[Symbol.dispose]();
    for (const { duplex } of this.#lines) duplex.abort('gone: they left');
  }

  /** A fault of ours ends the line, and is no end of theirs. */
  #receive(line: Line, bytes: Uint8Array): void {
    if (this.#isClosed) return;
    try {
      this.do((exchange, now) => exchange.receive(line.link, bytes, now));
    } catch (error) {
      line.duplex.abort('a fault here, which is no fault of yours');
      throwLater(error);
    }
  }

  #on(event: ChatEvent): void {
    if (event.kind === 'cut') {
      const line = [...this.#lines].find(({ link }) => link === event.link);
      line?.duplex.abort(`${event.fault.code}: ${event.fault.message}`);
    }
    this.#parts.onEvent(event);
  }

  #send(line: Line): void {
    if (line.isWriting) return;
    const bytes = line.link.take(this.now());
    if (bytes === undefined) return;
    line.isWriting = true;
    line.duplex.write(bytes).then(
      () => {
        line.isWriting = false;
        if (!this.#lines.has(line)) return;
        this.#send(line);
        this.#schedule();
      },
      // Whoever reads it learns of the end, too.
      () => undefined,
    );
  }

  #schedule(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    if (this.#isClosed) return;
    const now = this.now();
    const due = this.#exchange.deadline(now);
    if (due === undefined) return;
    this.#timer = this.#parts.clock.after(Math.max(1, due - now), () =>
      this.do((exchange, later) => exchange.tick(later)),
    );
  }
}
