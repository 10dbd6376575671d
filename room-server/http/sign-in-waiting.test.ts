import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { challengeOf, leads, opened, refused, signedIn, TestBrowser, whose } from './test-sign-in.ts';
import { KEY } from './testing.ts';

describe('sign-in that a browser begins', () => {
  test('without script: confirm in the app, then press the button', async () => {
    const { room, alice } = await opened();
    const browser = new TestBrowser(room);
    await refused(await browser.get('/login'), 200, /href="\/withssb\/login"/);
    const page = await browser.get('/withssb/login');
    const text = await page.clone().text();
    const sc = await challengeOf(page);
    const uri = `ssb:experimental?action=start-http-auth&amp;sid=${encodeURIComponent(room.room.id)}&amp;sc=${encodeURIComponent(sc)}&amp;multiserverAddress=net%3Alocalhost%3A8008~shs%3A${encodeURIComponent(KEY)}`;
    assert.ok(text.includes(`href="${uri}"`), text);
    await refused(await browser.post('/withssb/finalize', { sc }), 200, /has not confirmed yet/);
    assert.equal(alice.solve(room, sc), true);
    assert.equal(leads(await browser.post('/withssb/finalize', { sc })), '/session');
    assert.equal(await whose(browser), alice.id);
    await refused(await browser.post('/withssb/finalize', { sc }), 403, /begun in another browser/);
  });

  for (const path of ['/withssb/login', '/login?ssb-http-auth=1', '/login?alias=al']) {
    test(`${path} begins one`, async () => {
      const { room, alice } = await opened();
      const alias = { name: 'al', feed: alice.id, signature: '', registeredAt: 1 };
      await room.store.aliases.register(alias, { perFeed: 1, inAll: 1 });
      const sc = await challengeOf(await new TestBrowser(room).get(path));
      assert.equal(alice.solve(room, sc), true);
    });
  }

  test('another browser cannot take it: by its token, by its challenge, or by listening', async () => {
    const { room, alice, bob } = await opened();
    const [browser, other] = [new TestBrowser(room), new TestBrowser(room)];
    const sc = await challengeOf(await browser.get('/withssb/login'));
    await challengeOf(await other.get('/withssb/login'));
    alice.solve(room, sc);
    const token = room.parts.signIns.challenge(sc)?.outcome?.data ?? '';
    for (const stranger of [other, new TestBrowser(room), await signedIn(room, bob)]) {
      const before = await whose(stranger);
      await refused(await stranger.get(`/withssb/finalize?token=${token}`), 403, /begun in another browser/);
      await refused(await stranger.post('/withssb/finalize', { sc }), 403, /begun in another browser/);
      await refused(await stranger.get(`/withssb/events?sc=${sc}`), 400, /^no such session!\n$/);
      assert.equal(await whose(stranger), before);
    }
    assert.equal(leads(await browser.get(`/withssb/finalize?token=${token}`)), '/session');
    await refused(await browser.get(`/withssb/finalize?token=${token}`), 403, /used already/);
  });

  test('a token that is guessed, missing or damaged is refused', async () => {
    const { room } = await opened();
    const browser = new TestBrowser(room);
    const sc = await challengeOf(await browser.get('/withssb/login'));
    for (const token of ['', sc, 'A'.repeat(43), '%00', encodeURIComponent('<b>')])
      await refused(await browser.get(`/withssb/finalize?token=${token}`), 403, /You are not signed in/);
  });

  test('events tell it, as the reference server does, and end', async () => {
    const { room, alice } = await opened();
    const browser = new TestBrowser(room);
    await refused(await browser.get('/withssb/events'), 400, /^missing server challenge\n$/);
    const sc = await challengeOf(await browser.get('/withssb/login'));
    const events = await browser.get(`/withssb/events?sc=${sc}`);
    assert.deepEqual([events.status, events.headers.get('content-type')], [200, 'text/event-stream']);
    alice.solve(room, sc);
    const [, token] =
      /^id: 0\ndata: Waiting for solution \(session age: 0s\)\nevent: ping\n\nid: 1\ndata: ([\w-]{43})\nevent: success\n\n$/.exec(
        await events.text(),
      ) ?? [];
    assert.equal(leads(await browser.get(`/withssb/finalize?token=${token}`)), '/session');
  });

  test('a page that stops listening leaves nothing behind', async () => {
    const { room } = await opened();
    const browser = new TestBrowser(room);
    const sc = await challengeOf(await browser.get('/withssb/login'));
    for (let n = 0; n < 9; n++) {
      const events = await browser.get(`/withssb/events?sc=${sc}`);
      assert.equal(events.status, 200);
      await events.body?.cancel();
    }
    const open = await Promise.all(Array.from({ length: 5 }, () => browser.get(`/withssb/events?sc=${sc}`)));
    assert.deepEqual(
      open.map(({ status }) => status),
      [200, 200, 200, 200, 429],
    );
    await Promise.all(open.map((answer) => answer.body?.cancel()));
  });

  test('on another device the code says who will be signed in; in the browser that began it, it waits on', async () => {
    const { room, alice } = await opened();
    const browser = new TestBrowser(room);
    const sc = await challengeOf(await browser.get('/withssb/login'));
    for (const path of [`/withssb/login?sc=${sc}`, `/login?sc=${sc}`]) {
      await refused(
        await new TestBrowser(room).get(path),
        200,
        /Whoever shows you this code will be signed in to Tea as you/,
      );
      assert.equal(await challengeOf(await browser.get(path)), sc);
    }
    alice.solve(room, sc);
    await refused(await new TestBrowser(room).get(`/login?sc=${sc}`), 410, /This code is over/);
    await refused(await new TestBrowser(room).get('/login?sc=guessed'), 410, /This code is over/);
  });
});
