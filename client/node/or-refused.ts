import { Refused } from '@open-rooms/protocol';
import { sqliteTroubleOf } from '@open-rooms/protocol/node';

/** What the disk or another process refuses is no fault of ours: the program lives on and says so. */
export function orRefused<R>(what: string, act: () => R): R {
  try {
    return act();
  } catch (error) {
    const trouble = sqliteTroubleOf(error);
    if (!(error instanceof Error) || trouble === undefined) throw error;
    const refusal = new Refused(
      'unavailable',
      `Cannot use ${what} (${error.message}). Make sure that this account may write there and that the disk is not ` +
        'full, and try again.',
    );
    refusal.cause = error;
    throw refusal;
  }
}
