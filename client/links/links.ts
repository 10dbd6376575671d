import { type Ending, type FeedId, Refused, type Stream, WatchedSet } from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import { throwLater } from '../connection/room-connection.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { Identity } from '../identity/identity.ts';
import type { Peers } from '../peers/peers.ts';
import { carryBase } from './bases.ts';
import type { Line } from './line.ts';
import { type Link, LinkError, type LinkStream, type ListenOptions } from './link.ts';
import { LinkBudgets } from './link-budgets.ts';
import { LinkEndings } from './link-endings.ts';
import { MAX_STRANGER_LINKS } from './link-limits.ts';
import { Listeners } from './listeners.ts';
import { SIGNAL_PROTOCOL } from './media/signal.ts';
import type { LinkNode, LinksLoader, NodeEvents } from './node-port.ts';
import { PeerLink } from './peer-link.ts';
import { PULSE_PROTOCOL } from './pulse.ts';
import type { RtcConfiguration } from './rtc/rtc.ts';
import type { Tunnel } from './tunnels.ts';

export interface LinksParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  readonly book: Pick<ContactBook, 'relationOf' | 'watch'>;
  readonly peers: Pick<Peers, 'open' | 'mayStay' | 'kept'>;
  /** Brings what is large; without it no links are opened. */
  readonly load: LinksLoader | undefined;
  readonly ice: () => Promise<RtcConfiguration>;
  /** Whether a room is joined, and there. */
  readonly isConnected: (room: FeedId) => boolean;
}

/** Everybody to whom there is a link, live. Links are made of tunnels, with whoever has them too (spec/links.md). */
export class Links implements LiveSet<Link> {
  readonly #parts: LinksParts;
  readonly #live = new WatchedSet<Link>();
  readonly #byId = new Map<FeedId, PeerLink>();
  readonly #listeners = new Listeners<(link: Link, stream: LinkStream) => void>();
  readonly #declared = new Map<string, number>();
  /** Tunnels that have had a link, which has ended. */
  readonly #parted = new WeakSet<Tunnel>();
  readonly #endings: LinkEndings;
  readonly #budgets: LinkBudgets;
  #loading: Promise<LinkNode> | undefined;
  #node: LinkNode | undefined;
  #fault: Error | undefined;
  #isClosed = false;

