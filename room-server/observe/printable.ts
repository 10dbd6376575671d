/**
 * Control and formatting characters: in text that a stranger wrote they could move the cursor, colour a
 * terminal, forge a line of the log or turn the reading order round.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** `text` on one line, without anything that a terminal would obey; such characters become `\u{…}`. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
