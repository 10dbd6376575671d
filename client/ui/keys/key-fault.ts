import { KeyError, type KeyFault } from '../../identity/key-error.ts';
import { PhraseError, type PhraseProblem } from '../../identity/phrase-error.ts';
import { isTransferLink } from '../../identity/transfer-mark.ts';
import type { Told } from '../elements/told.ts';
import { language, type TextKey, t } from '../locales/language.ts';

const FAULTS = {
  'no-key': 'noKeyYet',
  sealed: 'passphraseNeeded',
  'wrong-passphrase': 'wrongPassphrase',
  'weak-passphrase': 'weakPassphrase',
  'other-key': 'keyChanged',
  damaged: 'keyDamaged',
  newer: 'keyNewer',
} as const satisfies Readonly<Record<KeyFault, TextKey>>;

/** What is wrong with a key, in the language of the page. Whatever is none of ours is told as it says itself. */
export function keySentence(error: unknown): Told {
  if (error instanceof KeyError) return { text: t(FAULTS[error.fault]) };
  if (error instanceof PhraseError) return { text: phraseSentence(error.problem) };
  return { text: t('didNotWork'), detail: error instanceof Error ? error.message : String(error) };
}

/** What is wrong with a link that cannot be read. */
export function linkSentence(link: string): string {
  return t(isTransferLink(link) ? 'linkPart' : 'linkNone');
}

/** What is wrong with a code that cannot be read. */
export function codeSentence(typed: string): string {
  const digits = typed.replace(/[\s.-]/g, '');
  return /\D/.test(digits) ? t('codeDigits') : t('codeCount', { count: digits.length });
}

function phraseSentence(problem: PhraseProblem): string {
  switch (problem.kind) {
    case 'too-long':
      return t('phraseTooLong');
    case 'word':
      return wordSentence(problem);
    case 'count': {
      const { count, needed } = problem;
      return count < needed
        ? t('phraseMissing', { count: needed - count, needed })
        : t('phraseTooMany', { count: count - needed, needed });
    }
    case 'order':
      return t('phraseOrder');
    case 'halves':
      return t('phraseHalves');
  }
}

function wordSentence({ at, word, near }: PhraseProblem & { kind: 'word' }): string {
  if (near.length === 0) return t('phraseWord', { at, word });
  const names = new Intl.ListFormat(language(), { type: 'disjunction' }).format(near);
  return t('phraseWordNear', { at, word, near: names });
}
