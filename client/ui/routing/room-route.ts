import type { FeedId } from '@open-rooms/protocol';
import type { Room } from '../../connection/room.ts';
import type { KnownRoom } from '../../contacts/known-room.ts';
import type { ClientState } from '../../state/client-state.ts';
import type { RoomHere } from '../../state/page-state.ts';
import type { RoomRoute } from './routes.ts';

/** The way to a room that one knows; whoever goes there is not asked again. `undefined` where it is not remembered. */
export function roomRoute(state: ClientState, here: RoomHere | undefined, id: FeedId): RoomRoute | undefined {
  if (id === here?.roomId) return { screen: 'room', room: null, enters: true };
  const known = state.client.knownRooms.room(id);
  return known && routeTo(known);
}

/** The same, to a room that is remembered. */
export function routeTo({ hosts, addresses }: KnownRoom): RoomRoute {
  return { screen: 'room', room: hosts[0] ?? addresses, enters: true };
}

/** Whether this person has been in the room of an id, or in the one that a text leads to. */
export function hasBeenIn(state: ClientState | undefined, room: string): boolean {
  return state?.client.knownRooms.list().some((known) => isCalled(known, room)) === true;
}

/** The room that a route means, where it is joined. Reads signals. */
export function joinedRoom(
  state: ClientState,
  here: RoomHere | undefined,
  { room: text }: RoomRoute,
): Room | undefined {
  const rooms = state.rooms.value;
  if (text === null) return rooms.find(({ id }) => id === here?.roomId);
  const { knownRooms } = state.client;
  return rooms.find(({ id }) => {
    const known = knownRooms.room(id);
    return id === text || (known !== undefined && isCalled(known, text));
  });
}

function isCalled({ id, hosts, addresses }: KnownRoom, text: string): boolean {
  return id === text || addresses === text || hosts.includes(text);
}
