import { HEAD_BYTES } from '@open-rooms/protocol';
import type { BenchCase, Side } from '../case.ts';
import { attend, join } from '../peers/join.ts';
import { onBothRooms } from '../sides/rooms.ts';
import { Replies, timedTrips } from '../sides/trips.ts';
import type { RoomTarget } from '../targets/room-target.ts';

/** What a caller says first: a hello of the handshake inside the tunnel has this many bytes. */
const HELLO = new Uint8Array(64).fill(1);

export const setup: BenchCase = {
  name: 'setup',
  unit: 'ms',
  figure: 'from asking for a tunnel to the first bytes of the peer behind it, p50',
  readsCpu: false,
  ...onBothRooms(setUpThroughRoom),
};

async function setUpThroughRoom(room: RoomTarget, quick: boolean): Promise<Side> {
  const called = await attend(room, (stream) => {
    stream.receiver = {
      onFrame: (frame) => stream.sendBytes(frame.subarray(HEAD_BYTES)),
      onEnd: () => stream.end(),
    };
  });
  const calling = await join(room);
  const setUp = async (): Promise<void> => {
    const replies = new Replies();
    const stream = calling.remote['tunnel.connect']({ portal: room.id, target: called.id });
    stream.receiver = { onFrame: () => replies.arrived(), onEnd: (error) => replies.fail(error) };
    await replies.after(() => stream.sendBytes(HELLO));
    stream.end();
  };
  return timedTrips(quick, setUp, () => {
    calling.close();
    called.close();
  });
}
