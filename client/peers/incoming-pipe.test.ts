import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connected, peerPair } from '../testing/peer-pair.ts';
import { IncomingPipe } from './incoming-pipe.ts';
import { PeerStream, PeerStreamError } from './peer-stream.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A pipe that somebody asks to send through, and what the sender has of it. */
async function asked() {
  const arrived = Promise.withResolvers<IncomingPipe>();
  const pair = await peerPair((peer, stream, { name }) => {
    if (name !== 'peer.pipe') return stream.fail('no');
    const origin = { from: peer.id, room: peer.room, isDirect: false };
    arrived.resolve(new IncomingPipe(origin, {}, new PeerStream(stream)));
  });
  const [alice] = await connected(pair);
  const sent = alice.pipe();
  return { sent, pipe: await arrived.promise };
}

/** Whether a promise has been resolved by now. */
async function isDone(promise: Promise<void>): Promise<boolean> {
  let done = false;
  promise.then(
    () => {
      done = true;
    },
    () => undefined,
  );
  await quiet();
  await quiet();
  return done;
}

describe('a request', () => {
  test('that fits the preview can be ended well without being accepted', async () => {
    const { sent, pipe } = await asked();
    await sent.write(Buffer.from('hello'));
    assert.equal(await isDone(pipe.whole), false);
    await sent.end();
    await pipe.whole;
    assert.equal(Buffer.concat(pipe.preview()).toString(), 'hello');
    assert.equal(await isDone(sent.closed), false, 'it waits for the person');
    await pipe.finish();
    await Promise.all([sent.closed, pipe.settled]);
    assert.deepEqual([pipe.isAccepted, await isDone(sent.accepted)], [false, false]);
  });

  test('tells its sender when it is accepted', async () => {
    const { sent, pipe } = await asked();
    const writing = sent.write(Buffer.alloc(100_000));
    assert.equal(await isDone(sent.accepted), false);
    const received = pipe.accept();
    await sent.accepted;
    await writing;
    await sent.end();
    await received.end();
    let bytes = 0;
    for await (const part of received) bytes += part.length;
    await Promise.all([sent.closed, received.closed]);
    assert.equal(bytes, 100_000);
  });

  test('that is refused is cut, with the sentence', async () => {
    const { sent, pipe } = await asked();
    pipe.refuse('refused: no');
    await pipe.settled;
    await assert.rejects(sent.closed, new PeerStreamError('refused: no'));
  });
});

test('whoever opened a stream knows, when it is over, that all it sent was read', async () => {
  const { sent, pipe } = await asked();
  const received = pipe.accept();
  // The other side has nothing to say, and says so first.
  await received.end();
  await sent.write(Buffer.from('hello'));
  await sent.end();
  assert.equal(await isDone(sent.closed), false);
  for await (const part of received) assert.equal(Buffer.from(part).toString(), 'hello');
  await sent.closed;
});
