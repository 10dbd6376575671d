import { type FeedId, feedIdOf } from '@open-rooms/protocol';
import type { Contact } from './contact.ts';
import type { Sighting } from './reach.ts';

/** The same feed for the same number. */
export function feed(n: number): FeedId {
  return feedIdOf(new Uint8Array(32).fill(n));
}

/** A room's address under a host name. */
export function addressOf(room: FeedId, host = 'room.example'): string {
  return `net:${host}:8008~shs:${room.slice(1, -'.ed25519'.length)}`;
}

/** Somebody seen in the room of that number. */
export function seenIn(room: number, alias?: string): Sighting {
  return { room: feed(room), addresses: addressOf(feed(room)), ...(alias !== undefined && { alias }) };
}

export function followed(n: number): Contact {
  return {
    id: feed(n),
    relation: 'followed',
    name: `Friend "${n}" ☕`,
    since: 1_764_000_000_000 + n,
    reach: [],
  };
}
