import { Refused } from '@open-rooms/protocol';

/** Characters of the name that a person gives a contact, and that a room gives itself: one line on a phone. */
export const NAME_MAX_CHARS = 64;

/** Control characters, line ends, and the marks that make text read in another order than it is written. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Whether `text` is safe to print on one line, has no space around it, and is no longer than a name may be. */
export function isName(text: string): boolean {
  return text !== '' && text === tidyName(text);
}

/**
 * The name that a person gives somebody, without space around it.
 *
 * @throws {Refused} `bad-argument` where it is too long, or holds what cannot be seen.
 */
export function readName(text: string): string {
  const name = text.trim();
  if (name === '' || isName(name)) return name;
  const why =
    [...name].length > NAME_MAX_CHARS
      ? `it is too long: use at most ${NAME_MAX_CHARS} characters`
      : 'it holds a control character: use letters, digits, punctuation and symbols on one line';
  throw new Refused('bad-argument', `Cannot use the name ${JSON.stringify(name.slice(0, 48))}: ${why}.`);
}

/** What can be shown of a name that somebody else has given. May be empty. */
export function tidyName(text: string): string {
  const seen = text.toWellFormed().replace(HIDDEN, ' ').trim();
  return [...seen.slice(0, 2 * NAME_MAX_CHARS)].slice(0, NAME_MAX_CHARS).join('').trim();
}
