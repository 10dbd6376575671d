import { UnreadableText } from '@open-rooms/protocol';
import * as v from 'valibot';
import { type Contact, contactSchema, mergeContacts } from './contact.ts';
import { type Reach, reachOf, readSighting, type Sighting } from './reach.ts';

/** Contacts in one book, beyond what anybody follows by hand. */
export const MAX_CONTACTS = 5000;

/** Longest text that is imported, in UTF-16 units: more than the fullest book takes. */
export const CONTACTS_TEXT_MAX_CHARS = 50_000_000;

const QUOTE_CHARS = 48;

const FORMAT = 'open-rooms-contacts';
const VERSION = 1;

const contactsText = v.object(
  {
    format: v.literal(FORMAT, `its "format" should be "${FORMAT}"`),
    version: v.literal(VERSION, `its "version" should be ${VERSION}: update Open Rooms to read a newer one`),
    contacts: v.pipe(
      v.array(contactSchema, 'it should be a list of contacts'),
      v.maxLength(MAX_CONTACTS, `a book holds at most ${MAX_CONTACTS} contacts`),
    ),
  },
  'it should be an object with "format", "version" and "contacts"',
);

/** Contacts as a text for another device: JSON, a line for each, so that two can be compared. */
export function writeContacts(contacts: readonly Contact[]): string {
  const lines = contacts.map((contact) => `    ${JSON.stringify(contact)}`).join(',\n');
  return `{\n  "format": "${FORMAT}",\n  "version": ${VERSION},\n  "contacts": [\n${lines}\n  ]\n}\n`;
}

/**
 * Reads what {@link writeContacts} writes, by whomever it was written: each contact once, addresses and aliases in
 * the form in which they are kept, no time later than `now`.
 *
 * @throws {UnreadableText} with what is wrong, where, and how to mend it.
 */
export function readContacts(text: string, now: number): Contact[] {
  if (text.length > CONTACTS_TEXT_MAX_CHARS) {
    const why = `it has ${text.length} characters and ${CONTACTS_TEXT_MAX_CHARS} is the most; choose the exported file.`;
    throw unreadable('too-long', why);
  }
  const read = v.safeParse(contactsText, jsonOf(text), { abortEarly: true });
  if (!read.success) throw badField(read.issues[0]);
  const contacts = new Map<string, Contact>();
  for (const contact of read.output.contacts) {
    const tidy = withinTime(contact, now);
    const same = contacts.get(tidy.id);
    contacts.set(tidy.id, same === undefined ? tidy : mergeContacts(same, tidy));
  }
  return [...contacts.values()];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const why = `it begins ${quote(text)} and is no JSON; choose the file that exporting wrote, whole.`;
    throw unreadable('bad-form', why);
  }
}

/** A time in the future would win over every later one. Merging also puts the reaches in order. */
function withinTime(contact: Contact, now: number): Contact {
  const reach = contact.reach.map((kept) => reachOf(readReach(kept, contact), Math.min(kept.seenAt, now)));
  const tidy = { ...contact, since: Math.min(contact.since, now), reach };
  return mergeContacts(tidy, tidy);
}

function readReach(reach: Reach, { id }: Contact): Sighting {
  try {
    return readSighting(reach);
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    throw unreadable('bad-field', `in the contact ${id}: ${error.message}`);
  }
}

function badField(issue: v.BaseIssue<unknown>): UnreadableText {
  const path = v.getDotPath(issue);
  const missing = issue.input === undefined || path === null;
  const where = path === null ? '' : `at ${path}${missing ? ': ' : ` it says ${quoteJson(issue.input)}; `}`;
  return unreadable('bad-field', `${where}${issue.message}.`);
}

function unreadable(fault: UnreadableText['fault'], why: string): UnreadableText {
  return new UnreadableText(fault, `Cannot import contacts: ${why}`);
}

function quoteJson(value: unknown): string {
  return typeof value === 'string' ? quote(value) : (JSON.stringify(value) ?? '').slice(0, QUOTE_CHARS);
}

function quote(text: string): string {
  return JSON.stringify(text.length > QUOTE_CHARS ? `${text.slice(0, QUOTE_CHARS)}…` : text);
}
