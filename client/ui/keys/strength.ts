/** How long a passphrase holds against whoever has the sealed key, each guess being 64 MiB of scrypt, twice. */
export type Strength = 'weak' | 'fair' | 'strong';

/** Bits below which a rented farm of machines is through in days, and in years. */
const FAIR_BITS = 36;
const STRONG_BITS = 50;

/** A word of any language, in bits: one of eight thousand that people choose from. */
const WORD_BITS = 13;

/** Letters that a word has at most; what stands behind is counted as letters that somebody chose. */
const WORD_LETTERS = 9;
const LETTER_BITS = 3;
const CAPITAL_BITS = 1;
const DIGIT_BITS = 3.3;
const SIGN_BITS = 5;
/** A character that repeats the one before, or is the next one of its row. */
const ROW_BITS = 0.5;

/** A rough estimate, meant to be too low rather than too high: words are guessed as words. */
export function strengthOf(passphrase: string): Strength {
  const runs = passphrase.normalize('NFKC').match(/\p{L}+|\p{N}+|[^\p{L}\p{N}]+/gu) ?? [];
  const seen = new Set<string>();
  let bits = 0;
  for (const run of runs) {
    const plain = run.toLowerCase();
    bits += seen.has(plain) ? 1 : bitsOf(run);
    seen.add(plain);
  }
  if (bits < FAIR_BITS) return 'weak';
  return bits < STRONG_BITS ? 'fair' : 'strong';
}

function bitsOf(run: string): number {
  const chars = [...run];
  const isRow = (char: string, at: number) => {
    const step = at === 0 ? Number.NaN : (char.codePointAt(0) ?? 0) - (chars[at - 1]?.codePointAt(0) ?? 0);
    return Math.abs(step) <= 1;
  };
  const rows = chars.filter(isRow).length * ROW_BITS;
  const chosen = chars.filter((char, at) => !isRow(char, at));
  if (/\p{L}/u.test(run)) {
    const word = Math.min(WORD_BITS, chosen.length * (LETTER_BITS + 1.5));
    const rest = Math.max(0, chosen.length - WORD_LETTERS) * LETTER_BITS;
    return word + rest + rows + (/\p{Lu}/u.test(run) ? CAPITAL_BITS : 0);
  }
  // The sign between two words is the one that everybody takes.
  if (/^[\s.,_-]$/.test(run)) return 0.5;
  return chosen.length * (/\p{N}/u.test(run) ? DIGIT_BITS : SIGN_BITS) + rows;
}
