import { readFile } from 'node:fs/promises';
import type { Contact } from '@open-rooms/client';
import { type FeedId, isFeedId, Refused, writeAddresses } from '@open-rooms/protocol';
import { StartError } from '../../running-server.ts';
import { EXIT } from '../failure.ts';
import { nameOf } from '../peer/names.ts';
import { type PersonWish, visiting } from '../peer/open-client.ts';
import { stopping } from '../peer/stopping.ts';
import { type Style, styleOf } from '../style.ts';
import type { Terminal } from '../terminal.ts';
import { contactLines, roomLines } from './lines.ts';
import { type Books, openBooks } from './open-book.ts';
import { isAlias, personIn } from './who.ts';

/** What every command on the books is given. */
export interface BookWish extends PersonWish {
  readonly json: boolean;
}

/** What a command prints: lines for people, an object for scripts. */
interface Printed {
  readonly lines: (style: Style) => readonly string[];
  readonly json: unknown;
}

/** Does something with the books of a profile and prints what came of it. Answers the exit code, as all here do. */
async function withBooks(
  { as, json }: BookWish,
  terminal: Terminal,
  act: (books: Books) => Promise<Printed>,
): Promise<number> {
  await using books = await openBooks(as, terminal);
  const { stdout, env } = terminal;
  const printed = await act(books);
  const lines = json ? [JSON.stringify(printed.json)] : printed.lines(styleOf(stdout, env));
  stdout.write(`${lines.join('\n')}\n`);
  return EXIT.done;
}

/** Lists the book. */
export function listContacts(wish: BookWish, terminal: Terminal): Promise<number> {
  return withBooks(wish, terminal, async ({ contacts }) => {
    const list = contacts.list();
    return { lines: (style) => contactLines(list, Date.now(), style), json: list };
  });
}

export interface FollowWish extends BookWish {
  /** A feed id, or an alias in any spelling. */
  readonly who: string;
  readonly name?: string | undefined;
  /** A room in which they are, to be found there. */
  readonly in?: string | undefined;
}

/** Follows somebody: an alias is looked up first, and where it led is kept. */
export async function follow(wish: FollowWish, terminal: Terminal): Promise<number> {
  const person = await located(wish, terminal);
  return withBooks(wish, terminal, async ({ contacts }) => {
    const id = person?.id ?? personIn(contacts, wish.who);
    const reach = person?.reach;
    const contact = await contacts.follow(id, { name: wish.name, ...(reach && { reach }) });
    return about(contact, `You follow ${nameOf(contacts, id) ?? id}.`);
  });
}

interface Located {
  readonly id: FeedId;
  readonly reach?: { readonly room: FeedId; readonly addresses: string; readonly alias?: string };
}

/** Asks the room of an alias, or the one that was named; `undefined` where the book alone has to know. */
async function located(wish: FollowWish, terminal: Terminal): Promise<Located | undefined> {
  const isLookedUp = isAlias(wish.who);
  if (wish.in === undefined && !isLookedUp) return undefined;
  using stop = stopping(terminal);
  await using acting = await visiting(wish, terminal);
  const { client } = acting;
  const { signal } = stop;
  const isTold = isLookedUp || isFeedId(wish.who);
  const person = isTold ? await client.resolve(wish.who, { signal }) : undefined;
  const room = wish.in === undefined ? person?.room : await client.join(wish.in, { signal });
  if (person === undefined || room === undefined) return person;
  const alias = person.alias === undefined || person.room !== room ? {} : { alias: person.alias };
  return { id: person.id, reach: { room: room.id, addresses: writeAddresses(room.addresses), ...alias } };
}

export interface WhoWish extends BookWish {
  /** An id, or somebody in the book. */
  readonly who: string;
}

/** Makes somebody who is followed or accepted a stranger again. */
export function unfollow(wish: WhoWish, terminal: Terminal): Promise<number> {
  return onPerson(wish, terminal, async (id, name, { contacts }) => {
    await contacts.unfollow(id);
    const isBlocked = contacts.relationOf(id) === 'blocked';
    const sentence = isBlocked
      ? `${name} stays blocked: "unblock" ends that.`
      : `${name} is a stranger to you again.`;
    return gone(id, contacts.relationOf(id), sentence);
  });
}