  constructor(parts: LinksParts) {
    this.#parts = parts;
    const { identity, peers, runtime } = parts;
    this.#endings = new LinkEndings({ own: identity.id, links: this, tunnels: peers.open, now: runtime.now });
    this.#budgets = new LinkBudgets({ clock: runtime.clock, isKnown: (id) => !this.#isStranger(id) });
    if (parts.load === undefined) return;
    parts.peers.open.watch({ joined: (peer) => this.#met(peer), left: () => undefined });
    parts.book.watch(() => this.reconsider());
    for (const protocol of [PULSE_PROTOCOL, SIGNAL_PROTOCOL]) this.#declare(protocol);
  }

  get size(): number {
    return this.#live.size;
  }

  has(link: Link): boolean {
    return this.#live.has(link);
  }

  snapshot(): Link[] {
    return this.#live.snapshot();
  }

  watch(watcher: Parameters<LiveSet<Link>['watch']>[0]): ReturnType<LiveSet<Link>['watch']> {
    return this.#live.watch(watcher);
  }

  /** Whether links are opened here. */
  get isOn(): boolean {
    return this.#parts.load !== undefined && this.#fault === undefined;
  }

  /** Why there are no links here, where what they need could not be loaded. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  /** The link to somebody, where there is one. */
  to(id: FeedId): Link | undefined {
    return this.#byId.get(id);
  }

  /** Takes the streams of a protocol on every link, until disposed; a listener of the link itself comes before. */
  onStream(
    protocol: string,
    listener: (link: Link, stream: LinkStream) => void,
    options?: ListenOptions,
  ): Disposable {
    using listening = new DisposableStack();
    listening.use(this.#listeners.on(protocol, listener, options));
    listening.use(this.#declare(protocol));
    return listening.move();
  }

  /**
   * The link to somebody is wanted here, though they may be a stranger who came by themselves, until disposed: it takes
   * none of the places that strangers have, nor do their tunnels, and goes on without one. Whoever keeps bounds how many.
   */
  keep(id: FeedId): Disposable {
    return this.#parts.peers.kept.keep(id);
  }

  /**
   * Answers `peer.link`.
   * @throws Refused
   */
  accept(peer: Tunnel, stream: Stream): void {
    if (!this.#mayOpen) throw new Refused('not-allowed', 'refused: this program opens no links');
    if (!this.#byId.has(peer.id)) this.#checkPlace(peer.id);
    this.#with(peer).tunnels.accept(peer, stream);
  }

  /** Whether a link ends, or has to do without this room, by its word. */
  concerns(room: FeedId, ending: Ending): boolean {
    return this.#endings.concerns(room, ending);
  }

  /** A room ends links, by its own word, which was verified; its time is by our own clock. */
  onEnding(room: FeedId, ending: Ending): void {
    this.#endings.heard(room, ending);
  }

  /** The network is another, or is back: what failed is tried again. */
  nudge(): void {
    for (const link of this.#byId.values()) link.nudge();
  }

  /** The own address is hidden from now on (`isRelayedOnly`): connections that show it end, and are made anew. */
  hide(): void {
    this.#node?.hide();
    for (const link of this.#byId.values()) link.hide();
  }

  /** Somebody wants to reach whom this tunnel leads to: where the link over it has ended, there is another. */
  want(peer: Tunnel): void {
    if (!this.#mayOpen || this.#byId.has(peer.id) || !this.#parted.has(peer)) return;
    this.#with(peer).tunnels.open(peer);
  }

  /** Ends all links. What is still being loaded is not waited for: it is ended once it is there. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const link of [...this.#byId.values()]) link.end('the far end has left');
    await this.#node?.stop();
  }

  /** Who may not be linked any more is not: whoever is blocked, and whoever is let in no more. */
  reconsider(): void {
    for (const link of [...this.#byId.values()]) if (!this.#mayStay(link)) link.end('the link was closed');
  }

  /** Whoever opened the tunnel makes the base connection: there is one of them. */
  #met(peer: Tunnel): void {
    if (!this.#mayOpen) return;
    // Rooms that answer slowly are asked before a direct connection waits for it.
    this.#parts.ice().catch(() => undefined);
    if (peer.opener === 'here') this.#with(peer).tunnels.add(peer);
    else this.#byId.get(peer.id)?.tunnels.add(peer);
  }

  /** Whom the person dialled once they let in, as they do through the tunnel. */
  #mayStay({ id, tunnels }: PeerLink): boolean {
    return this.#parts.peers.mayStay(id, tunnels.isDialled);
  }

  #isStranger(id: FeedId): boolean {
    return this.#parts.book.relationOf(id) === 'stranger';
  }

  /** Strangers begin no links without end, and have not more than there are places: whoever idles makes room. */
  #checkPlace(id: FeedId): void {
    // Whoever is told this word tries again later by themselves.
    if (!this.#budgets.of(id).mayLink()) throw new Refused('too-many', 'silent: wait before the next link');
    if (!this.#isStranger(id)) return;
    const strangers = [...this.#byId.values()].filter((link) => this.#isGuest(link));
    if (strangers.length < MAX_STRANGER_LINKS) return;
    const idle = strangers.find(({ isIdle }) => isIdle);
    if (idle === undefined) throw new Refused('too-many', 'refused: more strangers are there than may be');
    idle.end('somebody else has come');
  }

  /** Whether somebody whom the person neither knows nor dialled has it, and nothing here wants it. */
  #isGuest({ id, tunnels }: PeerLink): boolean {
    return this.#isStranger(id) && !tunnels.isDialled && !this.#parts.peers.kept.has(id);
  }

  get #mayOpen(): boolean {
    return this.isOn && !this.#isClosed;
  }

  #start(): Promise<LinkNode> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#fault = error instanceof Error ? error : new Error(String(error));
      throw this.#fault;
    });
    return this.#loading;
  }

  async #load(): Promise<LinkNode> {
    const { load, identity, runtime, ice } = this.#parts;
    if (load === undefined) throw new LinkError('no-path', 'This program opens no links.');
    const { startLinkNode } = await load();
    const { clock, crypto } = runtime;
    const randomBytes = (length: number) => crypto.randomBytes(length);
    const node = await startLinkNode({ identity, clock, randomBytes, events: this.#events(), ice });
    if (this.#isClosed) {
      await node.stop();
      throw new LinkError('ended', 'The links were closed.');
    }
    this.#node = node;
    for (const protocol of this.#declared.keys()) node.handle(protocol);
    return node;
  }

  #events(): NodeEvents {
    return {
      onLine: (line: Line) => {
        const link = this.#byId.get(line.id);
        if (link === undefined) line.abort('there is no link that this connection could be of');
        else link.addLine(line);
      },
      onStream: (line, protocol, wire) => {
        try {
          const link = this.#byId.get(line.id);
          if (link === undefined) wire.destroy();
          else link.take(line, protocol, wire);
        } catch (error) {
          throwLater(error);
        }
      },
      maySignal: (line) => this.#byId.get(line.id)?.maySignal() === true,
      mayConnect: (id) => {
        const link = this.#byId.get(id);
        return link !== undefined && this.#mayStay(link);
      },
    };
  }

  #with({ id }: Tunnel): PeerLink {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const { identity, runtime } = this.#parts;
    const link: PeerLink = new PeerLink({
      ...{ id, own: identity.id, clock: runtime.clock, allocate: runtime.crypto.allocate },
      budget: this.#budgets.of(id),
      // Where the room is away nobody can make a tunnel: then the link goes on without.
      needsTunnel: () => this.#isGuest(link) && [...link.tunnels.rooms].some(this.#parts.isConnected),
      carry: (carrier) => carryBase(carrier, { clock: runtime.clock, node: () => this.#start() }),
      again: (peer) => this.#met(peer),
      dial: async (room) => (await this.#start()).dial(id, room),
      beginMedia: async (begin) => (await this.#start()).media(begin),
      listener: (protocol) => this.#listeners.get(protocol),
      declare: (protocol) => this.#declare(protocol),
      onEnded: () => {
        this.#byId.delete(id);
        for (const peer of link.tunnels.snapshot()) this.#parted.add(peer);
        queueMicrotask(() => entered[Symbol.dispose]());
      },
    });
    this.#byId.set(id, link);
    const entered = this.#live.enter(link);
    return link;
  }

  /** Streams of a protocol come here as long as somebody takes them. */
  #declare(protocol: string): Disposable {
    const users = this.#declared.get(protocol) ?? 0;
    this.#declared.set(protocol, users + 1);
    if (users === 0) this.#node?.handle(protocol);
    return {
      [Symbol.dispose]: () => {
        const left = (this.#declared.get(protocol) ?? 1) - 1;
        if (left > 0) this.#declared.set(protocol, left);
        else if (this.#declared.delete(protocol)) this.#node?.unhandle(protocol);
      },
    };
  }
}
