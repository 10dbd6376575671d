import assert from 'node:assert/strict';
import type { Client } from '@open-rooms/client';
import type { Page } from 'playwright-core';
import { assertReturns } from '../conformance/client/bytes.ts';
import { attends, feedOf, isAbsent, meets, person } from '../conformance/client/person.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { startStockApp } from '../stock/app.ts';
import { within } from '../stock/deadline.ts';
import { startStockRoom } from '../stock/room.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { call, type ModuleServer, startModuleServer } from './module-server.ts';

/** Longer than the windows and queues on its way. */
const LENGTH = 2_000_000;

/** A page with our client in it, and the id of its person. */
async function pagePerson(open: OpenPage, server: ModuleServer, host = 'localhost') {
  const page = await open();
  await page.goto(server.at(host));
  return { page, id: await call<string>(page, 'person', 'id') };
}

const ask = <R>(page: Page, name: string, ...args: unknown[]) =>
  within(`"${name}" in the page`, call<R>(page, 'person', name, ...args));

/** A person in Node and one in a browser, in one room: each sees, asks and sends to the other, and the latter leaves. */
async function assertMeet(
  page: Page,
  id: string,
  alice: Client,
  address: string,
  length: number,
): Promise<void> {
  const room = await alice.join(address);
  assert.deepEqual(await ask(page, 'join', address), [room.id, room.metadata?.name, 'open']);
  await attends(room, id);
  await ask(page, 'attends', alice.id, true);
  await alice.follow(feedOf(id));
  await ask(page, 'follow', alice.id);
  const there = await meets(alice, id);
  assert.equal(await there.remote['peer.echo']('from Node ☕'), 'from Node ☕');
  assert.equal(await ask(page, 'echo', alice.id, 'from a browser ☕'), 'from a browser ☕');
  await assertReturns(there, length);
  assert.equal(await ask(page, 'sendAndCount', alice.id, length), length);
  await ask(page, 'leave');
  await isAbsent(room, id);
}

describeInBrowser('our client in a browser', (inBrowser) => {
  for (const host of ['localhost', 'plain.test']) {
    inBrowser(`meets one in Node in our room, from http://${host}`, async (open) => {
      await using server = await startModuleServer();
      await using room = await startOurRoom({ name: 'Tea' });
      await using alice = await person();
      const { page, id } = await pagePerson(open, server, host);
      await assertMeet(page, id, alice, room.wsAddress, LENGTH);
    });
  }

  inBrowser('meets one in Node in ssb-room 1.3.0 over ws', async (open) => {
    await using server = await startModuleServer();
    await using room = await startStockRoom({ transports: 'net+ws', name: 'Shed' });
    await using alice = await person();
    const { page, id } = await pagePerson(open, server);
    await assertMeet(page, id, alice, room.wsAddress ?? '', 300_000);
  });

  inBrowser('and a stock app see each other', async (open) => {
    await using server = await startModuleServer();
    await using room = await startOurRoom({ name: 'Tea' });
    await using app = await startStockApp({ generation: 'room-client' });
    const { page, id } = await pagePerson(open, server);
    await ask(page, 'join', room.wsAddress);
    await app.connect(room.address);
    await app.waitForAttendant(room.id, id);
    await ask(page, 'attends', app.id, true);
    await app.kill();
    await ask(page, 'attends', app.id, false);
  });

  inBrowser(
    'joins by the host name of another origin, and waits for the room when it has gone',
    async (open) => {
      await using server = await startModuleServer();
      await using room = await startOurRoom({ name: 'Tea' });
      const { page } = await pagePerson(open, server, 'plain.test');
      const host = new URL(room.ready.http).host;
      assert.deepEqual(await ask(page, 'join', host), [room.id, 'Tea', 'open']);
      await room.stop();
      await ask(page, 'roomIs', 'waiting');
    },
  );

  inBrowser('says why it cannot go where only TCP leads', async (open) => {
    await using server = await startModuleServer();
    const { page } = await pagePerson(open, server);
    const key = 'A'.repeat(43);
    const told = await ask<{ fault: string; message: string }>(
      page,
      'join',
      `net:nobody.test:8008~shs:${key}=`,
    );
    assert.equal(told.fault, 'unreachable');
    assert.match(
      told.message,
      /^Cannot dial net:nobody\.test:8008~shs:.* from here: browsers open WebSockets and no TCP\./,
    );
    const nobody = await ask<{ fault: string; message: string }>(page, 'join', 'nobody.test:1');
    assert.equal(nobody.fault, 'unreachable');
    assert.match(nobody.message, /nobody answers there, or not so that pages of other sites may read it/);
  });
});
