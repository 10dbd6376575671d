import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loneStream, type Stream } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';
import { feed } from '../contacts/test-feeds.ts';
import { createIdentity } from '../identity/identity.ts';
import { PeerStream } from '../peers/peer-stream.ts';
import { ChatLine } from './chat-line.ts';
import { Talk } from './talk.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

const parts = (clock: VirtualClock) => ({
  ...{ identity: createIdentity(sodium), clock, crypto: sodium, now: () => 1767225600000 },
  ...{ attends: () => true, onEvent: () => undefined },
});

/** A line, what it told, and the other end, which a test makes say something. */
function open() {
  const clock = new VirtualClock();
  const told: string[] = [];
  const [wire, other] = MemoryWire.pair();
  const options = { name: 'chat', allocate: (length: number) => new Uint8Array(length) };
  const far: Stream = loneStream(other, { ...options, isAsker: false });
  far.receiver = { onFrame: () => undefined, onEnd: (error) => void told.push(`they hear: ${error}`) };
  const line = new ChatLine(feed(1), new PeerStream(loneStream(wire, { ...options, isAsker: true })), {
    ...{ talk: new Talk(parts(clock)), clock },
    onHeard: () => told.push('heard'),
    onEnded: (how) => told.push(how),
  });
  return { clock, told, line, far };
}

describe('a line', () => {
  test('on which nothing is said failed: it is no proof that they do not speak this', async () => {
    const { clock, told } = open();
    await quiet();
    clock.advance(14_999);
    await quiet();
    assert.deepEqual(told, []);
    clock.advance(1);
    await quiet();
    assert.deepEqual(told, ['they hear: silent: nothing was said', 'failed']);
  });

  for (const [sentence, how] of [
    ['method:peer.chat is not in list of allowed methods', 'mute'],
    ['refused: they do not talk with you', 'refused'],
    ['silent: nothing was said', 'failed'],
    ['not-chat: A hello of something else.', 'failed'],
    ['gone: another line is used', 'moved'],
    ['a fault here, which is no fault of yours', 'failed'],
  ] as const) {
    test(`that they end with "${sentence}" is ${how}`, async () => {
      const { told, far } = open();
      await quiet();
      far.fail(sentence);
      await quiet();
      assert.deepEqual(told, [how]);
    });
  }

  test('that is not needed any more tells them so', async () => {
    const { told, line } = open();
    await quiet();
    line.move();
    await quiet();
    assert.deepEqual(told, ['they hear: gone: another line is used', 'moved']);
    assert.equal(line.isHeard, false);
  });
});
