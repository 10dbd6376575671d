/** What keeps a person's key from being used; stable names for scripts and screens. */
export type KeyFault =
  /** There is no key here yet. */
  | 'no-key'
  /** It is sealed, and nobody gave the passphrase. */
  | 'sealed'
  | 'wrong-passphrase'
  /** A passphrase that would be guessed at once. */
  | 'weak-passphrase'
  /** Another key is here already. */
  | 'other-key'
  /** What is kept, or was given, is no key. */
  | 'damaged'
  /** It was written by a newer version. */
  | 'newer';

/** A key that cannot be used now: the sentence says why and what to do. It holds nothing of the key. */
export class KeyError extends Error {
  readonly fault: KeyFault;

  constructor(fault: KeyFault, sentence: string) {
    super(sentence);
    this.name = 'KeyError';
    this.fault = fault;
  }
}
