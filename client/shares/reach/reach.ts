import type { Clock, CryptoBackend, FeedId } from '@open-rooms/protocol';
import { unlessAborted } from '../../connection/deadline.ts';
import { JoinError } from '../../connection/join-error.ts';
import type { Room } from '../../connection/room.ts';
import type { ContactBook } from '../../contacts/contact-book.ts';
import type { Link } from '../../links/link.ts';
import type { Links } from '../../links/links.ts';
import type { PeerConnection } from '../../peers/peer-connection.ts';
import type { Peers } from '../../peers/peers.ts';
import { ReachedTunnel } from './reached-tunnel.ts';

/** A tunnel that leads to somebody becomes a link at once, or they open none. */
const LINK_OF_TUNNEL_MS = 2_000;

/** A tunnel that nobody here needs any more is looked at after this, and closed where nothing else runs in it. */
const SPARE_TUNNEL_MS = 5_000;

export interface ReachParts {
  readonly clock: Clock;
  readonly crypto: Pick<CryptoBackend, 'randomBytes'>;
  readonly links: Pick<Links, 'to' | 'watch' | 'want'>;
  readonly peers: Pick<Peers, 'to' | 'dial' | 'open'>;
  readonly book: Pick<ContactBook, 'relationOf'>;
}

/** Somebody to whom there shall be a link, until disposed. */
export interface Held extends Disposable {
  readonly id: FeedId;
  /**
   * The link to them: the one there is, or one that is made through the room, or comes.
   * @throws JoinError, or the signal's reason
   */
  link(signal: AbortSignal): Promise<Link>;
}

/** What is held of one person. */
interface Entry {
  readonly tunnel: ReachedTunnel;
  holders: number;
}

/**
 * Links to those with whom shares are exchanged, who may be strangers. Tunnels that were opened here for it are opened
 * again when the room was away, and closed when nobody needs them any more and nothing else runs in them. Once for a
 * client.
 */
export class Reach {
  readonly #parts: ReachParts;
  readonly #entries = new Map<string, Entry>();
  readonly #spare = new Map<PeerConnection, Disposable>();

  constructor(parts: ReachParts) {
    this.#parts = parts;
  }

  /** They are met in this room, where there is no tunnel to them yet. They are looked for at once. */
  hold(room: Room, id: FeedId): Held {
    const key = `${room.id} ${id}`;
    const entry = this.#entries.get(key) ?? this.#begin(key, room, id);
    entry.holders++;
    let isHeld = true;
    return {
      id,
      link: (signal) => this.#link(entry, room, id, signal),
      [Symbol.dispose]: () => {
        if (!isHeld) return;
        isHeld = false;
        entry.holders--;
        if (entry.holders === 0) this.#end(key, entry);
      },
    };
  }

  /** Nothing is opened from now on. */
  close(): void {
    for (const { tunnel } of this.#entries.values()) tunnel.close();
    for (const timer of this.#spare.values()) timer[Symbol.dispose]();
    this.#entries.clear();
    this.#spare.clear();
  }

  #begin(key: string, room: Room, id: FeedId): Entry {
    const tunnel = new ReachedTunnel({
      ...{ room, id, clock: this.#parts.clock, crypto: this.#parts.crypto, peers: this.#parts.peers },
      onDialled: (peer) => this.#need(peer),
    });
    const entry: Entry = { tunnel, holders: 0 };
    this.#entries.set(key, entry);
    return entry;
  }

  #end(key: string, { tunnel }: Entry): void {
    this.#entries.delete(key);
    tunnel.close();
    if (tunnel.dialled !== undefined) this.#closeLater(tunnel.dialled);
  }

  #need(peer: PeerConnection): void {
    this.#spare.get(peer)?.[Symbol.dispose]();
    this.#spare.delete(peer);
  }

  /** Another may need it meanwhile: it is looked at again as long as it is there. */
  #closeLater(peer: PeerConnection): void {
    this.#need(peer);
    if (!this.#parts.peers.open.has(peer)) return;
    const look = () => {
      this.#spare.delete(peer);
      const isHeld = [...this.#entries.values()].some(({ tunnel }) => tunnel.leadsTo(peer));
      if (isHeld || this.#parts.book.relationOf(peer.id) === 'followed') return;
      if (peer.isIdle) peer.close();
      else this.#closeLater(peer);
    };
    this.#spare.set(peer, this.#parts.clock.after(SPARE_TUNNEL_MS, look));
  }

  async #link({ tunnel }: Entry, room: Room, id: FeedId, signal: AbortSignal): Promise<Link> {
    const { links, clock } = this.#parts;
    const there = links.to(id);
    if (there !== undefined) {
      // It may have lost its tunnel: what fails directly shall find the way through the room.
      tunnel.tend();
      return there;
    }
    const came = Promise.withResolvers<void>();
    using _watching = links.watch({
      joined: (link) => link.id === id && came.resolve(),
      left: () => undefined,
    });
    links.want(await unlessAborted(signal, tunnel.reach()));
    using _timer = clock.after(LINK_OF_TUNNEL_MS, came.resolve);
    if (links.to(id) === undefined) await unlessAborted(signal, came.promise);
    const link = links.to(id);
    if (link !== undefined) return link;
    throw new JoinError('refused', `${id} in the room ${room.id} opens no links: there is no way to them.`);
  }
}
