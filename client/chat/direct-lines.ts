import { type Clock, type FeedId, FIRST_CREDIT } from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import { throwLater } from '../connection/room-connection.ts';
import { type Link, LinkError, type LinkStream, type ListenOptions } from '../links/link.ts';
import type { LineEnd } from './chat-line.ts';
import { LinePaces } from './line-paces.ts';
import { Lines } from './lines.ts';
import { Patience } from './patience.ts';
import type { Talk } from './talk.ts';

/** What is spoken over the direct connections of links, as `peer.chat` is through tunnels. */
const CHAT_PROTOCOL = '/open-rooms/chat/1.0.0';

/** A line to somebody to whom no tunnel leads, and who is not chosen, though all rooms are there, ends after this. */
const SPARE_LINE_MS = 60_000;

/** Links, as conversations use them. */
export interface ChatLinks extends LiveSet<Link> {
  to(id: FeedId): Link | undefined;
  onStream(
    protocol: string,
    listener: (link: Link, stream: LinkStream) => void,
    options: ListenOptions,
  ): Disposable;
}

export interface DirectLinesParts {
  readonly own: FeedId;
  readonly talk: Talk;
  readonly clock: Clock;
  readonly links: ChatLinks;
  /** Whether conversations are spoken with somebody at all. */
  readonly isWelcome: (id: FeedId) => boolean;
  /** Somebody is spoken with directly now, or is not any more. */
  readonly onChange: () => void;
}

/**
 * The lines that go past rooms, one for each person: opened by the side whose id comes first, once their link has a
 * direct connection. What was said through the room goes on here, and back where that connection fails
 * (spec/conversation.md).
 */
export class DirectLines implements Disposable {
  readonly #parts: DirectLinesParts;
  readonly #lines = new Lines<FeedId>();
  readonly #opening = new Set<FeedId>();
  /** Those that nobody needs, each until it is ended. */
  readonly #spare = new Map<FeedId, Disposable>();
  readonly #patience: Patience;
  readonly #paces: LinePaces;
  readonly #watching = new DisposableStack();
  readonly #paths = new Map<Link, () => void>();
  #waiting: Disposable | undefined;
  #isClosed = false;

  constructor(parts: DirectLinesParts) {
    this.#parts = parts;
    this.#patience = new Patience(() => parts.clock.now());
    this.#paces = new LinePaces(parts.clock);
    const accept = (link: Link, stream: LinkStream) => this.#accept(link, stream);
    this.#watching.use(
      parts.links.onStream(CHAT_PROTOCOL, accept, { throughRoom: 'never', window: FIRST_CREDIT }),
    );
    const watching = parts.links.watch({
      joined: (link) => this.#follow(link),
      left: (link) => this.#unfollow(link),
    });
    for (const link of watching.snapshot) this.#follow(link);
    this.#watching.use(watching);
  }

  /** Whether somebody is spoken with directly, though the connection may be failing. */
  has(id: FeedId): boolean {
    return this.#lines.isHeard(id);
  }

  /** Whether somebody is spoken with over a direct connection that is well: no other line is needed. */
  isWell(id: FeedId): boolean {
    return this.has(id) && isDirect(this.#parts.links.to(id));
  }

  /**
   * Opens the lines that are needed and may be open, and ends those that nobody has needed for a while. Whoever tends
   * them does so at each `onChange`, which also tells when one that failed may be opened again.
   */
  tend(isNeeded: (id: FeedId) => boolean): void {
    if (this.#isClosed) return;
    for (const link of this.#parts.links.snapshot()) if (isNeeded(link.id)) this.#consider(link);
    for (const id of this.#lines.keys) {
      if (isNeeded(id)) this.#need(id);
      else if (!this.#spare.has(id))
        this.#spare.set(
          id,
          this.#parts.clock.after(SPARE_LINE_MS, () => this.#lines.end(id)),
        );
    }
    this.#lookLater();
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#watching.dispose();
    this.#waiting?.[Symbol.dispose]();
    for (const stop of this.#paths.values()) stop();
    for (const id of this.#spare.keys()) this.#need(id);
  }

  /** Somebody who was left alone may be spoken with again then. */
  #lookLater(): void {
    this.#waiting?.[Symbol.dispose]();
    const next = this.#patience.next();
    this.#waiting = next === undefined ? undefined : this.#parts.clock.after(next, this.#parts.onChange);
  }

  #need(id: FeedId): void {
    this.#spare.get(id)?.[Symbol.dispose]();
    this.#spare.delete(id);
  }

  #follow(link: Link): void {
    let wasDirect = false;
    const stop = link.path.subscribe(() => {
      const is = isDirect(link);
      if (is === wasDirect) return;
      wasDirect = is;
      // Those who watch are told when the link has changed.
      queueMicrotask(() => {
        this.#patience.urge(link.id);
        this.#parts.onChange();
      });
    });
    this.#paths.set(link, stop);
  }

  #unfollow(link: Link): void {
    this.#paths.get(link)?.();
    this.#paths.delete(link);
    this.#parts.onChange();
  }

  #consider(link: Link): void {
    const { id } = link;
    const { own, isWelcome } = this.#parts;
    const isOurs = own < id && !this.#lines.has(id) && !this.#opening.has(id);
    if (!isOurs || !isDirect(link) || !isWelcome(id) || this.#patience.pauseFor(id) > 0) return;
    this.#opening.add(id);
    link
      .open(CHAT_PROTOCOL, { throughRoom: 'never' })
      .finally(() => this.#opening.delete(id))
      .then(
        (stream) => this.#opened(id, stream),
        (error: unknown) => {
          if (!(error instanceof LinkError)) return throwLater(error);
          this.#fail(id, error.fault === 'refused' ? 'mute' : 'failed');
          this.#parts.onChange();
        },
      );
  }

  #opened(id: FeedId, stream: LinkStream): void {
    if (this.#isClosed) stream.abort('gone: they left');
    else this.#speak(id, stream);
  }

  #accept({ id }: Link, stream: LinkStream): void {
    if (!this.#parts.isWelcome(id)) return stream.abort('refused: you are not spoken with here');
    if (!this.#paces.mayOpen(id)) return stream.abort('too-many: you open lines too fast');
    this.#speak(id, stream);
  }

  #speak(id: FeedId, stream: LinkStream): void {
    const { talk, clock, onChange } = this.#parts;
    // What nobody needed was the one before.
    this.#need(id);
    this.#lines.speak(id, id, stream, {
      ...{ talk, clock },
      onHeard: () => {
        this.#patience.worked(id);
        onChange();
      },
      onEnded: (how) => {
        this.#need(id);
        this.#fail(id, how);
        onChange();
      },
    });
  }

  #fail(id: FeedId, how: LineEnd): void {
    if (how === 'mute') this.#patience.mute(id);
    else if (how === 'refused') this.#patience.refused(id);
    // Another device of one's own may have taken the place of this one: they would take it from each other for ever.
    else this.#patience.failed(id);
  }
}

function isDirect(link: Link | undefined): boolean {
  const path = link?.path.peek();
  return path !== undefined && path.kind !== 'room';
}
