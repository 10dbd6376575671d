import type { Clock, FeedId, LoneWire } from '@open-rooms/protocol';
import { batch, type ReadonlySignal, signal } from '@preact/signals-core';
import { unlessAborted, within } from '../connection/deadline.ts';
import { DialPlan } from './dial-plan.ts';
import type { Line } from './line.ts';
import {
  type Link,
  LinkError,
  type LinkState,
  type LinkStream,
  type ListenOptions,
  type OpenOptions,
  type ThroughRoom,
} from './link.ts';
import type { PersonBudget } from './link-budgets.ts';
import { DIRECT_DIAL_MS, IDLE_LINK_MS, OPEN_STREAM_MS } from './link-limits.ts';
import { LinkLines } from './link-lines.ts';
import { LineStream } from './link-stream.ts';
import { type Listener, Listeners } from './listeners.ts';
import { LinkMedia } from './media/link-media.ts';
import type { MediaConnection } from './media/media-connection.ts';
import { SIGNAL_PROTOCOL } from './media/signal.ts';
import type { MediaBegin } from './node-port.ts';
import type { Path } from './rtc/path.ts';
import { Tunnels, type TunnelsParts } from './tunnels.ts';

type OnStream = (stream: LinkStream) => void;

export interface PeerLinkParts extends Pick<TunnelsParts, 'carry' | 'again'> {
  /** The far end. */
  readonly id: FeedId;
  /** This person. */
  readonly own: FeedId;
  readonly clock: Clock;
  readonly allocate: (length: number) => Uint8Array;
  /** What the far end may have made here. */
  readonly budget: PersonBudget;
  /** Whether it ends without a tunnel, whatever the far end has open on it. */
  readonly needsTunnel: () => boolean;
  /** Dials a direct connection, signalled through this room. */
  readonly dial: (room: FeedId) => Promise<void>;
  readonly beginMedia: (begin: MediaBegin) => Promise<MediaConnection>;
  /** Who takes streams of this protocol on every link. */
  readonly listener: (protocol: string) => Listener<(link: Link, stream: LinkStream) => void> | undefined;
  /** Makes streams of this protocol come here, until disposed. */
  readonly declare: (protocol: string) => Disposable;
  readonly onEnded: () => void;
}

/** A link: the connections to one person, through however many rooms, and the choice between them. */
export class PeerLink implements Link {
  readonly id: FeedId;
  /** The tunnels to them. */
  readonly tunnels: Tunnels;
  readonly #parts: PeerLinkParts;
  readonly #state = signal<LinkState>('opening');
  readonly #path = signal<Path | undefined>(undefined);
  readonly #lines: LinkLines;
  readonly #plan: DialPlan;
  readonly #media: LinkMedia;
  readonly #listeners = new Listeners<OnStream>();
  readonly #streams = new Set<LineStream>();
  #idling: Disposable | undefined;
  #changed = Promise.withResolvers<void>();

