import {
  ConnectionEnded,
  type RefusalCode,
  Refused,
  RemoteError,
  UnreadableText,
} from '@open-rooms/protocol';
import { JoinError, type JoinFault } from '../connection/join-error.ts';

/** Why something that a person wanted was not done, by its stable name; `undefined` for a fault of the program. */
export function refusalOf(error: unknown): JoinFault | RefusalCode | undefined {
  if (error instanceof JoinError) return error.fault;
  if (error instanceof UnreadableText) return 'bad-argument';
  // A room, or somebody else, has said no, or is gone.
  if (error instanceof RemoteError) return 'not-allowed';
  if (error instanceof ConnectionEnded) return 'unreachable';
  return error instanceof Refused ? error.code : undefined;
}
