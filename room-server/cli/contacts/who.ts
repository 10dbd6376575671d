import type { Contact, ContactBook } from '@open-rooms/client';
import { type FeedId, isFeedId, readAlias, UnreadableText } from '@open-rooms/protocol';
import { StartError } from '../../running-server.ts';

/** The fewest characters of an id that name a contact. */
const ID_BEGINNING_MIN = 4;

/**
 * Whom a text means: an id, or somebody in the book by their name there, an alias of theirs, or the beginning of their
 * id.
 * @throws StartError where it means nobody, or several
 */
export function personIn(book: ContactBook, text: string): FeedId {
  if (isFeedId(text)) return text;
  const quoted = JSON.stringify(text.slice(0, 64));
  const [first, ...more] = matches(book, text.trim());
  if (first === undefined) {
    const how = 'give an id (@…=.ed25519), or the name of one in "open-rooms contacts"';
    throw new StartError('bad-usage', `Cannot tell who ${quoted} is: ${how}.`);
  }
  if (more.length === 0) return first.id;
  const sentence = `Cannot tell who ${quoted} is: ${more.length + 1} contacts are called so. Give the id.`;
  throw new StartError('bad-usage', sentence);
}

function matches(book: ContactBook, text: string): Contact[] {
  const wanted = text.toLowerCase();
  const isBeginning = text.startsWith('@') && text.length >= ID_BEGINNING_MIN;
  return book.list().filter(({ id, name, reach }) => {
    const names = [name, ...reach.map(({ alias }) => alias)];
    return (isBeginning && id.startsWith(text)) || names.some((known) => known?.toLowerCase() === wanted);
  });
}

/** Whether a text is an alias at some room, which can be asked whose it is. */
export function isAlias(text: string): boolean {
  if (isFeedId(text)) return false;
  try {
    readAlias(text);
    return true;
  } catch (error) {
    if (error instanceof UnreadableText) return false;
    throw error;
  }
}
