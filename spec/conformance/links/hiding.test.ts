import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { until } from '../../hostile/deadline.ts';
import { startLyingRoom } from '../client/lying-room.ts';
import { joinBoth } from '../client/meetings.ts';
import { startOurRoom } from '../our-room.ts';
import { Courier } from './courier.ts';
import { goes, inOrder, linkBoth, watchedLinker } from './linking.ts';

describe('an address that is hidden while a direct connection is being made', { concurrency: 2 }, () => {
  // Who hides: the one who dials, or the one who is dialled; and whether what the rooms name was known by then.
  for (const [who, isKnown] of [
    [0, false],
    [0, true],
    [1, false],
    [1, true],
  ] as const)
    test(`is shown to nobody from then on (${who === 0 ? 'dialling' : 'dialled'}, ${isKnown})`, async () => {
      await using room = await startOurRoom({ name: 'Garden' });
      let isHidden = false;
      const hiding: string[] = [];
      const isRelayedOnly = (id: () => string) => () => isHidden && hiding.includes(id());
      const made = await Promise.all(
        [0, 1].map(async () => {
          const side: Awaited<ReturnType<typeof watchedLinker>> = await watchedLinker({
            isRelayedOnly: isRelayedOnly(() => side.client.id),
          });
          return side;
        }),
      );
      const sides = inOrder(...(made as [(typeof made)[0], (typeof made)[0]]));
      await using alice = sides[0].client;
      await using bob = sides[1].client;
      const { client, beneath } = sides[who];
      hiding.push(client.id);
      const gate = Promise.withResolvers<void>();
      if (!isKnown) beneath.iceGate = gate.promise;
      await joinBoth(room, alice, bob);
      const [here, there] = await linkBoth(alice, bob);
      await until('it to look for a path', () => beneath.asked > 0);
      isHidden = true;
      client.links.hide();
      gate.resolve();
      await until('a dial to come to nothing', () => sides[0].beneath.failures.length > 0);
      await Promise.all([goes(here, 'room'), goes(there, 'room')]);
      assert.equal(await beneath.openDirect(), 0);
      isHidden = false;
      for (const { links } of [alice, bob]) links.nudge();
      await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
    });
});

test('a room that does not say which servers it names holds no direct connection up', async () => {
  await using place = await startLyingRoom();
  const [first, second] = inOrder(await watchedLinker(), await watchedLinker());
  await using alice = first.client;
  await using bob = second.client;
  new Courier(place);
  await joinBoth(place, alice, bob);
  place.room.answers.set('room.metadata', () => undefined);
  const [here, there] = await linkBoth(alice, bob);
  await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
  assert.deepEqual([...first.beneath.failures, ...second.beneath.failures], []);
});
