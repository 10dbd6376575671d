/** Characters of one field: a sentence and two ids. What is longer is cut, for a log is no place for books. */
const FIELD_MAX_CHARS = 500;

/** Ends of lines and what else has no shape. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

/**
 * A text as the log keeps it: one line that every database, sheet and terminal gives back as it was, for its hash is of
 * exactly these characters.
 */
export function oneLine(text: string): string {
  return text.slice(0, FIELD_MAX_CHARS).toWellFormed().replace(UNSEEN, '\uFFFD');
}
