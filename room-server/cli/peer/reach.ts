import type { Client, PeerConnection } from '@open-rooms/client';
import { isFeedId } from '@open-rooms/protocol';
import { StartError } from '../../running-server.ts';
import type { Tell } from './events.ts';
import { type JoinWish, joinRooms } from './join-rooms.ts';
import type { Acting } from './open-client.ts';
import type { Stopping } from './stopping.ts';

export interface ReachParts {
  readonly tell: Tell;
  readonly stop: Stopping;
  /** What it is for, as whoever names themselves reads it. */
  readonly act: string;
  /** Called once all that is missing is the tunnel. */
  readonly onDial?: () => void;
}

/**
 * The tunnel to somebody, through the room that was named, or one where they may be.
 * @throws JoinError, StartError; the reason of the stop
 */
export function reach(
  wish: JoinWish & { readonly target: string },
  acting: Acting,
  parts: ReachParts,
): Promise<PeerConnection> {
  return Promise.race([reached(wish, acting, parts), givenUp(parts.stop)]);
}

async function reached(
  wish: JoinWish & { readonly target: string },
  { client, profile }: Acting,
  { tell, stop: { signal }, act, onDial }: ReachParts,
): Promise<PeerConnection> {
  const { target } = wish;
  tell({ event: 'started', id: client.id, profile });
  if (wish.where !== undefined || isUnseen(client, target)) await joinRooms(client, wish, { tell, signal });
  const { id } = await client.resolve(target, { signal });
  if (id === client.id)
    throw new StartError('bad-usage', `Cannot ${act} ${target}: that is you. Be somebody else with --as.`);
  onDial?.();
  return client.connect(target, { signal });
}

/** Whoever is dialled may take long to answer: the person need not wait for it. */
async function givenUp(stop: Stopping): Promise<never> {
  await stop.asked;
  throw stop.signal.reason;
}

/** Whether nothing says where somebody may be: then all rooms that are known are worth a look. */
function isUnseen(client: Client, target: string): boolean {
  return isFeedId(target) && client.contacts.reachOf(target).length === 0;
}
