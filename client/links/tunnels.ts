import type { Clock, FeedId, Stream } from '@open-rooms/protocol';
import type { PeerConnection } from '../peers/peer-connection.ts';
import { PeerStream } from '../peers/peer-stream.ts';
import { BASE_AGAIN_MS, BASE_GRACE_MS } from './link-limits.ts';
import type { Carrier } from './node-port.ts';

/** A tunnel, as far as a link has to do with it. */
export type Tunnel = Pick<PeerConnection, 'id' | 'room' | 'opener' | 'closed' | 'openLink' | 'carry'>;

export interface TunnelsParts {
  readonly clock: Clock;
  /** Makes a base connection of a stream in a tunnel. Resolves when that is over, in whatever way. */
  readonly carry: (carrier: Carrier) => Promise<'silent' | 'over'>;
  /** Whether a base connection is there. */
  readonly hasBase: () => boolean;
  /** Whether an application uses what goes through the room. */
  readonly usesRoom: () => boolean;
  /** A tunnel has come, or a base connection is over. */
  readonly onChange: () => void;
  /** A tunnel has ended. */
  readonly onLeft: () => void;
  /** A base connection of this tunnel, which came to nothing, is to be tried again. */
  readonly again: (peer: Tunnel) => void;
}

/** `spent` once its base connection is over, or nobody made one: none is made of it again but by somebody's act. */
type TunnelState = 'waiting' | 'carrying' | 'spent';

/** The tunnels to one person, and which of them carries the base connection. */
export class Tunnels {
  readonly #parts: TunnelsParts;
  readonly #all = new Map<Tunnel, TunnelState>();
  /** Where they were met. */
  readonly rooms: ReadonlySet<FeedId>;
  readonly #rooms = new Set<FeedId>();
  /** For each tunnel whose base connection came to nothing, until it is tried again. */
  readonly #again = new Map<Tunnel, Disposable>();
  #grace: Disposable | undefined;
  #isDialled = false;
  #isClosed = false;

  constructor(parts: TunnelsParts) {
    this.#parts = parts;
    this.rooms = this.#rooms;
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** Whether one of them was ever opened here. */
  get isDialled(): boolean {
    return this.#isDialled;
  }

  /** The room that the base connection goes through. */
  get room(): FeedId | undefined {
    return this.#in('carrying')?.room;
  }

  has(peer: Tunnel): boolean {
    return this.#all.has(peer);
  }

  snapshot(): Tunnel[] {
    return [...this.#all.keys()];
  }

  /** A tunnel is there, of which a base connection may be made, for as long as it is. */
  add(peer: Tunnel): void {
    if (this.#all.get(peer) === 'carrying') return;
    this.#enter(peer, 'waiting');
    this.#parts.onChange();
  }

  /** Makes a base connection of a tunnel, whichever side opened that; unless there is one. */
  open(peer: Tunnel): void {
    if (this.#hasBase) return this.add(peer);
    this.#carry(peer, peer.openLink(), 'here');
  }

  /** The far end makes one of it: one at a time. */
  accept(peer: Tunnel, stream: Stream): void {
    if (this.#all.get(peer) === 'carrying')
      return stream.fail('refused: this tunnel carries a connection already');
    this.#carry(peer, new PeerStream(stream), 'there');
  }

  /**
   * Makes a base connection where there is none, of a tunnel that was opened here; of theirs the far end has a while to
   * make one. Answers whether there is one, or may come to be.
   */
  renew(): boolean {
    const ours = this.#in('waiting', 'here');
    const isHopeful = this.#hasBase || this.#in('waiting') !== undefined;
    if (this.#hasBase || ours !== undefined || !isHopeful) this.#endGrace();
    else this.#grace ??= this.#parts.clock.after(BASE_GRACE_MS, () => this.#spendWaiting());
    if (!this.#hasBase && ours !== undefined) this.open(ours);
    return isHopeful;
  }

  /** The link has ended: a base connection that came to nothing is tried again all the same. */
  end(): void {
    this.#endGrace();
  }

  /** Somebody has closed the link: no base connection is made again. */
  close(): void {
    this.end();
    this.#isClosed = true;
    for (const timer of this.#again.values()) timer[Symbol.dispose]();
    this.#again.clear();
  }

  get #hasBase(): boolean {
    return this.#in('carrying') !== undefined || this.#parts.hasBase();
  }

  #in(state: TunnelState, opener?: 'here'): Tunnel | undefined {
    const isMeant = ([peer, its]: [Tunnel, TunnelState]) =>
      its === state && (opener === undefined || peer.opener === opener);
    return [...this.#all].find(isMeant)?.[0];
  }

  #enter(peer: Tunnel, state: TunnelState): void {
    const isNew = !this.#all.has(peer);
    this.#all.set(peer, state);
    this.#again.get(peer)?.[Symbol.dispose]();
    this.#again.delete(peer);
    if (!isNew) return;
    this.#isDialled ||= peer.opener === 'here';
    this.#rooms.add(peer.room);
    void peer.closed.then(() => {
      this.#all.delete(peer);
      this.#again.get(peer)?.[Symbol.dispose]();
      this.#parts.onLeft();
    });
  }

  #carry(peer: Tunnel, stream: PeerStream, opener: Carrier['opener']): void {
    this.#enter(peer, 'carrying');
    const idling = peer.carry(() => !this.#parts.usesRoom());
    void this.#parts.carry({ peer, stream, opener }).then((how) => {
      idling[Symbol.dispose]();
      if (!this.#all.has(peer)) return;
      this.#all.set(peer, 'spent');
      if (how === 'silent' && opener === 'here' && !this.#isClosed) this.#againLater(peer);
      this.#parts.onChange();
    });
    this.#parts.onChange();
  }

  #againLater(peer: Tunnel): void {
    const timer = this.#parts.clock.after(BASE_AGAIN_MS, () => {
      this.#again.delete(peer);
      this.#parts.again(peer);
    });
    this.#again.set(peer, timer);
  }

  /** The far end makes nothing of its tunnels. */
  #spendWaiting(): void {
    this.#grace = undefined;
    for (const [peer, state] of this.#all) if (state === 'waiting') this.#all.set(peer, 'spent');
    this.#parts.onChange();
  }

  #endGrace(): void {
    this.#grace?.[Symbol.dispose]();
    this.#grace = undefined;
  }
}
