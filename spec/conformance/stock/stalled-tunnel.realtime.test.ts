import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRoomProcess } from '../server-process.ts';
import { connectFrames } from './frames.ts';
import { answering, asking, ending, failing, flowing } from './transcript.ts';

const CALL = 7;

/** Far more than all sockets on the way hold. */
const FRAMES = 512;
const FRAME = Buffer.alloc(64 * 1024, 'ab');

const TOO_SLOW = 'too-slow: the other side of the tunnel took nothing for 10 seconds';

test('a tunnel whose receiver takes nothing for 10 s ends, and with it what it held up', async () => {
  await using room = await startRoomProcess({ name: 'Garden' });
  using alice = await connectFrames(room.address);
  using bob = await connectFrames(room.address);
  const dial = async (req: number) => {
    alice.send(asking(req, ['tunnel', 'connect'], [{ target: bob.id }], 'duplex'));
    return (await bob.asked('tunnel', 'connect')).req;
  };
  bob.send(asking(1, ['tunnel', 'announce'], []));
  await bob.next(-1);
  const at = await dial(CALL);

  const readAgain = bob.stopReading();
  for (let sent = 0; sent < FRAMES; sent++) alice.send(flowing(CALL, FRAME));
  alice.send(asking(8, ['whoami'], []));
  assert.deepEqual(await alice.next(-CALL), failing(-CALL, TOO_SLOW));
  assert.deepEqual(await alice.next(-8), answering(8, { id: room.id }));

  readAgain();
  let frame = await bob.next(at);
  let received = 0;
  for (; !frame.end; frame = await bob.next(at)) received++;
  assert.deepEqual(frame, failing(at, TOO_SLOW));
  assert.ok(received < FRAMES, `${received} frames arrived`);

  const again = await dial(9);
  alice.send(flowing(9, FRAME));
  assert.deepEqual(await bob.next(again), flowing(again, FRAME));
  bob.send(ending(-again));
  assert.deepEqual(await alice.next(-9), ending(-9));
});
