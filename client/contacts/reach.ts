import {
  type FeedId,
  isSocketAddress,
  readAddresses,
  readAlias,
  UnreadableText,
  writeAddresses,
  writeAlias,
} from '@open-rooms/protocol';

/** Where a contact was seen. */
export interface Reach {
  readonly room: FeedId;
  /** How that room is reached: multiserver addresses joined by `;`, without seeds. */
  readonly addresses: string;
  /** The contact's alias there: `@bob@room.example`. */
  readonly alias?: string;
  /** Milliseconds since 1970. */
  readonly seenAt: number;
}

/** A contact is seen in a room: a {@link Reach} before the book has noted when. */
export interface Sighting {
  readonly room: FeedId;
  readonly addresses: string;
  readonly alias?: string | undefined;
}

/** Rooms remembered for one contact; the one in which they were seen longest ago is forgotten. */
export const MAX_REACHES_PER_CONTACT = 8;

/** Characters of a room's addresses that are kept: TCP, WebSocket and TLS under one host name, and some to spare. */
export const ROOM_ADDRESSES_MAX_CHARS = 512;

/** Characters of an alias with its host and port. */
export const ALIAS_TEXT_MAX_CHARS = 330;

/** A contact or room that is seen again within this time is not noted again: a book is no log. */
export const SEEN_AGAIN_MS = 60 * 60 * 1000;

/**
 * The addresses by which a room itself is reached, in one form, as many as are kept. Left out: other peers', seeds
 * of invites (they are secrets, and books are passed on), and what cannot be dialled.
 *
 * @throws {UnreadableText} where the text is no address list, or none in it is the room's.
 */
export function roomAddresses(room: FeedId, text: string): string {
  let kept = '';
  for (const address of readAddresses(text)) {
    if (!isSocketAddress(address) || address.key !== room) continue;
    const { transport, host, port, key } = address;
    const next = writeAddresses([{ transport, host, port, key }]);
    const longer = kept === '' ? next : `${kept};${next}`;
    if (longer.length <= ROOM_ADDRESSES_MAX_CHARS) kept = longer;
  }
  if (kept !== '') return kept;
  throw new UnreadableText(
    'wrong-kind',
    `Cannot use the address ${JSON.stringify(text.slice(0, 48))}: nothing in it leads to the room ${room}; copy ` +
      "the room's address again.",
  );
}

/** A reach with its fields in one order, so that what says the same is the same text. */
export function reachOf({ room, addresses, alias }: Sighting, seenAt: number): Reach {
  return { room, addresses, ...(alias !== undefined && { alias }), seenAt };
}

/** A sighting in the form that is kept. Throws `UnreadableText`. */
export function readSighting({ room, addresses, alias }: Sighting): Sighting {
  return {
    room,
    addresses: roomAddresses(room, addresses),
    ...(alias !== undefined && { alias: writeAlias(readAlias(alias)) }),
  };
}

/** Whether noting `sighting`, in kept form, at `now` would say nothing new. */
export function isKnown(reaches: readonly Reach[], sighting: Sighting, now: number): boolean {
  const known = reaches.find(({ room }) => room === sighting.room);
  return (
    known !== undefined &&
    known.addresses === sighting.addresses &&
    (sighting.alias === undefined || known.alias === sighting.alias) &&
    // Both ways: a clock that was wrong for a day is no reason to stop.
    Math.abs(now - known.seenAt) < SEEN_AGAIN_MS
  );
}

/** The reaches with one sighting more. An alias that a room once told stays until it tells another. */
export function withSighting(reaches: readonly Reach[], sighting: Sighting, now: number): readonly Reach[] {
  const { room } = sighting;
  const alias = sighting.alias ?? reaches.find((reach) => reach.room === room)?.alias;
  const reach = reachOf({ ...sighting, alias }, now);
  return newestFirst([reach, ...reaches.filter((other) => other.room !== room)]);
}

/** Of each room the newer one, with the other's alias where it has none. */
export function mergeReaches(ours: readonly Reach[], theirs: readonly Reach[]): readonly Reach[] {
  const rooms = new Map<FeedId, Reach>();
  for (const reach of newestFirst([...ours, ...theirs], Number.POSITIVE_INFINITY)) {
    const newer = rooms.get(reach.room) ?? reach;
    rooms.set(reach.room, reachOf({ ...newer, alias: newer.alias ?? reach.alias }, newer.seenAt));
  }
  return newestFirst([...rooms.values()]);
}

/** Those seen at the same time stay in the order in which they are given. */
function newestFirst(reaches: readonly Reach[], most = MAX_REACHES_PER_CONTACT): readonly Reach[] {
  return reaches.toSorted((a, b) => b.seenAt - a.seenAt).slice(0, most);
}
