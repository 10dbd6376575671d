import type { Client, PeerConnection, Room } from '@open-rooms/client';
import { type FeedId, writeAddresses } from '@open-rooms/protocol';
import type { Coming, Tell } from './events.ts';
import { nameOf, roomName } from './names.ts';

/** Tells who comes and goes in all rooms of a client, from now on, and how the rooms are, until disposed. */
export function watchRooms(client: Client, tell: Tell): Disposable {
  using watching = new DisposableStack();
  const rooms = new Map<Room, Disposable>();
  const add = (room: Room) => rooms.set(room, watchRoom(room, client, tell));
  const list = watching.use(
    client.rooms.watch({
      joined: add,
      left: (room) => {
        rooms.get(room)?.[Symbol.dispose]();
        rooms.delete(room);
      },
    }),
  );
  for (const room of list.snapshot) add(room);
  watching.defer(() => {
    for (const watched of rooms.values()) watched[Symbol.dispose]();
  });
  watching.use(watchTunnels(client, tell));
  return watching.move();
}

function watchRoom(room: Room, client: Client, tell: Tell): Disposable {
  using watching = new DisposableStack();
  const told = new RoomState(room, client, tell);
  told.update();
  watching.use(room.watch(() => told.update()));
  const say = (event: Coming, id: FeedId) =>
    tell({ event, room: room.id, in: roomName(room), ...whoIs(client, id) });
  const attendants = watching.use(
    room.attendants.watch({
      joined: (id) => say(room.isListed ? 'came' : 'here', id),
      left: (id) => say('left', id),
    }),
  );
  for (const id of attendants.snapshot) say('here', id);
  let isWatched = true;
  watching.defer(() => {
    isWatched = false;
  });
  void room.listed.then(() => {
    if (isWatched) tell({ event: 'listed', room: room.id, others: room.attendants.size });
  });
  return watching.move();
}

/** Whether a room is there, each change told once. */
class RoomState {
  readonly #room: Room;
  readonly #client: Client;
  readonly #tell: Tell;
  #told: 'there' | 'away' | 'back' | undefined;
  #error: string | undefined;

  constructor(room: Room, client: Client, tell: Tell) {
    this.#room = room;
    this.#client = client;
    this.#tell = tell;
  }

  update(): void {
    const { state, error } = this.#room;
    if (state === 'open') this.#onOpen();
    else if (state === 'waiting') this.#onAway(error);
  }

  #onOpen(): void {
    if (this.#told === 'there' || this.#told === 'back') return;
    const isFirst = this.#told === undefined;
    this.#say(isFirst ? 'there' : 'back');
    const { id } = this.#client;
    if (isFirst) this.#tell({ event: 'here', room: this.#room.id, in: roomName(this.#room), id, you: true });
  }

  /** Once when it goes, and once more where it will not come back by itself. */
  #onAway(error: Room['error']): void {
    const isNews = error !== undefined && !error.isPassing && error.message !== this.#error;
    if (this.#told === 'away' && !isNews) return;
    this.#error = error?.message;
    this.#say('away', error?.message);
  }

  #say(state: 'there' | 'away' | 'back', error?: string): void {
    this.#told = state;
    if (state !== 'away') this.#error = undefined;
    const { id: room, addresses } = this.#room;
    const facts = { room, name: roomName(this.#room), addresses: writeAddresses(addresses) };
    this.#tell({ event: 'room', state, ...facts, ...(error !== undefined && { error }) });
  }
}

function watchTunnels(client: Client, tell: Tell): Disposable {
  const say = (state: 'open' | 'closed') => (peer: PeerConnection) =>
    tell({ event: 'tunnel', state, room: peer.room, opener: peer.opener, ...whoIs(client, peer.id) });
  const tunnels = client.peers.watch({ joined: say('open'), left: say('closed') });
  for (const peer of tunnels.snapshot) say('open')(peer);
  return tunnels;
}

/** Somebody, and what the person calls them. */
export function whoIs({ contacts }: Pick<Client, 'contacts'>, id: FeedId): { id: FeedId; name?: string } {
  const name = nameOf(contacts, id);
  return name === undefined ? { id } : { id, name };
}
