import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startRoomProcess } from '../server-process.ts';
import { arrow } from './diagram.ts';
import { fieldsOf, getPage, shows, submit } from './page.ts';
import { connect, someone, unwrapInvite } from './peer.ts';

const NAME = 'Garden & "Tea" <3';
const DESCRIPTION = 'Where we meet.\nBring a cup.';

test('A. Alice sets up a room', async (diagram) => {
  await using room = await startRoomProcess();
  const alice = someone();

  const link = await arrow(diagram, '1-4. the installer creates the server and links to it', async () => {
    const { claim, http, name } = room.ready;
    assert.equal(name, null);
    assert.ok(claim !== null);
    assert.equal(new URL('/claim/', claim).href, `${http}/claim/`);
    return claim;
  });

  const form = await arrow(diagram, '5-6. GET the room: the page asks for NAME and DESCRIPTION', async () => {
    const page = await getPage(link);
    const { code, ...asked } = fieldsOf(page);
    assert.deepEqual(asked, { name: '', description: '', owner: '' });
    assert.equal(code, link.split('/').at(-1));
    assert.ok(!shows(page, room.id));
    return page;
  });

  const page = await arrow(diagram, '7. POST NAME and DESCRIPTION', () =>
    submit(form, { name: NAME, description: DESCRIPTION, owner: alice.id }),
  );

  const invite = await arrow(diagram, '8. the default page with room info and SSB invite', async () => {
    assert.equal(page.url, `${room.ready.http}/?opened`);
    for (const info of [NAME, DESCRIPTION, room.id, room.address]) assert.ok(shows(page, info), info);
    assert.deepEqual(await getPage(page.url), page);
    const { invite = '' } = fieldsOf(page);
    assert.equal(unwrapInvite(invite), room.address);
    return invite;
  });

  await arrow(diagram, 'the room is open, and Alice is its owner', async () => {
    using client = await connect(unwrapInvite(invite) ?? '', alice);
    assert.deepEqual(await client.isRoom(), {
      name: NAME,
      description: DESCRIPTION,
      membership: true,
      role: 'owner',
      mode: 'open',
      features: ['tunnel', 'room2', 'room1', 'alias', 'httpAuth', 'httpInvite'],
    });
  });

  await arrow(diagram, 'the link works once: it leads to the room now', async () => {
    assert.deepEqual(await getPage(link), await getPage(`${room.ready.http}/`));
  });

  await arrow(diagram, 'a stock app comes in by the invite', async () => {
    await using app = await startStockApp({ generation: 'room-client' });
    assert.equal(await app.connect(unwrapInvite(invite) ?? ''), room.id);
  });
});
