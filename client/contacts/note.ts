import { Refused } from '@open-rooms/protocol';

/** Characters of what a person notes about a contact: a few lines. */
export const NOTE_MAX_CHARS = 500;

/** Control characters but line ends, and the marks that make text read in another order than it is written. */
const HIDDEN = /[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Whether `text` can be seen whole, has no space around it, and is no longer than a note may be. */
export function isNote(text: string): boolean {
  return (
    text !== '' &&
    text === text.trim() &&
    text.isWellFormed() &&
    !HIDDEN.test(text) &&
    lengthOf(text) <= NOTE_MAX_CHARS
  );
}

/**
 * The note that a person writes about somebody, without space around it.
 *
 * @throws {Refused} `bad-argument` where it is too long, or holds what cannot be seen.
 */
export function readNote(text: string): string {
  const note = text.replaceAll('\r\n', '\n').trim();
  if (note === '' || isNote(note)) return note;
  const length = lengthOf(note);
  const why =
    length > NOTE_MAX_CHARS
      ? `it has ${length} characters, and ${NOTE_MAX_CHARS} is the most`
      : 'it holds a control character: use letters, digits, punctuation and symbols';
  throw new Refused('bad-argument', `Cannot keep the note ${JSON.stringify(note.slice(0, 48))}: ${why}.`);
}

function lengthOf(text: string): number {
  return [...text.slice(0, 3 * NOTE_MAX_CHARS)].length;
}
