import { connectRoom, type RoomConnection } from '@open-rooms/client';
import { type FeedId, fromBase64, generateKeyPair, type Stream } from '@open-rooms/protocol';
import { dialTcp, sodium, systemClock } from '@open-rooms/protocol/node';
import { mainNetwork } from '../../stock/packages.ts';
import type { RoomTarget } from '../targets/room-target.ts';

/** The main network's key, as stock rooms have no other. */
export const NETWORK_KEY: Uint8Array = fromBase64(mainNetwork()) ?? new Uint8Array(32);

/** Connects a peer of its own key to a room. */
export async function join(
  room: RoomTarget,
  onTunnel?: (stream: Stream, origin: FeedId) => void,
): Promise<RoomConnection> {
  return connectRoom({
    wire: await dialTcp(room.host, room.port),
    room: room.key,
    keys: generateKeyPair(sodium),
    networkKey: NETWORK_KEY,
    crypto: sodium,
    clock: systemClock,
    ...(onTunnel && { onTunnel }),
  });
}

/** Joins and announces itself, so that tunnels can be opened to it. */
export async function attend(
  room: RoomTarget,
  onTunnel: (stream: Stream, origin: FeedId) => void,
): Promise<RoomConnection> {
  const connection = await join(room, onTunnel);
  await connection.remote['tunnel.announce'](undefined);
  return connection;
}
