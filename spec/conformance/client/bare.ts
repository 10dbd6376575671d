import { connectRoom, type RoomConnection, type RoomConnectionOptions } from '@open-rooms/client';
import {
  type FeedId,
  generateKeyPair,
  isSocketAddress,
  publicKeyOf,
  readAddresses,
  type Stream,
} from '@open-rooms/protocol';
import { dialTcp, sodium, systemClock } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import type { Place } from './meetings.ts';

/** Somebody who is connected to a room, and whose tunnels are the test's own to fill. */
export interface BarePeer extends RoomConnection, Disposable {
  /** Opens a tunnel, and says nothing in it. */
  tunnelTo(target: FeedId): BareTunnel;
}

export interface BareTunnel {
  readonly stream: Stream;
  /** Resolves with what the other side says at the end. */
  readonly ended: Promise<string | undefined>;
}

/** Joins a room, and announces itself. */
export async function enterBare(
  { address }: Place,
  options: Partial<Pick<RoomConnectionOptions, 'keys' | 'onTunnel'>> = {},
): Promise<BarePeer> {
  const at = readAddresses(address).find(isSocketAddress);
  const room = at && publicKeyOf(at.key);
  if (at === undefined || room === undefined) throw new Error(`"${address}" is no address of a room`);
  const wire = await dialTcp(at.host, at.port);
  const keys = generateKeyPair(sodium);
  const parts = { room, keys, networkKey: NETWORK_KEY, crypto: sodium, clock: systemClock };
  const connection = await connectRoom({ ...parts, ...options, wire });
  await connection.remote['tunnel.announce']();
  return {
    ...connection,
    tunnelTo: (target) => tunnel(connection.remote['tunnel.connect']({ portal: connection.room, target })),
    [Symbol.dispose]: () => connection.close(),
  };
}

function tunnel(stream: Stream): BareTunnel {
  const end = Promise.withResolvers<string | undefined>();
  stream.receiver = { onFrame: () => undefined, onEnd: end.resolve };
  return { stream, ended: end.promise };
}
