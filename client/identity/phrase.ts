import type { CryptoBackend } from '@open-rooms/protocol';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist as ENGLISH } from '@scure/bip39/wordlists/english.js';
import { wordlist as FRENCH } from '@scure/bip39/wordlists/french.js';
import { type Identity, identityOfSeed, seedOf } from './identity.ts';
import { nearWords } from './near-words.ts';
import { PhraseError } from './phrase-error.ts';

/** Words that say 32 bytes and a checksum of eight bits (BIP-39). */
const PHRASE_WORDS = 24;

/** Longest text that is read as a phrase: twice 24 words, numbered, one a line, and room to spare. */
const PHRASE_MAX_CHARS = 2000;

/** A language's words in the order of their numbers, and the number of each as it is compared. */
interface Language {
  readonly words: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
}

const LANGUAGES: readonly Language[] = [ENGLISH, FRENCH].map((words) => ({
  words,
  numbers: new Map(words.map((word, number) => [plain(word), number])),
}));

/** A person's key as 24 English words to write down. Whoever reads them is that person. */
export function phraseOf(identity: Identity): string {
  return entropyToMnemonic(seedOf(identity), ENGLISH);
}

/**
 * Reads what {@link phraseOf} wrote, or the 48 words of ssb-keys-mnemonic (Manyverse). French words are read, too;
 * case, accents, numbers and signs between the words do not count.
 * @throws PhraseError: which word is wrong and which is near it, how many are missing, or that the order is
 * not right
 */
export function identityOfPhrase(text: string, crypto: CryptoBackend): Identity {
  if (text.length > PHRASE_MAX_CHARS)
    throw new PhraseError(
      { kind: 'too-long' },
      `it is longer than ${PHRASE_MAX_CHARS} characters. Paste the ${PHRASE_WORDS} words alone.`,
    );
  const written = plain(text)
    .split(/[\s\d.,;:()]+/)
    .filter((word) => word !== '');
  const language = languageOf(written);
  const numbers = written.map((word, at) => numberOf(word, at, language));
  if (numbers.length !== PHRASE_WORDS && numbers.length !== 2 * PHRASE_WORDS)
    throw miscounted(numbers.length);
  const identity = identityOfSeed(bytesOf(numbers.slice(0, PHRASE_WORDS), language), crypto);
  const rest = numbers.slice(PHRASE_WORDS);
  if (rest.length > 0 && !crypto.equal(bytesOf(rest, language), identity.publicKey))
    throw new PhraseError(
      { kind: 'halves' },
      'its two halves are of two keys. Copy all of it from one place.',
    );
  return identity;
}

/** The words in which a phrase is most likely written. */
function languageOf(written: readonly string[]): Language {
  const known = ({ numbers }: Language) => written.filter((word) => numbers.has(word)).length;
  const [best] = LANGUAGES.toSorted((a, b) => known(b) - known(a));
  if (best === undefined) throw new Error('There are no lists of words.');
  return best;
}

function numberOf(word: string, at: number, { words, numbers }: Language): number {
  const number = numbers.get(word);
  if (number !== undefined) return number;
  const near = nearWords(word, [...numbers.keys()]).map((key) => words[numbers.get(key) ?? 0] ?? key);
  const hint = near.length === 0 ? 'Look at it again.' : `Is it "${near.join('" or "')}"?`;
  const shown = word.slice(0, 16);
  throw new PhraseError(
    { kind: 'word', at: at + 1, word: shown, near },
    `word ${at + 1}, "${shown}", is none of the ${words.length} that there are. ${hint}`,
  );
}

/** The 32 bytes that 24 words say. */
function bytesOf(numbers: readonly number[], { words }: Language): Uint8Array {
  try {
    return mnemonicToEntropy(numbers.map((number) => words[number]).join(' '), [...words]);
  } catch {
    // The library's error may quote the phrase.
    throw new PhraseError(
      { kind: 'order' },
      'every word is one that there is, but they do not fit together. Is one another than was written down, or out of order?',
    );
  }
}

function miscounted(count: number): PhraseError {
  const off = Math.abs(PHRASE_WORDS - count);
  return new PhraseError(
    { kind: 'count', count, needed: PHRASE_WORDS },
    `it has ${count} ${count === 1 ? 'word' : 'words'}, and ${PHRASE_WORDS} are needed: ${off} ${count < PHRASE_WORDS ? 'missing' : 'too many'}.`,
  );
}

/** Small letters without accents: the lists hold no two words that differ in those alone. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
