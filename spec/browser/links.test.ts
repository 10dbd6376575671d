import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { attends } from '../conformance/client/person.ts';
import { ends, goes, linked, linker, said } from '../conformance/links/linking.ts';
import { startRoomProcess } from '../conformance/server-process.ts';
import { within } from '../stock/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { call, type ModuleServer, startModuleServer } from './module-server.ts';

/** Dials in a row, of which none may fail. */
const DIALS = 20;

/** Longer than the windows and queues on its way. */
const LENGTH = 3_000_000;

/** What is nowhere in the bytes that a room carries for two who are linked. */
const HIDDEN = [
  'Xyzzy',
  'peer.link',
  '"link"',
  'a=fingerprint',
  'candidate:',
  'webrtc',
  'open-rooms/pulse',
  'open-rooms/signal',
];

/** The room, whose boxes were kept in a file when they were opened, has seen its own and nothing of links. */
async function sawNothing(keptBoxes: string): Promise<void> {
  const seen = await readFile(keptBoxes);
  assert.ok(seen.includes('["tunnel","connect"]'), 'what is the room’s own');
  for (const hidden of HIDDEN) assert.equal(seen.includes(hidden), false, `"${hidden}" is to be read`);
}

/** A page with our client in it, which opens links, and the id of its person. */
async function linkPage(open: OpenPage, server: ModuleServer) {
  const page = await open();
  await page.goto(server.at('localhost'));
  return { page, id: await ask<string>(page, 'id') };
}

interface Dials {
  readonly count: number;
  readonly failures: readonly string[];
}

const ask = <R>(page: Page, name: string, ...args: unknown[]) =>
  within(`"${name}" in the page`, call<R>(page, 'links', name, ...args));

describeInBrowser('links between browsers', (inBrowser) => {
  inBrowser('two in one room talk directly, and the server sees neither words nor SDP', async (open) => {
    await using folder = await temporaryDirectory();
    const keptBoxes = join(folder.path, 'boxes');
    await using server = await startModuleServer();
    await using room = await startRoomProcess({ name: 'Tea', keptBoxes });
    const [alice, bob] = [await linkPage(open, server), await linkPage(open, server)];
    for (const { page } of [alice, bob]) await ask(page, 'join', room.wsAddress);
    await ask(alice.page, 'connect', bob.id);
    assert.deepEqual(await ask(alice.page, 'say', bob.id, 'Xyzzy-1', 'only'), ['Xyzzy-1', true]);
    for (const [here, there] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      await ask(here.page, 'goes', there.id, 'direct');
      assert.deepEqual(await ask(here.page, 'say', there.id, 'Xyzzy-2', 'also'), ['Xyzzy-2', false]);
    }
    assert.equal(await ask(alice.page, 'sendAndCount', bob.id, LENGTH), LENGTH);
    await sawNothing(keptBoxes);
  });

  inBrowser(`of ${DIALS} dials none fails`, async (open) => {
    await using server = await startModuleServer();
    await using room = await startRoomProcess({ name: 'Tea' });
    const [alice, bob] = [await linkPage(open, server), await linkPage(open, server)];
    for (const { page } of [alice, bob]) await ask(page, 'join', room.wsAddress);
    // A stranger may not have so many made.
    await ask(alice.page, 'follow', bob.id);
    await ask(bob.page, 'follow', alice.id);
    await ask(alice.page, 'connect', bob.id);
    for (const [here, there] of [
      [alice, bob],
      [bob, alice],
    ] as const)
      await ask(here.page, 'goes', there.id, 'direct');
    const took: number[] = [];
    for (let dial = 1; dial < DIALS; dial++) took.push(await ask(alice.page, 'dialAgain', bob.id));
    const both = await Promise.all([alice, bob].map(({ page }) => ask<Dials>(page, 'dials')));
    assert.deepEqual(
      both.flatMap(({ failures }) => failures),
      [],
    );
    assert.ok(both.reduce((sum, { count }) => sum + count, 0) >= DIALS);
    took.sort((a, b) => a - b);
    console.log(`dialled again: p50 ${Math.round(took[9] ?? 0)} ms, p90 ${Math.round(took[17] ?? 0)} ms`);
  });

  inBrowser('five in one room have a link each to each, and the server sees nothing of it', async (open) => {
    await using folder = await temporaryDirectory();
    const keptBoxes = join(folder.path, 'boxes');
    await using server = await startModuleServer();
    await using room = await startRoomProcess({ name: 'Tea', keptBoxes });
    const people: Awaited<ReturnType<typeof linkPage>>[] = [];
    for (let count = 0; count < 5; count++) people.push(await linkPage(open, server));
    for (const { page } of people) await ask(page, 'join', room.wsAddress);
    const pairs = people.flatMap((one, index) =>
      people.slice(index + 1).map((other) => [one, other] as const),
    );
    await Promise.all(pairs.map(([one, other]) => ask(one.page, 'connect', other.id)));
    await Promise.all(
      pairs.map(async ([one, other]) => {
        assert.deepEqual(await ask(one.page, 'say', other.id, 'Xyzzy-1', 'only'), ['Xyzzy-1', true]);
        await ask(one.page, 'goes', other.id, 'direct');
        assert.deepEqual(await ask(other.page, 'say', one.id, 'Xyzzy-2', 'never'), ['Xyzzy-2', false]);
      }),
    );
    for (const { page } of people) assert.equal(await ask(page, 'size'), 4);
    await sawNothing(keptBoxes);
  });

  inBrowser('and Node: each dials the other, and who leaves is seen to', async (open) => {
    await using server = await startModuleServer();
    await using room = await startRoomProcess({ name: 'Tea' });
    await using alice = await linker();
    const joined = await alice.join(room.address);
    for (let round = 0; round < 2; round++) {
      const { page, id } = await linkPage(open, server);
      await ask(page, 'join', room.wsAddress);
      await attends(joined, id);
      await alice.connect(id);
      const link = await linked(alice, id);
      await goes(link, 'direct');
      assert.equal((await said(link, 'from Node ☕')).text, 'from Node ☕');
      await ask(page, 'goes', alice.id, 'direct');
      assert.deepEqual(await ask(page, 'say', alice.id, 'from a browser ☕', 'also'), [
        'from a browser ☕',
        false,
      ]);
      const from = performance.now();
      await page.close();
      await ends(link);
      console.log(`a page was closed: seen after ${Math.round(performance.now() - from)} ms`);
    }
  });
});
