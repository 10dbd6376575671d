import {
  type Clock,
  FIRST_CREDIT,
  type SharerMessage,
  TokenBucket,
  type ViewerMessage,
} from '@open-rooms/protocol';
import { within } from '../../connection/deadline.ts';
import { JoinError } from '../../connection/join-error.ts';
import { throwLater } from '../../connection/room-connection.ts';
import { type Link, LinkError, type LinkStream, type OpenOptions } from '../../links/link.ts';
import type { Held } from '../reach/reach.ts';
import { viewerLine, WATCH_PROTOCOL, type WatchLine } from '../watch-line.ts';

/** How long the sharer may take to be reached, through the room or directly. */
const SHARER_REACH_MS = 15_000;

/** Pauses before the control stream is opened again; what is watched goes on meanwhile. */
const CONTROL_AGAIN_MS: readonly number[] = [250, 500, 1_000, 2_000, 4_000];

/** What a sharer says in a second, and at once: some word for each viewer, where all of them come or go. */
const SHARER_MESSAGES_PER_SECOND = 100;
export const SHARER_MESSAGES_AT_ONCE = 2_000;

export interface WatchControlParts {
  readonly clock: Clock;
  /** The sharer. */
  readonly held: Held;
  /** What is said first on each stream. */
  readonly hello: () => ViewerMessage;
  readonly onMessage: (message: SharerMessage) => void;
  /** Nothing is heard of the sharer now. */
  readonly onDown: () => void;
}

type Line = WatchLine<SharerMessage, ViewerMessage>;

/**
 * The viewer's control stream to the sharer, opened again whenever it is lost, until it is closed, and anew where the link
 * goes another way.
 */
export class WatchControl {
  readonly #parts: WatchControlParts;
  readonly #stop = new AbortController();
  readonly #pace = new TokenBucket(SHARER_MESSAGES_PER_SECOND, SHARER_MESSAGES_AT_ONCE);
  #line: Line | undefined;
  #failures = 0;
  #timer: Disposable | undefined;
  #heardAt: number | undefined;

  constructor(parts: WatchControlParts) {
    this.#parts = parts;
    this.#open();
  }

  /** Whether the sharer is heard. */
  get isUp(): boolean {
    return this.#line !== undefined;
  }

  /** When something was heard last, by the clock. */
  get heardAt(): number | undefined {
    return this.#heardAt;
  }

  send(message: ViewerMessage): void {
    this.#line?.send(message);
  }

  /** Ends it, once what was said has left. */
  close(): void {
    this.#timer?.[Symbol.dispose]();
    this.#line?.close();
    this.#line = undefined;
    this.#stop.abort(new LinkError('ended', 'It is watched no more.'));
  }

  #open(): void {
    const { signal } = this.#stop;
    this.#dial(signal).then(
      ([link, stream]) =>
        signal.aborted ? stream.abort('gone: they watch no more') : this.#speak(link, stream),
      (error: unknown) => {
        if (signal.aborted) return;
        if (!(error instanceof JoinError || error instanceof LinkError)) throwLater(error);
        this.#again();
      },
    );
  }

  #again(): void {
    const pause = CONTROL_AGAIN_MS[this.#failures] ?? CONTROL_AGAIN_MS.at(-1) ?? 0;
    this.#failures++;
    this.#timer = this.#parts.clock.after(pause, () => this.#open());
  }

  async #dial(signal: AbortSignal): Promise<[Link, LinkStream]> {
    const { clock, held } = this.#parts;
    const error = () => new LinkError('silent', `Nothing is heard of ${held.id}.`);
    return within({ clock, ms: SHARER_REACH_MS, signal, error }, async (inTime) => {
      const link = await held.link(inTime);
      return [link, await this.#stream(link, { signal: inTime })];
    });
  }

  #stream(link: Link, options: OpenOptions): Promise<LinkStream> {
    return link.open(WATCH_PROTOCOL, { window: FIRST_CREDIT, ...options });
  }

  #speak(link: Link, stream: LinkStream): void {
    const line = viewerLine(stream);
    const before = this.#line;
    this.#line = line;
    before?.close();
    line.onMessage((message) => {
      if (this.#line !== line) return;
      const now = this.#parts.clock.now();
      if (this.#pace.delay(now) > 0) return line.close('too-many: you say more than anybody can follow');
      this.#pace.take(now);
      this.#failures = 0;
      this.#heardAt = now;
      this.#parts.onMessage(message);
    });
    line.send(this.#parts.hello());
    const unwatch = this.#followPath(link, line);
    void line.closed.then(() => {
      unwatch();
      if (this.#line !== line) return;
      this.#line = undefined;
      this.#parts.onDown();
      if (!this.#stop.signal.aborted) this.#again();
    });
  }

  /**
   * What goes through the room ends with it, and what goes directly says nothing while that connection is silent: another
   * stream the better way takes its place.
   */
  #followPath(link: Link, line: Line): () => void {
    let isOpening = false;
    return link.path.subscribe((path) => {
      if (path === undefined || isOpening || (path.kind === 'room') === line.isThroughRoom) return;
      isOpening = true;
      const throughRoom = path.kind === 'room' ? 'only' : 'never';
      this.#stream(link, { throughRoom, signal: this.#stop.signal }).then(
        (stream) => {
          if (this.#line === line) this.#speak(link, stream);
          else stream.abort('gone: there is another');
        },
        () => (isOpening = false),
      );
    });
  }
}
