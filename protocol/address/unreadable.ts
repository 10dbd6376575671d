import { Refused } from '../refusal/refused.ts';
import { QUOTE_MAX_CHARS } from './limits.ts';

/** What kept a text from being read; stable names for scripts and clients. */
export type UnreadableFault =
  | 'too-long'
  | 'bad-form'
  | 'bad-host'
  | 'bad-port'
  | 'bad-key'
  | 'bad-seed'
  | 'bad-field'
  | 'wrong-kind';

/**
 * The one error of every reader of addresses, ssb URIs, invites and aliases: its sentence quotes the text, says what is
 * wrong with it and how to mend it. To a service or a face it is a `Refused` of code `bad-argument`.
 */
export class UnreadableText extends Refused {
  readonly fault: UnreadableFault;

  constructor(fault: UnreadableFault, sentence: string) {
    super('bad-argument', sentence);
    this.name = 'UnreadableText';
    this.fault = fault;
  }
}

/** The error for `text`, which was to be read as `what` (`address`, `port`, …); `why` is what is wrong and how to mend it. */
export function unreadable(fault: UnreadableFault, what: string, text: string, why: string): UnreadableText {
  return new UnreadableText(fault, `Cannot read ${what} ${quote(text)}: ${why}`);
}

/** Throws `too-long` for a text beyond `most` characters, before anything walks through it. */
export function refuseLongText(what: string, text: string, most: number): void {
  if (text.length <= most) return;
  throw unreadable(
    'too-long',
    what,
    text,
    `it has ${text.length} characters and ${most} is the most; paste only the ${what}.`,
  );
}

function quote(text: string): string {
  return JSON.stringify(text.length > QUOTE_MAX_CHARS ? `${text.slice(0, QUOTE_MAX_CHARS)}…` : text);
}