/** Lets somebody send without asking. */
export function accept(wish: WhoWish, terminal: Terminal): Promise<number> {
  return onPerson(wish, terminal, async (id, name, { contacts }) =>
    about(await contacts.accept(id), `${name} may send to you.`),
  );
}

/** Refuses everything of somebody. */
export function block(wish: WhoWish, terminal: Terminal): Promise<number> {
  return onPerson(wish, terminal, async (id, name, { contacts }) =>
    about(await contacts.block(id), `${name} is blocked: nothing of theirs reaches you.`),
  );
}

/** Makes somebody who is blocked a stranger again. */
export function unblock(wish: WhoWish, terminal: Terminal): Promise<number> {
  return onPerson(wish, terminal, async (id, name, { contacts }) => {
    await contacts.unblock(id);
    return gone(id, contacts.relationOf(id), `${name} is not blocked.`);
  });
}

/** Gives a contact a name; an empty one takes it away. */
export function rename(wish: WhoWish & { readonly name: string }, terminal: Terminal): Promise<number> {
  return onPerson(wish, terminal, async (id, _name, { contacts }) => {
    await contacts.rename(id, wish.name);
    const contact = contacts.contact(id);
    return {
      lines: () => [`${id} is called ${nameOf(contacts, id) ?? 'nothing'} now.`],
      json: contact ?? { id },
    };
  });
}

function onPerson(
  wish: WhoWish,
  terminal: Terminal,
  act: (id: FeedId, name: string, books: Books) => Promise<Printed>,
): Promise<number> {
  return withBooks(wish, terminal, async (books) => {
    const id = personIn(books.contacts, wish.who);
    return act(id, nameOf(books.contacts, id) ?? id, books);
  });
}

/** Writes the whole book to stdout, for another device. */
export async function exportContacts({ as }: BookWish, terminal: Terminal): Promise<number> {
  await using books = await openBooks(as, terminal);
  terminal.stdout.write(books.contacts.exportText());
  return EXIT.done;
}

/** Adds what another device has exported. */
export async function importContacts(
  wish: BookWish & { readonly file: string },
  terminal: Terminal,
): Promise<number> {
  const text = await textOfFile(wish.file);
  return withBooks(wish, terminal, async ({ contacts }) => {
    const { added, updated } = await contacts.importText(text);
    return { lines: () => [`${added} added, ${updated} updated.`], json: { added, updated } };
  });
}

/** Lists the rooms in which the person has been. */
export function listRooms(wish: BookWish, terminal: Terminal): Promise<number> {
  return withBooks(wish, terminal, async ({ rooms }) => {
    const list = rooms.list();
    return { lines: (style) => roomLines(list, Date.now(), style), json: list };
  });
}

/** Forgets a room, by its id or a host name that led to it. */
export function forgetRoom(wish: BookWish & { readonly room: string }, terminal: Terminal): Promise<number> {
  return withBooks(wish, terminal, async ({ rooms }) => {
    const known = isFeedId(wish.room) ? rooms.room(wish.room) : rooms.byHost(wish.room);
    if (known === undefined) {
      const sentence = `Cannot forget ${JSON.stringify(wish.room)}: it is none of "open-rooms contacts rooms".`;
      throw new Refused('not-found', sentence);
    }
    await rooms.forget(known.id);
    return { lines: () => [`${known.id} is forgotten.`], json: { id: known.id, forgotten: true } };
  });
}

/**
 * The text of a file that the person named.
 * @throws StartError where it cannot be read
 */
export async function textOfFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new StartError('bad-usage', `Cannot read ${file}: ${cause.message}.`, { cause });
  }
}

function about(contact: Contact, sentence: string): Printed {
  return { lines: () => [sentence], json: contact };
}

function gone(id: FeedId, relation: string, sentence: string): Printed {
  return { lines: () => [sentence], json: { id, relation } };
}
