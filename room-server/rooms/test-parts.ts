import type { RoomParts } from './room.ts';
import { firstSettings } from './settings.ts';

/** What a room needs of others and tests of the room alone do without: members in memory, an audit log. */
export const ALONE: Pick<RoomParts, 'first' | 'addOwner' | 'takeDown'> = {
  first: firstSettings('open'),
  addOwner: (_actor, _who, write) => write(),
  takeDown: () => undefined,
};
