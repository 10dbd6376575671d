import * as v from 'valibot';
import type { BookRecord, BookStore } from './book-store.ts';
import { addressesSchema, feedIdSchema, timeSchema } from './contact.ts';
import { isName } from './name.ts';

/** A room in which this person has been. */
export interface KnownRoom extends BookRecord {
  /** How it is reached: multiserver addresses joined by `;`. */
  readonly addresses: string;
  /** As the room calls itself, safe to print on one line; may be empty. */
  readonly name: string;
  /** Host names, with a port where one was given, by which it was found: newest first. */
  readonly hosts: readonly string[];
  /** Milliseconds since 1970. */
  readonly joinedAt: number;
  readonly seenAt: number;
}

export type KnownRoomStore = BookStore<KnownRoom>;

/** Rooms that are remembered; beyond it the one seen longest ago is forgotten. */
export const MAX_KNOWN_ROOMS = 1000;

/** Host names remembered for one room. */
export const MAX_HOSTS_PER_ROOM = 8;

const knownRoomSchema = v.object({
  id: feedIdSchema,
  addresses: addressesSchema,
  name: v.pipe(
    v.string(),
    v.check((text) => text === '' || isName(text)),
  ),
  hosts: v.pipe(v.array(v.string()), v.maxLength(MAX_HOSTS_PER_ROOM)),
  joinedAt: timeSchema,
  seenAt: timeSchema,
});

/** A room that a store has kept as JSON; `undefined` where it is none. */
export function readKnownRoom(value: unknown): KnownRoom | undefined {
  const read = v.safeParse(knownRoomSchema, value);
  return read.success ? read.output : undefined;
}
