import type { FeedId, Role } from '@open-rooms/protocol';
import type { PageState } from '../../state/page-state.ts';
import { administrationOf } from '../../state/room-members.ts';
import type { RoomState } from '../../state/room-state.ts';
import { isSure } from '../elements/sure.ts';
import { memberText } from '../screens/room/members-text.ts';
import { isKept } from './is-kept.ts';

/** In which room something is done to somebody, what they are called, and where it is told what came of it. */
export interface Moderating {
  readonly page: PageState;
  readonly room: RoomState;
  readonly id: FeedId;
  readonly name: string;
}

const MADE = {
  owner: 'madeOwner',
  moderator: 'madeModerator',
  participant: 'madeParticipant',
  viewer: 'madeViewer',
} as const;

/** Gives somebody a role. */
export async function give({ page, room, id, name }: Moderating, role: Role): Promise<void> {
  if (await isKept(page, room.members.give(id, role))) page.tell(memberText(MADE[role], { name }));
}

/** Takes somebody's role, once the person is sure. */
export async function putOut({ page, room, id, name }: Moderating): Promise<void> {
  const question = {
    heading: memberText('putOutQuestion', { name }),
    text: memberText('putOutText'),
    yes: memberText('putOutPerson'),
  };
  if (!(await isSure(page, question))) return;
  if (await isKept(page, room.members.remove(id))) page.tell(memberText('putOutNow', { name }));
}

/** Lifts somebody's ban. Answers whether it was done. */
export async function liftBan({ page, room, id, name }: Moderating): Promise<boolean> {
  const lift = async () => administrationOf(room.room)['bans.lift']({ who: id });
  const isLifted = await isKept(page, lift());
  if (isLifted) page.tell(memberText('liftedNow', { name }));
  return isLifted;
}
