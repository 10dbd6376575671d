import type { Bans } from '../bans/bans.ts';
import type { Invites } from '../invites/invites.ts';
import type { Members } from '../members/members.ts';
import type { Gate } from './gate.ts';
import type { Room } from './room.ts';
import type { RoomSettings } from './settings.ts';

/** Who may do what in a room, and what decides it: all of it in memory, each change on the disk before it holds. */
export interface Core {
  readonly room: Room;
  readonly settings: RoomSettings;
  readonly members: Members;
  readonly bans: Bans;
  readonly invites: Invites;
  readonly gate: Gate;
}