  constructor(parts: PeerLinkParts) {
    const { id, own, clock, carry, again } = parts;
    this.id = id;
    this.#parts = parts;
    this.#lines = new LinkLines({ clock, isFirst: own < id, onChange: () => this.#review() });
    this.tunnels = new Tunnels({
      ...{ clock, carry, again },
      hasBase: () => this.#lines.hasBase,
      usesRoom: () => this.#lines.roomStreams > 0,
      onChange: () => this.#review(),
      onLeft: () => this.#onLeft(),
    });
    this.#plan = new DialPlan({
      clock,
      isFirst: own < id,
      isWanted: () => this.#isDialWanted,
      dial: () => this.#dial(),
    });
    this.#media = new LinkMedia({
      isPolite: own < id,
      open: (protocol, signal) => this.open(protocol, signal && { signal }),
      begin: parts.beginMedia,
      maySignal: () => this.maySignal(),
    });
  }

  get state(): ReadonlySignal<LinkState> {
    return this.#state;
  }

  get path(): ReadonlySignal<Path | undefined> {
    return this.#path;
  }

  /** Whether no application has a stream open on it. */
  get isIdle(): boolean {
    return this.#lines.streams === 0 && !this.#media.isThere;
  }

  /** Whether the far end may have a connection made here, direct or for media: browsers make some hundreds at most. */
  maySignal(): boolean {
    return this.#parts.budget.maySignal();
  }

  async open(protocol: string, options: OpenOptions = {}): Promise<LinkStream> {
    const { throughRoom = 'also', window } = options;
    if (options.signal !== undefined) return this.#open(protocol, throughRoom, options.signal, window);
    const ms = OPEN_STREAM_MS;
    const error = () =>
      new LinkError('silent', `Cannot open "${protocol}": nothing answers in ${ms / 1000} s.`);
    const deadline = { clock: this.#parts.clock, ms, error };
    return within(deadline, (signal) => this.#open(protocol, throughRoom, signal, window));
  }

  onStream(protocol: string, listener: OnStream, options?: ListenOptions): Disposable {
    using listening = new DisposableStack();
    listening.use(this.#listeners.on(protocol, listener, options));
    listening.use(this.#parts.declare(protocol));
    return listening.move();
  }

  media(): Promise<MediaConnection> {
    return this.#media.get();
  }

  close(): void {
    this.end('the link was closed');
  }

  /** Ends it at somebody's wish, for a reason that the connections are ended with. */
  end(sentence: string): void {
    this.tunnels.close();
    this.#over(sentence);
  }

  addLine(line: Line): void {
    if (this.#state.value === 'ended') return line.abort('the link has ended');
    const { verified } = this.#lines.add(line);
    if (line.kind === 'base') this.#plan.urge();
    // That it is there says nothing: a dial that was given up looks the same.
    else if (line.opener === 'there')
      verified.then(
        () => this.#parts.budget.worked(),
        () => undefined,
      );
  }

  /** The far end has opened a stream. */
  take(line: Line, protocol: string, wire: LoneWire): void {
    if (!this.#parts.budget.mayOpen()) return wire.destroy();
    if (this.#lines.takePulse(line, protocol, wire)) return;
    const isThroughRoom = line.kind === 'base';
    if (protocol === SIGNAL_PROTOCOL) return this.#media.take(this.#streamOf(wire, protocol, line, false));
    const own = this.#listeners.get(protocol);
    const all = this.#parts.listener(protocol);
    const taken = own ?? all;
    if (taken === undefined || (isThroughRoom && !taken.isThroughRoom)) return wire.destroy();
    const stream = this.#streamOf(wire, protocol, line, false, taken.window);
    if (own !== undefined) own.listener(stream);
    else all?.listener(this, stream);
  }

  /** The network is another: what was is to be looked at, and what failed is tried again. */
  nudge(): void {
    this.#lines.ask();
    this.#plan.urge();
    this.#media.nudge();
  }

  /** Ends what shows the own address: it is to be hidden from now on. */
  hide(): void {
    this.#media.end();
    this.#lines.endDirect();
  }

  #over(sentence: string): void {
    if (this.#state.peek() === 'ended') return;
    batch(() => {
      this.#state.value = 'ended';
      this.#path.value = undefined;
    });
    this.tunnels.end();
    this.#plan.close();
    this.#media.close();
    this.#lines.close(sentence);
    this.#idling?.[Symbol.dispose]();
    this.#changed.resolve();
    this.#parts.onEnded();
  }

  /** A tunnel has ended, maybe because the far end has left. */
  #onLeft(): void {
    if (this.#state.peek() === 'ended') return;
    this.#lines.doubt();
    this.#endWhenIdle();
    this.#review();
  }

  /** Neighbours of a room come and go: nobody wants this link where neither side keeps a tunnel for it. */
  #endWhenIdle(): void {
    this.#idling?.[Symbol.dispose]();
    this.#idling = this.#parts.clock.after(IDLE_LINK_MS, () => {
      if (!this.tunnels.isEmpty) return;
      if (this.isIdle || (!this.#isWanted && this.#parts.needsTunnel()))
        this.#over('the link was for nothing');
      else this.#endWhenIdle();
    });
  }

  /** Whether something runs on it that this side has asked for. */
  get #isWanted(): boolean {
    return this.#media.isWanted || [...this.#streams].some(({ isWanted }) => isWanted);
  }

  async #open(
    protocol: string,
    throughRoom: ThroughRoom,
    signal: AbortSignal,
    window?: number,
  ): Promise<LinkStream> {
    while (true) {
      signal.throwIfAborted();
      if (this.#state.value === 'ended')
        throw new LinkError('ended', `Cannot open "${protocol}": the link to ${this.id} has ended.`);
      const chosen = this.#lines.choose(throughRoom);
      if (chosen === undefined) {
        await unlessAborted(signal, this.#changed.promise);
        continue;
      }
      const wire = await this.#lines.openOn(chosen, protocol, signal);
      if (wire === undefined) continue;
      return this.#streamOf(wire, protocol, chosen.line, true, window);
    }
  }

  #streamOf(wire: LoneWire, protocol: string, { kind }: Line, isAsker: boolean, window?: number): LineStream {
    const { allocate } = this.#parts;
    const bounds = window === undefined ? {} : { window };
    const isThroughRoom = kind === 'base';
    const stream = new LineStream(wire, { protocol, isThroughRoom, isAsker, allocate, ...bounds });
    this.#streams.add(stream);
    const forget = () => this.#streams.delete(stream);
    stream.closed.then(forget, forget);
    return stream;
  }

  get #isDialWanted(): boolean {
    return this.#state.peek() !== 'ended' && this.tunnels.room !== undefined && this.#lines.lacksDirect;
  }

  async #dial(): Promise<void> {
    const { room } = this.tunnels;
    if (room === undefined) throw new LinkError('no-path', 'There is no tunnel to signal over.');
    const error = () => new LinkError('silent', 'Nothing answers through the room.');
    const deadline = { clock: this.#parts.clock, ms: DIRECT_DIAL_MS, error };
    await within(deadline, () => this.#lines.askBase());
    // One may have come meanwhile.
    if (!this.#lines.lacksDirect) return;
    // Signalling would be opened on one that is dying.
    this.#lines.dropDirect();
    await this.#parts.dial(room);
    await this.#lines.directEcho();
  }

  #review(): void {
    if (this.#state.peek() === 'ended') return;
    const isHopeful = this.tunnels.renew();
    if (this.#lines.isEmpty && !isHopeful) return this.#over('no connection is left');
    const path = this.#lines.path;
    const before = this.#path.peek();
    batch(() => {
      if (this.#lines.isUsable) this.#state.value = 'open';
      if (before?.kind !== path?.kind || before?.roundTripMs !== path?.roundTripMs) this.#path.value = path;
    });
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    this.#plan.consider();
  }
}
