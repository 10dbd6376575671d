import assert from 'node:assert/strict';
import { connectRoom, type RoomConnection, type RoomConnectionOptions } from '@open-rooms/client';
import { type FeedId, generateKeyPair, HEAD_BYTES, type Receiver, type Stream } from '@open-rooms/protocol';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import type { AttackedRoom } from './attacked-room.ts';
import { within } from './deadline.ts';
import { dialWire, type Transport } from './wire.ts';

/** "At once", for somebody who joins while the room is attacked: what a person still takes for no delay at all. */
const AT_ONCE_MS = 3_000;

export interface JoinOptions extends Partial<Pick<RoomConnectionOptions, 'keys' | 'onTunnel' | 'wire'>> {
  readonly transport?: Transport;
}

/** Connects an honest client. */
export async function join(room: AttackedRoom, options: JoinOptions = {}): Promise<RoomConnection> {
  const { transport = 'tcp', ...rest } = options;
  const wire = options.wire ?? (await dialWire(room.address(transport), transport));
  return connectRoom({
    room: room.key,
    keys: generateKeyPair(sodium),
    networkKey: NETWORK_KEY,
    crypto: sodium,
    clock: systemClock,
    ...rest,
    wire,
  });
}

/** Answers every frame of a tunnel with the same bytes. */
export function echo(stream: Stream): void {
  stream.receiver = {
    onFrame: (frame) => stream.sendBytes(frame.subarray(HEAD_BYTES)),
    onEnd: () => stream.end(),
  };
}

/** Opens a tunnel; `receiver` is told what comes back. */
export function openTunnel(from: RoomConnection, target: FeedId, receiver: Receiver): Stream {
  const stream = from.remote['tunnel.connect']({ portal: from.room, target });
  stream.receiver = receiver;
  return stream;
}

/** Opens a tunnel to a peer that echoes, and resolves when bytes came back. */
export async function echoThroughTunnel(from: RoomConnection, target: FeedId): Promise<void> {
  const said = 'is anybody there?';
  const heard = Promise.withResolvers<string>();
  const stream = openTunnel(from, target, {
    onFrame: (frame) => heard.resolve(Buffer.from(frame.subarray(HEAD_BYTES)).toString()),
    onEnd: (error) => heard.reject(new Error(`The tunnel ended: ${error}`)),
  });
  stream.sendBytes(Buffer.from(said));
  assert.equal(await heard.promise, said);
  stream.end();
}

/**
 * Two honest clients join, find each other in both lists, and talk through a tunnel. Fails unless it is all done
 * {@link AT_ONCE_MS at once}.
 */
export async function assertServes(room: AttackedRoom, transport: Transport = 'tcp'): Promise<void> {
  await within('a good client to join, list and open a tunnel', meet(room, transport), AT_ONCE_MS);
}

async function meet(room: AttackedRoom, transport: Transport): Promise<void> {
  const bob = await join(room, { transport, onTunnel: echo });
  const alice = await join(room, { transport });
  try {
    assert.equal(await bob.remote['tunnel.announce'](), true);
    await listed(alice, bob.id);
    await echoThroughTunnel(alice, bob.id);
  } finally {
    bob.close();
    alice.close();
  }
}

/** Resolves when both lists have shown `id`. */
async function listed(client: RoomConnection, id: FeedId): Promise<void> {
  for await (const event of client.remote['room.attendants']()) {
    if (event.type === 'state' ? event.ids.includes(id) : event.type === 'joined' && event.id === id) break;
  }
  for await (const ids of client.remote['tunnel.endpoints']()) if (ids.includes(id)) break;
}
