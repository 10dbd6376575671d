import {
  Client,
  type ClientOptions,
  createIdentity,
  type IncomingPipe,
  type LiveSet,
  type PeerConnection,
  type Room,
} from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { type FeedId, isFeedId } from '@open-rooms/protocol';
import { within } from '../../stock/deadline.ts';

/** Our client on a real network, with a fresh identity, nothing kept, and all that it is sent sent back. */
export function person(options: Partial<ClientOptions> = {}): Promise<Client> {
  const { runtime = nodeRuntime, identity = createIdentity(runtime.crypto) } = options;
  return Client.open({ runtime, identity, onPipe: sendBack, ...options });
}

/** Gives back what comes, as slowly as it is read; what is only a request waits. */
export function sendBack(pipe: IncomingPipe): void {
  if (!pipe.isAccepted) return;
  const stream = pipe.accept();
  const returned = async () => {
    for await (const bytes of stream) await stream.write(bytes);
    await stream.end();
  };
  // Whoever sent it hears of a cut, too.
  returned().catch(() => stream.abort('cut'));
}

/** The id of another peer, which stock kits have as text. */
export function feedOf(text: string): FeedId {
  if (isFeedId(text)) return text;
  throw new Error(`"${text}" is no feed id`);
}

/** Resolves with the first of a live set that is meant, now or later. */
export async function first<T>(what: string, set: LiveSet<T>, isMeant: (item: T) => boolean): Promise<T> {
  const met = Promise.withResolvers<T>();
  const look = (item: T) => {
    if (isMeant(item)) met.resolve(item);
  };
  using watching = set.watch({ joined: look, left: () => undefined });
  watching.snapshot.forEach(look);
  return await within(what, met.promise);
}

/** Resolves when none of a live set is meant. */
export async function none<T>(what: string, set: LiveSet<T>, isMeant: (item: T) => boolean): Promise<void> {
  const gone = Promise.withResolvers<void>();
  const look = () => {
    if (!set.snapshot().some(isMeant)) gone.resolve();
  };
  // The set itself is told first or last: a turn later it is as it says.
  using _watching = set.watch({ joined: () => undefined, left: () => queueMicrotask(look) });
  look();
  await within(what, gone.promise);
}

/** Resolves when somebody is on the room's list. */
export async function attends(room: Room, id: string): Promise<void> {
  await first(`${id} to attend`, room.attendants, (other) => other === id);
}

/** Resolves when somebody is not on the room's list. */
export async function isAbsent(room: Room, id: string): Promise<void> {
  await none(`${id} to leave`, room.attendants, (other) => other === id);
}

/** Resolves with a connection to somebody, whoever opened it. */
export async function meets(client: Client, id: string): Promise<PeerConnection> {
  return first(`a tunnel to ${id}`, client.peers, (peer) => peer.id === id);
}

/** Resolves when there is no connection to somebody. */
export async function parts(client: Client, id: string): Promise<void> {
  await none(`the tunnels to ${id} to end`, client.peers, (peer) => peer.id === id);
}

/** Resolves when a room that is kept is in this state. */
export async function reaches(room: Room, state: Room['state']): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const look = () => {
    if (room.state === state) reached.resolve();
  };
  using _watching = room.watch(look);
  look();
  await within(`the room to be ${state}`, reached.promise);
}
