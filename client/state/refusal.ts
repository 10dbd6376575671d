import { Refused, UnreadableText } from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';

/** Why something that a person wanted was not done, in a sentence for them; `undefined` for a fault of the program. */
export function refusalOf(error: unknown): string | undefined {
  const isRefusal = error instanceof Refused || error instanceof UnreadableText || error instanceof JoinError;
  return isRefusal ? error.message : undefined;
}
