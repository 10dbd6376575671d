import { type FeedId, WatchedSet } from '@open-rooms/protocol';
import { MemoryWire } from '@open-rooms/protocol/testing';
import { signal } from '@preact/signals-core';
import { never, unlessAborted } from '../connection/deadline.ts';
import {
  type Link,
  LinkError,
  type LinkState,
  type LinkStream,
  type OpenOptions,
  type Path,
  type PathKind,
} from '../links/link.ts';
import { LineStream } from '../links/link-stream.ts';
import type { Links } from '../links/links.ts';
import { Listeners } from '../links/listeners.ts';
import { MediaConnection } from '../links/media/media-connection.ts';
import type { RtcPeer } from '../links/rtc/rtc.ts';
import type { RtcNetwork } from './rtc-network.ts';
import { MemorySignalWire } from './signal-wires.ts';

type OnStream = (link: Link, stream: LinkStream) => void;

const allocate = (length: number) => new Uint8Array(length);

/** A stream that is open between two. */
interface OpenStream {
  readonly isThroughRoom: boolean;
  readonly wire: MemoryWire;
}

/** Links in memory between people that a test names; each way of each link can be cut, and made anew. */
export class MemoryLinks {
  readonly #people = new Map<FeedId, MemoryPerson>();

  /** What somebody has of them. */
  of(id: FeedId): MemoryPerson {
    const known = this.#people.get(id) ?? new MemoryPerson(id);
    this.#people.set(id, known);
    return known;
  }

  /** Links two. What goes between them goes this way. */
  join(one: FeedId, other: FeedId, kind: PathKind | undefined = 'direct'): MemoryLink {
    const known = this.of(one).to(other);
    if (known !== undefined) {
      known.goes(kind);
      return known;
    }
    const [here, there] = [new MemoryLink(this.of(other), one), new MemoryLink(this.of(one), other)];
    here.far = there;
    there.far = here;
    here.goes(kind);
    this.of(one).enter(here);
    this.of(other).enter(there);
    return here;
  }

  /** The link of two who are linked. */
  to(one: FeedId, other: FeedId): MemoryLink {
    const link = this.of(one).to(other);
    if (link === undefined) throw new Error(`There is no link from ${one} to ${other}.`);
    return link;
  }

  /** Somebody has gone: all their links end. */
  leave(id: FeedId): void {
    for (const link of this.of(id).snapshot()) link.close();
  }
}

/** The links of one person. */
export class MemoryPerson implements Pick<Links, 'to' | 'watch' | 'snapshot' | 'onStream' | 'keep'> {
  readonly id: FeedId;
  readonly listeners = new Listeners<OnStream>();
  /** Whose links are kept, as often as that was said. */
  readonly kept: FeedId[] = [];
  readonly #listening = new Map<string, Disposable>();
  readonly #set = new WatchedSet<MemoryLink>();

  constructor(id: FeedId) {
    this.id = id;
  }

  to(id: FeedId): MemoryLink | undefined {
    return this.#set.snapshot().find((link) => link.id === id);
  }

  snapshot(): MemoryLink[] {
    return this.#set.snapshot();
  }

  watch(watcher: Parameters<Links['watch']>[0]): ReturnType<Links['watch']> {
    return this.#set.watch(watcher);
  }

  onStream(protocol: string, listener: OnStream, options = {}): Disposable {
    const listening = this.listeners.on(protocol, listener, options);
    this.#listening.set(protocol, listening);
    return listening;
  }

  /** Another takes the streams of a protocol from now on. */
  replace(protocol: string, listener: OnStream): void {
    this.#listening.get(protocol)?.[Symbol.dispose]();
    this.onStream(protocol, listener);
  }

  keep(id: FeedId): Disposable {
    this.kept.push(id);
    return { [Symbol.dispose]: () => void this.kept.splice(this.kept.indexOf(id), 1) };
  }

  enter(link: MemoryLink): void {
    const entered = this.#set.enter(link);
    void link.ended.then(() => entered[Symbol.dispose]());
  }
}

/** One end of a link in memory. */
export class MemoryLink implements Link {
  readonly id: FeedId;
  readonly state = signal<LinkState>('open');
  readonly path = signal<Path | undefined>(undefined);
  readonly ended: Promise<void>;
  /** Protocols that were asked for, whatever came of it. */
  readonly asked: string[] = [];
  far: MemoryLink | undefined;
  /** How often the media connection was asked for. */
  mediaAsked = 0;
  /** What media connections go over. */
  network: RtcNetwork | undefined;
  #media: MediaConnection | undefined;
  readonly #to: MemoryPerson;
  readonly #own: FeedId;
  readonly #streams: OpenStream[] = [];
  readonly #over = Promise.withResolvers<void>();

