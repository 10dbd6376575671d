import type { FeedId, Role } from '@open-rooms/protocol';
import type { PageState } from '../../../state/page-state.ts';
import { mayModerate, rolesToGive } from '../../../state/room-members.ts';
import type { RoomState } from '../../../state/room-state.ts';
import type { MenuItem } from '../../elements/menu.ts';
import { give, putOut } from '../../people/moderate.ts';
import { memberText } from './members-text.ts';
import { makeWords } from './role-words.ts';

/** Whom a menu is about. */
export interface Moderated {
  readonly page: PageState;
  readonly room: RoomState;
  readonly id: FeedId;
  readonly name: string;
  readonly onBan: () => void;
}

/** What a moderator of a room can do with somebody; nothing for those who are none. Reads signals. */
export function moderationMenu({ onBan, ...somebody }: Moderated): MenuItem[] {
  const { room, id } = somebody;
  if (!room.may('manage-members')) return [];
  const own = room.standing.value;
  const role: Role | undefined = room.members.roleOf(id);
  const theirs = role ?? 'external';
  const roles: MenuItem[] = rolesToGive(own, theirs).map((each) => ({
    label: makeWords(each),
    icon: each === 'viewer' ? 'eye' : 'users',
    act: () => void give(somebody, each),
  }));
  if (!mayModerate(own, theirs)) return roles;
  const remove: MenuItem = {
    label: memberText('putOutPerson'),
    icon: 'user-minus',
    danger: true,
    act: () => void putOut(somebody),
  };
  const ban: MenuItem = { label: memberText('banPerson'), icon: 'ban', danger: true, act: onBan };
  return [...roles, ...(role === undefined ? [] : [remove]), ban];
}
