import { type FeedId, isFeedId } from '@open-rooms/protocol';
import * as v from 'valibot';
import type { BookRecord, BookStore } from './book-store.ts';
import { isName, NAME_MAX_CHARS } from './name.ts';
import { isNote, NOTE_MAX_CHARS } from './note.ts';
import {
  ALIAS_TEXT_MAX_CHARS,
  MAX_REACHES_PER_CONTACT,
  mergeReaches,
  type Reach,
  ROOM_ADDRESSES_MAX_CHARS,
} from './reach.ts';

/** Somebody of whom a person has made a choice. */
export interface Contact extends BookRecord {
  /** `followed`: wanted near, connected to wherever both are. `accepted`: may write and ring. `blocked`: neither. */
  readonly relation: 'followed' | 'accepted' | 'blocked';
  /** The person's own name for them, on one line, at most `NAME_MAX_CHARS` characters. */
  readonly name?: string;
  /** What the person has noted about them, at most `NOTE_MAX_CHARS` characters. */
  readonly note?: string;
  /** When the relation began, in milliseconds since 1970. */
  readonly since: number;
  /** Where they were seen: newest first, at most `MAX_REACHES_PER_CONTACT`. */
  readonly reach: readonly Reach[];
}

/** Who is not in the book is a stranger. */
export type Relation = Contact['relation'] | 'stranger';

export type ContactStore = BookStore<Contact>;

/** The last millisecond that a `Date` can say. */
const LAST_TIME = 8_640_000_000_000_000;

/** Milliseconds since 1970, as JSON has them. */
export const timeSchema = v.pipe(
  v.number('a time is a number of milliseconds since 1970'),
  v.integer('a time is a whole number of milliseconds'),
  v.minValue(0, 'a time is a number of milliseconds since 1970'),
  v.maxValue(LAST_TIME, 'a time is a number of milliseconds since 1970'),
);

export const feedIdSchema = v.custom<FeedId>(isFeedId, 'an id is @…=.ed25519');

export const addressesSchema = v.pipe(
  v.string('addresses are a text'),
  v.maxLength(ROOM_ADDRESSES_MAX_CHARS, `addresses have at most ${ROOM_ADDRESSES_MAX_CHARS} characters`),
);

const reachSchema = v.object(
  {
    room: feedIdSchema,
    addresses: addressesSchema,
    alias: v.exactOptional(
      v.pipe(
        v.string('an alias is a text'),
        v.maxLength(ALIAS_TEXT_MAX_CHARS, `an alias has at most ${ALIAS_TEXT_MAX_CHARS} characters`),
      ),
    ),
    seenAt: timeSchema,
  },
  'a reach has a room, addresses and seenAt',
);

/** The form of a contact; that addresses and aliases can be read is not part of it. */
export const contactSchema = v.object(
  {
    id: feedIdSchema,
    relation: v.picklist(['followed', 'accepted', 'blocked'], 'a relation is followed, accepted or blocked'),
    name: v.exactOptional(
      v.pipe(
        v.string('a name is a text'),
        v.check(isName, `a name is one line of at most ${NAME_MAX_CHARS} characters that can be seen`),
      ),
    ),
    note: v.exactOptional(
      v.pipe(
        v.string('a note is a text'),
        v.check(isNote, `a note has at most ${NOTE_MAX_CHARS} characters that can be seen`),
      ),
    ),
    since: timeSchema,
    reach: v.pipe(
      v.array(reachSchema, 'reach is a list'),
      v.maxLength(
        MAX_REACHES_PER_CONTACT,
        `at most ${MAX_REACHES_PER_CONTACT} rooms are kept for one contact`,
      ),
    ),
  },
  'a contact has an id, a relation, since and reach',
);

/** A contact that a store has kept as JSON; `undefined` where it is none. */
export function readContact(value: unknown): Contact | undefined {
  const read = v.safeParse(contactSchema, value);
  return read.success ? read.output : undefined;
}

/** Of two choices about one person the stronger holds, wherever and whenever it was made. */
const STRENGTH = { accepted: 0, followed: 1, blocked: 2 } as const;

/** One contact out of two, as two devices of a person know it: merging again changes nothing. */
export function mergeContacts(ours: Contact, theirs: Contact): Contact {
  const stronger = STRENGTH[theirs.relation] > STRENGTH[ours.relation] ? theirs : ours;
  const since = ours.relation === theirs.relation ? Math.min(ours.since, theirs.since) : stronger.since;
  return contactOf({
    id: ours.id,
    relation: stronger.relation,
    name: ours.name ?? theirs.name,
    note: ours.note ?? theirs.note,
    since,
    reach: mergeReaches(ours.reach, theirs.reach),
  });
}

/** A contact with its fields in one order, so that what says the same is the same text; empty texts are none. */
export function contactOf({ id, relation, name, note, since, reach }: Unordered): Contact {
  return { id, relation, ...(name && { name }), ...(note && { note }), since, reach };
}

type Unordered = Omit<Contact, 'name' | 'note'> & {
  readonly name?: string | undefined;
  readonly note?: string | undefined;
};
