import { ConnectionEnded, RemoteError, UnknownAnswer } from '@open-rooms/protocol';
import { JoinError, type JoinFault } from '../connection/join-error.ts';
import { type Unreached, unreachedBy } from '../connection/unreachable.ts';
import type { CheckFault } from './report.ts';

/** A step did not come right: the sentence says what happened. */
export class CheckFailure extends Error {
  readonly code: CheckFault;

  constructor(code: CheckFault, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = 'CheckFailure';
    this.code = code;
  }
}

const UNREACHED: Readonly<Record<Unreached, CheckFault>> = {
  'no-such-host': 'no-such-host',
  'nobody-listens': 'nobody-listens',
  'no-answer': 'no-answer',
  'no-route': 'unreachable',
  other: 'unreachable',
};

const JOIN_FAULTS: Readonly<Record<JoinFault, CheckFault>> = {
  unreadable: 'unreadable',
  unreachable: 'unreachable',
  'no-whois': 'no-whois',
  'bad-whois': 'bad-whois',
  'other-key': 'wrong-key',
  'other-network': 'other-network',
  'wrong-key': 'wrong-key',
  silent: 'silent',
  refused: 'turned-away',
  'not-let-in': 'turned-away',
  'not-a-room': 'not-a-room',
  'bad-invite': 'bad-invite',
  'no-alias': 'no-alias',
  'aliases-unsupported': 'aliases-unsupported',
  'not-online': 'attendants-missing',
};

/** What failed a step. Errors that are no failure of the room are thrown on. */
export function failureOf(error: unknown): CheckFailure {
  if (error instanceof CheckFailure) return error;
  if (error instanceof JoinError) return new CheckFailure(faultOf(error), error.message, { cause: error });
  if (error instanceof UnknownAnswer)
    return new CheckFailure('unknown-answer', `The answer has an unknown form: ${error.message}.`, {
      cause: error,
    });
  if (error instanceof ConnectionEnded)
    return new CheckFailure('hangs-up-later', 'The room ended the connection in the midst of it.', {
      cause: error,
    });
  if (error instanceof RemoteError)
    return new CheckFailure(
      'unknown-answer',
      `The room refuses what every room answers: "${error.message}".`,
      {
        cause: error,
      },
    );
  throw error;
}

function faultOf({ fault, cause }: JoinError): CheckFault {
  if (fault === 'unreachable') return UNREACHED[unreachedBy(cause)];
  if (fault === 'not-a-room' && cause instanceof UnknownAnswer) return 'unknown-answer';
  return JOIN_FAULTS[fault];
}
