import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type StockApp, startStockApp } from '../../stock/app.ts';
import type { OurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { inviteTo, PlainBrowser, waitingPage } from '../signing-in.ts';

/** An app with ssb-http-auth-client 1.1.1 that has joined a room and is in it. */
async function member(room: OurRoom): Promise<StockApp> {
  const app = await startStockApp({ generation: 'room-client' });
  await app.claimInvite(await inviteTo(room));
  await app.connect(room.address);
  return app;
}

/** ssb-http-auth-client knows no port but 443: the browser takes the path and the query of its URL to the room. */
async function produced(app: StockApp, room: OurRoom): Promise<string> {
  const url = await app.httpAuth('produceSignInWebUrl', room.id);
  assert.ok(typeof url === 'string');
  assert.match(url, /^https:\/\/127\.0\.0\.1\/login\?ssb-http-auth=1&cid=%40.+&cc=.+$/);
  return url;
}

/** Asks until the app attends: it asks who is there once it has taken the peer for a room. */
async function inTheRoom(app: StockApp, room: OurRoom): Promise<void> {
  await using other = await startStockApp({ generation: 'room-client' });
  await other.connect(room.address);
  await other.waitForAttendant(room.id, app.id);
}

/** ssb-http-auth-client does not say what the room said: it writes the object of the error. */
const FAILED = /httpAuth\.sendSolution at .+ failed/;

/** What the room answers an app that sends this. */
function sent(app: StockApp, room: OurRoom, ...args: readonly string[]): Promise<unknown> {
  return app.call(room.id, ['httpAuth', 'sendSolution'], ...args);
}

describe('an app with ssb-http-auth-client', () => {
  test('signs a browser in that it sends, and signs it out again', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await member(room);
    await inTheRoom(app, room);
    const browser = new PlainBrowser(room);
    const answer = await browser.get(await produced(app, room));
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/session']);
    assert.equal(await browser.whose(), app.id);

    assert.equal(await app.httpAuth('invalidateAllSessions', room.id), true);
    assert.equal(await browser.whose(), null);
  });

  test('confirms the sign-in of a browser, which hears it', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await member(room);
    const browser = new PlainBrowser(room);
    const { uri, sc } = await waitingPage(browser);
    const events = await browser.get(`/withssb/events?sc=${encodeURIComponent(sc)}`);
    assert.equal(await app.httpAuth('consumeSignInSsbUri', uri), true);
    const [, token] = /data: ([\w-]{43})\nevent: success\n\n$/.exec(await events.text()) ?? [];
    const other = new PlainBrowser(room);
    assert.equal((await other.get(`/withssb/finalize?token=${token}`)).status, 403);
    assert.equal((await browser.get(`/withssb/finalize?token=${token}`)).status, 303);
    assert.deepEqual([await browser.whose(), await other.whose()], [app.id, null]);

    await assert.rejects(app.httpAuth('consumeSignInSsbUri', uri), FAILED);
    await assert.rejects(sent(app, room, sc, 'A'.repeat(43), 'yes'), /no such session/);
  });

  test('that is no member is told so, and its browser is not signed in', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'room-client' });
    await app.connect(room.address);
    await inTheRoom(app, room);
    const browser = new PlainBrowser(room);
    const { uri, sc } = await waitingPage(browser);
    await assert.rejects(app.httpAuth('consumeSignInSsbUri', uri), FAILED);
    await assert.rejects(sent(app, room, sc, 'A'.repeat(43), 'yes'), /client is not a room member/);
    const answer = await browser.get(await produced(app, room));
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /Only members of this room/);
  });

  test('answers for nothing that it did not begin, and not when it is gone', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await member(room);
    await inTheRoom(app, room);
    const foreign = `/login?ssb-http-auth=1&cid=${encodeURIComponent(app.id)}&cc=${'A'.repeat(43)}`;
    assert.equal((await new PlainBrowser(room).get(foreign)).status, 403);
    const url = await produced(app, room);
    await app.disconnect(room.address);
    await app.waitFor('the end of the connection', ({ state }) => state.connections.length === 0);
    const answer = await new PlainBrowser(room).get(url);
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /has to be in this room just now/);
  });

  test('hears the sentences that it knows', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await member(room);
    const cc = 'A'.repeat(43);
    const { sc } = await waitingPage(new PlainBrowser(room));
    await assert.rejects(sent(app, room, sc), /expected 3 arguments \(sc, cc, sol\) but got 1/);
    await assert.rejects(sent(app, room, sc, cc, 'yes'), /signature is not valid base64 data/);
    const { sc: next } = await waitingPage(new PlainBrowser(room));
    await assert.rejects(sent(app, room, next, cc, `${'A'.repeat(86)}==`), /not a valid solution/);
  });

  test('two apps and eight browsers at once', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using one = await member(room);
    await using two = await member(room);
    await one.waitForAttendant(room.id, two.id);
    await two.waitForAttendant(room.id, one.id);
    const browsers = Array.from({ length: 8 }, (_, n) => ({
      app: n % 2 ? one : two,
      browser: new PlainBrowser(room),
    }));
    await Promise.all(
      browsers.map(async ({ app, browser }) => {
        const answer = await browser.get(await produced(app, room));
        assert.equal(answer.status, 303);
        assert.equal(await browser.whose(), app.id);
      }),
    );
  });
});
