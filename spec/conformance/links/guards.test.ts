import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from '../../hostile/deadline.ts';
import { within } from '../../stock/deadline.ts';
import { joinBoth } from '../client/meetings.ts';
import { attends, feedOf } from '../client/person.ts';
import { startOurRoom } from '../our-room.ts';
import { ends, goes, inOrder, linkBoth, linked, linker, said, watchedLinker } from './linking.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('./linked-program.ts'));

/** How often the direct connection is lost. */
const DIALS = 12;

describe('direct connections', { concurrency: 2 }, () => {
  test('are dialled again each time that they are lost, and the link is the same', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const [first, second] = inOrder(await watchedLinker(), await watchedLinker());
    await using alice = first.client;
    await using bob = second.client;
    await joinBoth(room, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
    for (let dial = 1; dial < DIALS; dial++) {
      first.beneath.direct.at(-1)?.abort('the test dials again');
      await goes(here, 'room');
      await goes(here, 'direct');
    }
    // In Node the native library gives up one in some dozens, whose dial is then tried again.
    console.log(`of ${first.beneath.dials} dials ${first.beneath.failures.length} came to nothing`);
    assert.ok(first.beneath.dials >= DIALS);
    await goes(there, 'direct');
    assert.deepEqual([alice.links.snapshot(), bob.links.snapshot()], [[here], [there]]);
  });

  test('that come to nothing leave all to go through the room meanwhile', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const [first, second] = inOrder(await watchedLinker(), await watchedLinker());
    await using alice = first.client;
    await using bob = second.client;
    second.beneath.isBlocked = true;
    await joinBoth(room, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    await Promise.all([goes(here, 'room'), goes(there, 'room')]);
    await until('a dial to come to nothing', () => first.beneath.failures.length > 0);
    assert.ok(second.beneath.signals > 0, 'an offer was read');
    for (const link of [here, there]) {
      const { text, stream } = await said(link, 'as ever');
      assert.deepEqual([text, stream.isThroughRoom, link.path.value?.kind], ['as ever', true, 'room']);
    }
    second.beneath.isBlocked = false;
    for (const { links } of [alice, bob]) links.nudge();
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
  });

  test('that the dialler has given up are never used at the other end, and end there', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const [first, second] = inOrder(await watchedLinker(), await watchedLinker());
    await using alice = first.client;
    await using bob = second.client;
    first.beneath.isDeaf = true;
    await joinBoth(room, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    const ways = new Set<string | undefined>();
    const stop = there.path.subscribe((path) => ways.add(path?.kind));
    await until('a phantom to be there', () => second.beneath.direct.length > 0);
    const phantoms = [...second.beneath.direct];
    await within('the phantom to end', Promise.all(phantoms.map(({ closed }) => closed)));
    stop();
    assert.deepEqual([...ways].sort(), ['room', undefined]);
    first.beneath.isDeaf = false;
    for (const { links } of [alice, bob]) links.nudge();
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
  });

  test('that both have dialled are one in the end', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const [first, second] = inOrder(await watchedLinker(), await watchedLinker());
    await using alice = first.client;
    await using bob = second.client;
    const gate = Promise.withResolvers<void>();
    for (const { beneath } of [first, second]) beneath.gate = gate.promise;
    await joinBoth(room, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    await until('both to be about to dial', () => first.beneath.waiting > 0 && second.beneath.waiting > 0);
    gate.resolve();
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
    const open = async () => {
      const left = await Promise.all([first, second].map(({ beneath }) => beneath.openDirect()));
      return left.every((count) => count === 1);
    };
    await until('one to be left', open);
    assert.equal((await said(here, 'over the one')).text, 'over the one');
    assert.equal((await said(there, 'and back')).text, 'and back');
  });
});

test('a program that is killed is seen to have left', async () => {
  await using room = await startOurRoom({ name: 'Garden' });
  await using alice = await linker();
  const joined = await alice.join(room.address);
  const program = spawn(process.execPath, [PROGRAM, room.address], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [printed] = await once(program.stdout, 'data');
    const id = feedOf(String(printed).trim());
    await attends(joined, id);
    await alice.connect(id);
    const link = await linked(alice, id);
    await goes(link, 'direct');
    const from = performance.now();
    program.kill('SIGKILL');
    await ends(link);
    console.log(`a program was killed: seen after ${Math.round(performance.now() - from)} ms`);
  } finally {
    program.kill('SIGKILL');
  }
});
