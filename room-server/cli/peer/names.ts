import type { ContactBook, Room } from '@open-rooms/client';
import { type FeedId, writeHostPort } from '@open-rooms/protocol';
import { printable } from '../../observe/printable.ts';

/** Characters of a feed id that are shown beside a name, to tell two of one name apart. */
const SHORT_ID_CHARS = 9;

/** What the person calls somebody: the name in their book, or else an alias that led to them. */
export function nameOf(book: Pick<ContactBook, 'contact'>, id: FeedId): string | undefined {
  const contact = book.contact(id);
  const name = contact?.name ?? contact?.reach.find(({ alias }) => alias !== undefined)?.alias;
  return name === undefined ? undefined : printable(name);
}

/** The beginning of an id, for lines that name somebody often. */
export function shortId(id: FeedId): string {
  return `${id.slice(0, SHORT_ID_CHARS)}…`;
}

/** What a room is called: its own name, the host that leads to it, or its id. Safe to print. */
export function roomName({ id, metadata, place }: Pick<Room, 'id' | 'metadata' | 'place'>): string {
  const name = printable(metadata?.name ?? '').trim();
  if (name !== '') return name;
  return place === undefined ? shortId(id) : writeHostPort(place);
}
