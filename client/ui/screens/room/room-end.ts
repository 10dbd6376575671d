import type { JoinFault } from '../../../connection/join-error.ts';
import type { RoomState } from '../../../state/room-state.ts';
import type { TextKey } from '../../locales/language.ts';

/** Why a room is over for somebody who was inside, and what to do. */
export interface EndText {
  readonly heading: TextKey & `ended${string}`;
  readonly text: TextKey & `ended${string}`;
  /** What exactly happened. */
  readonly sentence: string;
}

/** Faults that waiting does not mend; all others are a connection that is lost. */
const ENDS: Partial<Readonly<Record<JoinFault, Omit<EndText, 'sentence'>>>> = {
  'other-key': { heading: 'endedOtherKey', text: 'endedOtherKeyText' },
  'wrong-key': { heading: 'endedOtherKey', text: 'endedOtherKeyText' },
  'not-a-room': { heading: 'endedNoRoom', text: 'endedNoRoomText' },
  'not-let-in': { heading: 'endedNotLetIn', text: 'endedNotLetInText' },
};

/** Why a room is over; `undefined` while it is not. Reads signals. */
export function endOf({ connection, error }: RoomState): EndText | undefined {
  const fault = connection.value === 'open' ? undefined : error.value;
  const end = fault && ENDS[fault.fault];
  return end && fault && { ...end, sentence: fault.message };
}
