import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startOurRoom } from '../our-room.ts';
import { inviteTo, PlainBrowser, waitingPage } from '../signing-in.ts';
import { person } from './person.ts';

describe('our client signs browsers in', () => {
  test('that it sends to the room: once each, and at this room alone', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using other = await startOurRoom({ name: 'Orchard' });
    await using client = await person();
    const joined = await client.join(await inviteTo(room));
    await client.join(await inviteTo(other));

    const url = client.signIns.begin(joined);
    assert.ok(url.startsWith(`${room.ready.http}/login?ssb-http-auth=1&cid=`), url);
    const browser = new PlainBrowser(room);
    // Another room that learns of it gets no solution of ours, for itself or for this one.
    assert.equal((await new PlainBrowser(other).get(url)).status, 403);
    assert.equal((await browser.get(url)).headers.get('location'), '/session');
    assert.equal(await browser.whose(), client.id);
    assert.equal((await new PlainBrowser(room).get(url)).status, 403);

    await client.signIns.signOutEverywhere(joined);
    assert.equal(await browser.whose(), null);
  });

  test('that another device shows it: by the room that is kept, or by one that is called for it', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using client = await person();
    const joined = await client.join(await inviteTo(room));
    for (const isKept of [true, false]) {
      if (!isKept) client.leave(joined);
      const browser = new PlainBrowser(room);
      const { uri, sc } = await waitingPage(browser);
      assert.equal(await client.signIns.confirm(` ${uri}\n`), room.id);
      assert.equal((await browser.post('/withssb/finalize', { sc })).headers.get('location'), '/session');
      assert.equal(await browser.whose(), client.id);
      await assert.rejects(client.signIns.confirm(uri), { name: 'RemoteError', message: /^no such session/ });
    }
    assert.throws(() => client.signIns.begin(joined), { name: 'JoinError', fault: 'unreachable' });
  });

  test('a text that is no sign-in, or of two rooms, goes nowhere', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using other = await startOurRoom({ name: 'Orchard' });
    await using client = await person();
    const { uri } = await waitingPage(new PlainBrowser(room));
    const mixed = uri.replace(encodeURIComponent(room.id), encodeURIComponent(other.id));
    for (const text of ['', room.ready.http, 'ssb:address/multiserver?multiserverAddress=net%3Aa%3A1', mixed])
      await assert.rejects(client.signIns.confirm(text), { name: 'JoinError', fault: 'unreadable' }, text);
  });
});
