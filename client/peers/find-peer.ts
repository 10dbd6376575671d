import { type Clock, readAddresses, readHostPort } from '@open-rooms/protocol';
import { within } from '../connection/deadline.ts';
import { dialable } from '../connection/destination.ts';
import type { FoundRoom } from '../connection/find-room.ts';
import { AllFailed, firstOf } from '../connection/first-of.ts';
import { JoinError } from '../connection/join-error.ts';
import type { Room } from '../connection/room.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { KnownRooms } from '../contacts/known-rooms.ts';
import type { PeerConnection } from './peer-connection.ts';
import type { Peers } from './peers.ts';
import type { Person } from './resolve-person.ts';

export interface FindParts {
  readonly peers: Peers;
  /** The rooms that are joined. */
  readonly rooms: () => readonly Room[];
  readonly join: (found: FoundRoom) => Promise<Room>;
  readonly contacts: ContactBook;
  readonly knownRooms: KnownRooms;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A room tells who is there at once; one that does not by now does not tell it. */
const LIST_MS = 5_000;

/** The next room is tried this long after the last, where that has not led to them. */
const ROOM_STAGGER_MS = 1_500;

/**
 * A connection to somebody: the one there is, or through a room that is joined, or through one in which the contact
 * book has seen them.
 * @throws JoinError that says most about why there is none
 */
export async function findPeer({ id, room }: Person, parts: FindParts): Promise<PeerConnection> {
  const { peers, rooms } = parts;
  const there = peers.to(id);
  if (there !== undefined) return there;
  const errors: JoinError[] = [];
  const note = (error: unknown): undefined => {
    if (!(error instanceof JoinError)) throw error;
    errors.push(error);
    return undefined;
  };
  const joined = room ? [room, ...rooms().filter((other) => other !== room)] : rooms();
  const found = await firstThrough(joined, id, room, parts).catch(note);
  if (found !== undefined) return found;
  for (const joining of joinedFromBook(id, parts)) {
    const reached = await joining.catch(note);
    const peer = reached && (await firstThrough([reached], id, undefined, parts).catch(note));
    if (peer !== undefined) return peer;
  }
  throw errors.find(({ fault }) => fault !== 'not-online') ?? errors[0] ?? notSeen(id);
}

/** Through whichever room leads to them first: one that is slow holds up none that is not. */
async function firstThrough(
  rooms: readonly Room[],
  id: Person['id'],
  sure: Room | undefined,
  parts: FindParts,
): Promise<PeerConnection> {
  const { peers, clock, signal } = parts;
  const attempts = rooms.map((room) => async () => {
    if (room === sure || (await seesThere(room, id, parts))) return peers.dial(room, id);
    throw notSeen(id);
  });
  try {
    const discard = (peer: PeerConnection) => peer.close();
    return await firstOf(attempts, { clock, staggerMs: ROOM_STAGGER_MS, signal, discard });
  } catch (error) {
    if (!(error instanceof AllFailed)) throw error;
    const known = error.errors.filter((each) => each instanceof JoinError);
    throw known.find(({ fault }) => fault !== 'not-online') ?? known[0] ?? notSeen(id);
  }
}

/** Whether somebody is on a room's list; where the room does not tell its list, or not to whoever is what one is there, it is worth a try. */
async function seesThere(room: Room, id: Person['id'], { clock, signal }: FindParts): Promise<boolean> {
  await room.reached(signal);
  if (!room.may('enumerate')) return true;
  const late = new JoinError('silent', 'The room does not tell who is there.');
  try {
    await within({ clock, ms: LIST_MS, signal, error: () => late }, () => room.listed);
    return room.attendants.has(id);
  } catch (error) {
    if (error === late) return true;
    throw error;
  }
}

/** Joins one after the other the rooms in which a contact was seen, newest first. */
function* joinedFromBook(id: Person['id'], parts: FindParts): Generator<Promise<Room>> {
  const { contacts, knownRooms, rooms, join } = parts;
  for (const reach of contacts.reachOf(id)) {
    if (rooms().some((room) => room.id === reach.room)) continue;
    const known = knownRooms.room(reach.room);
    const host = known?.hosts[0];
    const place = host === undefined ? {} : { place: readHostPort(host) };
    // A room that moved is noted as such at once, the contacts in it when they are seen to come.
    const { addresses } = known !== undefined && known.seenAt >= reach.seenAt ? known : reach;
    const found = { id: reach.room, addresses: dialable(readAddresses(addresses)), ...place };
    yield join(found);
  }
}

function notSeen(id: Person['id']): JoinError {
  const sentence = `${id} is in none of the rooms that you are in, nor where you saw them last. Join a room where they are, or use their alias.`;
  return new JoinError('not-online', sentence);
}
