import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loneStream, roomConversation } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';
import { feed } from '../contacts/test-feeds.ts';
import { createIdentity } from '../identity/identity.ts';
import { PeerStream } from '../peers/peer-stream.ts';
import { settled } from '../testing/fake-world.ts';
import { Lines } from './lines.ts';
import { Talk } from './talk.ts';

const clock = new VirtualClock();

function talker(): { readonly id: ReturnType<typeof feed>; readonly talk: Talk } {
  const identity = createIdentity(sodium);
  const parts = { identity, clock, crypto: sodium, now: () => 1767225600000 };
  const talk = new Talk({ ...parts, attends: () => true, onEvent: () => undefined });
  talk.do((exchange) => exchange.join(roomConversation(sodium, feed(9))));
  return { id: identity.id, talk };
}

/** Two ends of a stream. */
function pair(): [here: PeerStream, there: PeerStream] {
  const [wire, other] = MemoryWire.pair();
  const options = { name: 'chat', allocate: (length: number) => new Uint8Array(length) };
  const ends = [
    loneStream(wire, { ...options, isAsker: false }),
    loneStream(other, { ...options, isAsker: true }),
  ];
  return ends.map((end) => new PeerStream(end)) as [PeerStream, PeerStream];
}

test('a new line takes the place of the one before, whose end is no end', async () => {
  const [alice, bob] = [talker(), talker()];
  const lines = new Lines<string>();
  const told: string[] = [];
  const ends = [1, 2].map((number) => {
    const [here, there] = pair();
    lines.speak('bob', bob.id, here, {
      ...{ talk: alice.talk, clock },
      onHeard: () => told.push(`heard ${number}`),
      onEnded: (how) => told.push(`${number} ${how}`),
    });
    return { there, end: bob.talk.speak(alice.id, there, () => undefined) };
  });
  assert.equal(await ends[0]?.end, 'gone: another line is used');
  await settled();
  assert.deepEqual([told, lines.keys, lines.isHeard('bob')], [['heard 2'], ['bob'], true]);
  ends[1]?.there.abort('over');
  await settled();
  assert.deepEqual([told, lines.has('bob')], [['heard 2', '2 failed'], false]);
});
