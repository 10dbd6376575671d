import { HEAD_BYTES } from '@open-rooms/protocol';
import type { BenchCase, Side } from '../case.ts';
import { attend, join } from '../peers/join.ts';
import { RelayEnd } from '../peers/relay-end.ts';
import { onBothRooms } from '../sides/rooms.ts';
import { Replies, timedTrips } from '../sides/trips.ts';
import type { RoomTarget } from '../targets/room-target.ts';
import type { Servers } from '../targets/servers.ts';

const MESSAGE = new Uint8Array(100).fill(1);

export const echo: BenchCase = {
  name: 'echo',
  unit: 'ms',
  figure: 'round trip of 100 bytes through an open tunnel, p50',
  readsCpu: false,
  ...onBothRooms(echoThroughRoom),
  floor: echoThroughRelay,
};

async function echoThroughRoom(room: RoomTarget, quick: boolean): Promise<Side> {
  const echoing = await attend(room, (stream) => {
    stream.receiver = {
      onFrame: (frame) => stream.sendBytes(frame.subarray(HEAD_BYTES)),
      onEnd: () => stream.end(),
    };
  });
  const asking = await join(room);
  const replies = new Replies();
  const stream = asking.remote['tunnel.connect']({ portal: room.id, target: echoing.id });
  stream.receiver = { onFrame: () => replies.arrived(), onEnd: (error) => replies.fail(error) };
  return timedTrips(
    quick,
    () => replies.after(() => stream.sendBytes(MESSAGE)),
    () => {
      asking.close();
      echoing.close();
    },
  );
}

async function echoThroughRelay(servers: Servers, quick: boolean): Promise<Side> {
  const relay = await servers.relay();
  const replies = new Replies();
  const echoing = await RelayEnd.connect(relay, (body) => echoing.send(body));
  const asking = await RelayEnd.connect(relay, () => replies.arrived());
  return timedTrips(
    quick,
    () => replies.after(() => asking.send(MESSAGE)),
    () => {
      asking.wire.destroy();
      echoing.wire.destroy();
    },
  );
}
