import { type Ending, endsLink, type FeedId } from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import type { PeerConnection } from '../peers/peer-connection.ts';
import type { Link } from './link.ts';

export interface LinkEndingsParts {
  /** This person. */
  readonly own: FeedId;
  readonly links: LiveSet<Link>;
  readonly tunnels: LiveSet<PeerConnection>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Ends links that a room ends which they were made through (spec/endings.md). A link that another room stands for, too,
 * goes on.
 */
export class LinkEndings {
  readonly #parts: LinkEndingsParts;
  /** For each link the rooms that it has had tunnels through, and since when. */
  readonly #rooms = new Map<Link, Map<FeedId, number>>();

  constructor(parts: LinkEndingsParts) {
    this.#parts = parts;
    parts.links.watch({
      joined: (link) => this.#begin(link),
      left: (link) => void this.#rooms.delete(link),
    });
    parts.tunnels.watch({ joined: (tunnel) => this.#met(tunnel), left: () => undefined });
  }

  /** Whether a link has to do without this room by its word. */
  concerns(room: FeedId, ending: Ending): boolean {
    return [...this.#rooms].some(([link, rooms]) => this.#isEnded(room, ending, link, rooms));
  }

  /** A room's word, which was verified; its time is by our own clock. */
  heard(room: FeedId, ending: Ending): void {
    for (const [link, rooms] of [...this.#rooms]) {
      if (!this.#isEnded(room, ending, link, rooms)) continue;
      rooms.delete(room);
      if (rooms.size === 0) link.close();
    }
  }

  #isEnded(room: FeedId, ending: Ending, link: Link, rooms: ReadonlyMap<FeedId, number>): boolean {
    const since = rooms.get(room);
    return since !== undefined && endsLink(ending, { ends: [this.#parts.own, link.id], since });
  }

  #begin(link: Link): void {
    const through = this.#parts.tunnels.snapshot().filter(({ id }) => id === link.id);
    this.#rooms.set(link, new Map(through.map(({ room }) => [room, this.#parts.now()])));
  }

  #met({ id, room }: PeerConnection): void {
    for (const [link, rooms] of this.#rooms)
      if (link.id === id && !rooms.has(room)) rooms.set(room, this.#parts.now());
  }
}
