import { type Clock, readAddresses, readHostPort } from '@open-rooms/protocol';
import { within } from '../connection/deadline.ts';
import { dialable } from '../connection/destination.ts';
import type { FoundRoom } from '../connection/find-room.ts';
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
  const through = async (room: Room): Promise<PeerConnection | undefined> => {
    try {
      return await peers.dial(room, id);
    } catch (error) {
      if (!(error instanceof JoinError)) throw error;
      errors.push(error);
      return undefined;
    }
  };
  for (const joined of room ? [room, ...rooms().filter((other) => other !== room)] : rooms()) {
    if (joined !== room && !(await seesThere(joined, id, parts))) continue;
    const peer = await through(joined);
    if (peer !== undefined) return peer;
  }
  for (const joined of joinedFromBook(id, parts, errors)) {
    const reached = await joined;
    const peer = reached && (await seesThere(reached, id, parts)) ? await through(reached) : undefined;
    if (peer !== undefined) return peer;
  }
  throw errors.find(({ fault }) => fault !== 'not-online') ?? errors[0] ?? notSeen(id);
}

/** Whether somebody is on a room's list; where the room does not tell its list, it is worth a try. */
async function seesThere(room: Room, id: Person['id'], { clock, signal }: FindParts): Promise<boolean> {
  if (room.state !== 'open') return false;
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
function* joinedFromBook(
  id: Person['id'],
  parts: FindParts,
  errors: JoinError[],
): Generator<Promise<Room | undefined>> {
  const { contacts, knownRooms, rooms, join } = parts;
  for (const reach of contacts.reachOf(id)) {
    if (rooms().some((room) => room.id === reach.room)) continue;
    const host = knownRooms.room(reach.room)?.hosts[0];
    const place = host === undefined ? {} : { place: readHostPort(host) };
    const found = { id: reach.room, addresses: dialable(readAddresses(reach.addresses)), ...place };
    yield join(found).catch((error: unknown) => {
      if (!(error instanceof JoinError)) throw error;
      errors.push(error);
      return undefined;
    });
  }
}

function notSeen(id: Person['id']): JoinError {
  const sentence = `${id} is in none of the rooms that you are in, nor where you saw them last. Join a room where they are, or use their alias.`;
  return new JoinError('not-online', sentence);
}
