/** Consonants and vowels of proquints (D. S. Wilkerson): two bytes are five letters that can be said. */
const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';

/** Words that a mark is said by: 48 bits, so that nobody finds a second key with the same ones by trying. */
const WORDS = 3;

/** The bytes of an id, `@….ed25519`; none where it is no id. */
export function bytesOfId(id: string): Uint8Array {
  try {
    const text = atob(id.replace(/^@/, '').replace(/\.ed25519$/, ''));
    return Uint8Array.from(text, (char) => char.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** What a key mark is called: words that mean nothing in any language, and can be compared by voice. */
export function keyWords(id: string): string {
  const bytes = bytesOfId(id);
  return Array.from({ length: WORDS }, (_, word) =>
    wordOf(((bytes[word * 2] ?? 0) << 8) | (bytes[word * 2 + 1] ?? 0)),
  ).join('-');
}

function wordOf(bits: number): string {
  const consonant = (shift: number) => CONSONANTS[(bits >> shift) & 15] ?? '';
  const vowel = (shift: number) => VOWELS[(bits >> shift) & 3] ?? '';
  return consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0);
}
