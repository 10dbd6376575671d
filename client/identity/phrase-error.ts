import { UnreadableText } from '@open-rooms/protocol';

/** What is wrong with a phrase, for whoever says it in another language. */
export type PhraseProblem =
  | { readonly kind: 'too-long' }
  /** A word that is none, the first being 1, and at most a few that it may have been. */
  | { readonly kind: 'word'; readonly at: number; readonly word: string; readonly near: readonly string[] }
  /** How many words there are, in the place of how many. */
  | { readonly kind: 'count'; readonly count: number; readonly needed: number }
  /** Each word is one, and together they are no key. */
  | { readonly kind: 'order' }
  /** Of 48 words, the second half is of another key. */
  | { readonly kind: 'halves' };

/** A phrase that is no key. Nothing of it is quoted but a word that is none. */
export class PhraseError extends UnreadableText {
  readonly problem: PhraseProblem;

  constructor(problem: PhraseProblem, why: string) {
    super('bad-key', `Cannot read this phrase: ${why}`);
    this.problem = problem;
  }
}
