import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Client } from '@open-rooms/client';
import { joinBoth } from '../conformance/client/meetings.ts';
import { goes, inOrder, linkBoth, linker, said, watchedLinker } from '../conformance/links/linking.ts';
import { type OurRoom, startOurRoom } from '../conformance/our-room.ts';
import { until } from '../hostile/deadline.ts';
import { startCoturn } from './coturn.ts';

const SECRET = 'correct horse';

/** How often the STUN of a room has answered. */
async function stunAnswers({ ready }: OurRoom): Promise<number> {
  const metrics = await (await fetch(ready.metrics)).text();
  return Number(/^open_rooms_stun_requests_total\{result="answered"\} (\d+)$/m.exec(metrics)?.[1]);
}

/** Two meet in a room, of whom one hides their address: the one who dials, or the other. No dial comes to anything. */
async function assertOnlyThroughRoom(room: OurRoom, hides: 'dialler' | 'dialled'): Promise<void> {
  const hidden: { id?: string } = {};
  const [one, other] = [await hider(hidden), await hider(hidden)];
  await using _one = one.client;
  await using _other = other.client;
  const [first, second] = inOrder(one, other);
  hidden.id = (hides === 'dialler' ? first : second).client.id;
  await joinBoth(room, first.client, second.client);
  const [here] = await linkBoth(first.client, second.client);
  await until('the dial to fail', () => first.beneath.failures.length > 0);
  const { text, stream } = await said(here, 'by the room');
  assert.deepEqual([text, stream.isThroughRoom, here.path.value?.kind], ['by the room', true, 'room']);
  assert.deepEqual([first.beneath.direct, second.beneath.direct], [[], []]);
  if (hides === 'dialler') assert.equal(second.beneath.signals, 0, 'nothing was signalled');
}

/** One who opens links, and hides their address where they are the one who is named. */
async function hider(hidden: { readonly id?: string }): ReturnType<typeof watchedLinker> {
  const made: { client?: Client } = {};
  const linker = await watchedLinker({ isRelayedOnly: () => hidden.id === made.client?.id });
  made.client = linker.client;
  return linker;
}

describe('a link', () => {
  test('finds its path by the STUN of the room', async () => {
    await using room = await startOurRoom();
    await using alice = await linker();
    await using bob = await linker();
    await joinBoth(room, alice, bob);
    const [here] = await linkBoth(alice, bob);
    await goes(here, 'direct');
    // Who is connected before it has asked leaves that: on one machine one of both may be.
    await until('the room to be asked where they come from', async () => (await stunAnswers(room)) >= 1);
  });

  test('has the relay that the room names beside it', async (t) => {
    await using coturn = await startCoturn(t, { secret: SECRET });
    if (coturn === undefined) return;
    await using room = await startOurRoom({ flags: ['--turn', coturn.url, '--turn-secret', SECRET] });
    await using alice = await linker();
    await using bob = await linker();
    await joinBoth(room, alice, bob);
    const [here] = await linkBoth(alice, bob);
    await goes(here, 'direct');
    await until('the relay to give an address', () => coturn.hasRelayed());
  });

  test('that shows the address ends when it is hidden, and what is said goes through the room', async () => {
    await using room = await startOurRoom();
    let isHidden = false;
    await using alice = await linker({ isRelayedOnly: () => isHidden });
    await using bob = await linker();
    await joinBoth(room, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    await goes(here, 'direct');
    isHidden = true;
    alice.links.hide();
    await goes(here, 'room');
    await goes(there, 'room');
    const { text, stream } = await said(here, 'hidden');
    assert.deepEqual([text, stream.isThroughRoom], ['hidden', true]);
  });

  for (const hides of ['dialler', 'dialled'] as const) {
    test(`goes through a room that names no relay where the ${hides} hides their address`, async () => {
      await using room = await startOurRoom();
      await assertOnlyThroughRoom(room, hides);
    });

    test(`goes through the room where the ${hides} does so in Node, in which no relay hides it`, async (t) => {
      await using coturn = await startCoturn(t, { secret: SECRET });
      if (coturn === undefined) return;
      await using room = await startOurRoom({ flags: ['--turn', coturn.url, '--turn-secret', SECRET] });
      await assertOnlyThroughRoom(room, hides);
    });
  }
});
