import type { JoinFault } from '../../../connection/join-error.ts';
import type { RoomState } from '../../../state/room-state.ts';

/** Faults that waiting does not mend; all others are a connection that is lost. */
const ENDS = ['other-key', 'wrong-key', 'not-a-room', 'not-let-in'] as const satisfies readonly JoinFault[];

/** What ends a room for whoever was inside. */
export type OverFault = (typeof ENDS)[number];

/** Why a room is over for somebody who was inside. */
export type Over =
  /** The room itself has said so. */
  { readonly by: 'room' } | { readonly by: 'fault'; readonly fault: OverFault; readonly sentence: string };

/**
 * Why a room is over; `undefined` while it is not. Whose role is narrowed, or whose room changes whom it lets in, comes
 * back with what is left to them: it is over where they are not let in then. Reads signals.
 */
export function overOf({ connection, error, ended }: RoomState): Over | undefined {
  if (connection.value === 'open') return undefined;
  const why = ended.value?.why;
  const failed = error.value;
  const isForGood = why === 'banned' || why === 'removed' || why === 'stopped';
  if (isForGood || (why !== undefined && failed?.fault === 'not-let-in')) return { by: 'room' };
  const fault = ENDS.find((end) => end === failed?.fault);
  return fault && failed && { by: 'fault', fault, sentence: failed.message };
}
