import type { FeedId } from '@open-rooms/protocol';
import type { Room } from '../../../connection/room.ts';
import type { Reach } from '../../../contacts/reach.ts';
import type { ClientState } from '../../../state/client-state.ts';
import { writeAgo } from '../../locales/dates.ts';
import { t } from '../../locales/language.ts';
import { pageClock } from '../../shell/page-clock.ts';

/** What a room is called here; where it is not known, where it is. Reads signals. */
export function roomName({ knownRooms }: ClientState, { room: id, addresses = '' }: Place): string {
  const known = knownRooms.value.find((room) => room.id === id);
  return known?.name || known?.hosts[0] || hostIn(addresses) || t('someRoom');
}

type Place = Pick<Reach, 'room'> & Partial<Reach>;

function hostIn(addresses: string): string | undefined {
  return /^[a-z]+:([^~;]+):\d+~/.exec(addresses)?.[1];
}

/** The room in which somebody is now, of those that are joined and connected. Reads signals. */
export function roomNow(state: ClientState, id: FeedId): Room | undefined {
  return state.rooms.value.find((room) => {
    const { connection, attendants } = state.room(room);
    return connection.value === 'open' && attendants.value.includes(id);
  });
}

/** Where somebody is, or was seen last. Reads signals. */
export function whereNow(state: ClientState, id: FeedId): string {
  const here = roomNow(state, id);
  if (here !== undefined) return t('inRoomNow', { room: roomName(state, { room: here.id }) });
  const [seen] = state.contact(id).value?.reach ?? [];
  if (seen === undefined) return t('notSeenYet');
  return t('seenInRoom', { ago: writeAgo(seen.seenAt, pageClock.now()), room: roomName(state, seen) });
}