  constructor(to: MemoryPerson, own: FeedId) {
    this.id = to.id;
    this.#to = to;
    this.#own = own;
    this.ended = this.#over.promise;
  }

  async open(protocol: string, options: OpenOptions = {}): Promise<LinkStream> {
    const { throughRoom = 'also', signal: stop = never(), window } = options;
    this.asked.push(protocol);
    const isThroughRoom = await unlessAborted(stop, this.#chosen(throughRoom));
    const taken = this.#to.listeners.get(protocol);
    const back = this.#to.to(this.#own);
    if (taken === undefined || back === undefined || (isThroughRoom && !taken.isThroughRoom))
      throw new LinkError('refused', `They do not know "${protocol}".`);
    const [wire, other] = MemoryWire.pair();
    for (const [link, end] of [
      [this, wire],
      [back, other],
    ] as const)
      link.#streams.push({ isThroughRoom, wire: end });
    const parts = { protocol, isThroughRoom, allocate };
    taken.listener(back, new LineStream(other, { ...parts, isAsker: false, window: taken.window }));
    return new LineStream(wire, { ...parts, isAsker: true, ...(window === undefined ? {} : { window }) });
  }

  onStream(): Disposable {
    return { [Symbol.dispose]: () => undefined };
  }

  /** A new one at both ends where there is none; where a test gave no network for it, there is no way. */
  async media(): Promise<MediaConnection> {
    this.mediaAsked++;
    if (this.#media === undefined || this.#media.state.peek() === 'closed') this.#connect();
    if (this.#media === undefined) throw new LinkError('no-path', 'There is no network in memory.');
    return this.#media;
  }

  #connect(): void {
    const { far, network } = this;
    if (network === undefined || far === undefined) return;
    const wires = MemorySignalWire.pair();
    const make = (wire: MemorySignalWire, isOpener: boolean) =>
      new MediaConnection<RtcPeer>({
        ...{ wire, isOpener, isPolite: isOpener, once: false, clock: network.clock, Rtc: network.Rtc },
        reopen: () => Promise.reject(new LinkError('no-path', 'The stream stays.')),
        configuration: () => ({ iceServers: [] }),
        newName: () => `connection ${network.made.size}`,
        mayMake: () => true,
      });
    this.#media = make(wires[0], true);
    far.#media = make(wires[1], false);
  }

  /** Both ends: what is opened from now on goes this way. */
  goes(kind: PathKind | undefined): void {
    for (const end of [this, this.far])
      if (end !== undefined) end.path.value = kind && { kind, roundTripMs: 1 };
  }

  /** Nothing that goes directly comes, at either end, until it is let go on. */
  hold(isHeld: boolean): void {
    for (const end of [this, this.far]) {
      if (end === undefined) continue;
      for (const { wire, isThroughRoom } of end.#streams)
        if (!isThroughRoom) isHeld ? wire.pause() : wire.resume();
    }
  }

  /** What goes this way ends, without a word. */
  cut(isThroughRoom: boolean): void {
    for (const { wire } of this.#streams.filter((stream) => stream.isThroughRoom === isThroughRoom))
      wire.destroy();
  }

  close(): void {
    for (const end of [this, this.far]) {
      if (end === undefined || end.state.peek() === 'ended') continue;
      end.state.value = 'ended';
      end.path.value = undefined;
      for (const { wire } of end.#streams) wire.destroy();
      end.#media?.close();
      end.#over.resolve();
    }
  }

  /** Whether the next stream goes through the room, once there is a way. */
  #chosen(throughRoom: 'never' | 'also' | 'only'): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const isDirect = this.path.peek() !== undefined && this.path.peek()?.kind !== 'room';
        if (this.state.peek() === 'ended') reject(new LinkError('ended', 'The link has ended.'));
        else if (throughRoom !== 'only' && isDirect) resolve(false);
        else if (throughRoom !== 'never' && this.path.peek() !== undefined) resolve(true);
        else return;
        queueMicrotask(() => stops.forEach((stop) => void stop()));
      };
      const stops = [this.path.subscribe(look), this.state.subscribe(look)];
    });
  }
}
