import { type RefusalCode, Refused } from '@open-rooms/protocol';

/**
 * Why nobody is signed in: `no-answer`: no app has solved it. `no-member`: an app has, and its key is no member's.
 * `not-yours`: another browser began it, or it is too old, or taken. `over`: it is not there, or was answered.
 * `unreadable`: no challenge. `busy`: too many at once.
 */
export type SignInFault = 'no-answer' | 'no-member' | 'not-yours' | 'over' | 'unreadable' | 'busy';

const CODES: Readonly<Record<SignInFault, RefusalCode>> = {
  'no-answer': 'not-allowed',
  'no-member': 'not-allowed',
  'not-yours': 'not-allowed',
  over: 'not-found',
  unreadable: 'bad-argument',
  busy: 'too-many',
};

/** A refusal to sign somebody in, with what a page has to know to say it in its own words. */
export class SignInRefused extends Refused {
  readonly fault: SignInFault;

  constructor(fault: SignInFault, sentence: string) {
    super(CODES[fault], sentence);
    this.fault = fault;
  }
}
