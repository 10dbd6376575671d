import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OPERATOR } from '../rooms/actor.ts';
import { leads, opened, refused, signedIn, TestBrowser, testPerson, whose } from './test-sign-in.ts';
import { KEY } from './testing.ts';

const CROSS = { 'sec-fetch-site': 'cross-site' };
const SESSION = `open-rooms-session-${KEY.slice(0, 8)}`;
const VISIT = `open-rooms-visit-${KEY.slice(0, 8)}`;

describe('sign-in that an app begins', () => {
  test('signs the browser in at once, with a cookie that no script and no other site gets', async () => {
    const { room, alice } = await opened();
    const browser = new TestBrowser(room);
    assert.equal(leads(await browser.get(alice.begin())), '/session');
    assert.equal(await whose(browser), alice.id);
    assert.match(
      browser.set.join('\n'),
      new RegExp(`^${SESSION}=[\\w-]{43}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax$`),
    );
    assert.deepEqual(room.told.map(({ event }) => event).slice(-1), ['session_create']);
    assert.deepEqual(room.faults, []);
  });

  for (const [why, https, headers] of [
    ['the room speaks https', true, {}],
    ['a proxy does, as browsers say', false, { host: 'room.example' }],
  ] as const) {
    test(`on https the cookie is of this host alone, where ${why}`, async () => {
      const { room, alice } = await opened('open', https);
      const browser = new TestBrowser(room, headers);
      leads(await browser.get(alice.begin()));
      assert.match(
        browser.set.join('\n'),
        new RegExp(`^__Host-${SESSION}=[^;]+; .*Path=/; HttpOnly; Secure; SameSite=Lax$`),
      );
      assert.equal(await whose(browser), alice.id);
      const [pair = ''] = browser.set[0]?.split(';') ?? [];
      const plain = new TestBrowser(room, { ...headers, cookie: pair.replace('__Host-', '') });
      assert.equal(await whose(plain), null, 'what plain http may set counts for nothing');
    });
  }

  test('a link is good once, and for nobody else’s id', async () => {
    const { room, alice, bob } = await opened();
    const path = alice.begin();
    leads(await new TestBrowser(room).get(path));
    await refused(await new TestBrowser(room).get(path), 403, /No app has confirmed/);
    const theirs = alice.begin().replace(encodeURIComponent(alice.id), encodeURIComponent(bob.id));
    await refused(await new TestBrowser(room).get(theirs), 403, /No app has confirmed/);
  });

  test('whoever is not there, is no member, or is banned is refused', async () => {
    const { room, alice } = await opened();
    const stranger = await testPerson(room, 3, null);
    await refused(await new TestBrowser(room).get(stranger.begin()), 403, /Only members/);
    await room.core.bans.add(OPERATOR, alice.id, { reason: '', expiresAt: null });
    await refused(await new TestBrowser(room).get(alice.begin()), 403, /Only members/);
    const path = alice.begin();
    room.turn.reaches = () => [];
    await refused(await new TestBrowser(room).get(path), 403, /has to be in this room just now/);
  });

  for (const [query, status, words] of [
    ['ssb-http-auth=1&cid=bob&cc=CC', 400, /The link is damaged/],
    ['ssb-http-auth=1&cid=ID&cc=short', 400, /The link is damaged/],
    ['ssb-http-auth=1&cc=CC', 400, /The link is damaged/],
    ['ssb-http-auth=1&alias=nobody&cc=CC', 404, /Nobody is known as “nobody”/],
    ['alias=%3Cscript%3E', 404, /Nobody is known as “&lt;script&gt;”/],
  ] as const) {
    test(`/login?${query}: ${status}`, async () => {
      const { room, alice } = await opened();
      const path = `/login?${query.replace('ID', encodeURIComponent(alice.id)).replace('CC', 'A'.repeat(43))}`;
      await refused(await new TestBrowser(room).get(path), status, words);
      assert.equal(alice.asked(), 0);
    });
  }

  test('by an alias, as by the id; where strangers are not told whose it is, by the id alone', async () => {
    for (const mode of ['community', 'restricted'] as const) {
      const { room, alice } = await opened(mode);
      const registeredAt = 1;
      const alias = { name: 'al', feed: alice.id, signature: '', registeredAt };
      await room.store.aliases.register(alias, { perFeed: 1, inAll: 1 });
      const path = alice.begin().replace(/cid=[^&]+/, 'alias=al');
      const answer = await new TestBrowser(room).get(path);
      if (mode === 'community') assert.equal(leads(answer), '/session');
      else await refused(answer, 404, /Nobody is known as “al”/);
    }
  });

  test('eight at once', async () => {
    const { room, alice, bob } = await opened();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => new TestBrowser(room).get((n % 2 ? alice : bob).begin())),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(8).fill(303),
    );
  });
});

describe('a link to sign in that another page leads to', () => {
  test('asks first, and asks the app only then', async () => {
    const { room, alice } = await opened();
    const browser = new TestBrowser(room, { 'sec-fetch-site': 'same-origin' });
    const path = alice.begin();
    const page = await browser.get(path, CROSS);
    assert.equal(page.status, 200);
    assert.ok((await page.text()).includes(alice.id));
    assert.deepEqual(
      [alice.asked(), await whose(browser), room.parts.sessions.list(alice.id)],
      [0, null, []],
    );
    const cc = new URLSearchParams(path.slice('/login?'.length)).get('cc') ?? '';
    assert.equal(leads(await browser.post('/login', { cid: alice.id, cc })), '/session');
    assert.equal(await whose(browser), alice.id);
  });

  test('asks first, too, where the browser does not say who sent it, as over plain http', async () => {
    const { room, alice } = await opened();
    const browser = new TestBrowser(room, { host: 'room.example:3000', 'sec-fetch-site': '' });
    const path = alice.begin();
    await refused(await browser.get(path), 200, /Sign in here\?/);
    assert.deepEqual([alice.asked(), await whose(browser)], [0, null]);
    const cc = new URLSearchParams(path.slice('/login?'.length)).get('cc') ?? '';
    assert.equal(leads(await browser.post('/login', { cid: alice.id, cc }, { origin: 'null' })), '/session');
    assert.equal(await whose(browser), alice.id);
  });

  test('a browser that only looks ahead is signed in nowhere', async () => {
    const { room, alice } = await opened();
    const browser = new TestBrowser(room);
    const path = alice.begin();
    await refused(await browser.get(path, { 'sec-purpose': 'prefetch' }), 200, /Sign in here\?/);
    const headers = { host: 'room.example:3000' };
    assert.equal((await room.app.request(path, { method: 'HEAD', headers })).status, 200);
    assert.equal(alice.asked(), 0);
    assert.equal(leads(await browser.get(path)), '/session');
  });

  test('the form of another site signs nobody in, nor one from a browser that was not asked', async () => {
    const { room, alice } = await opened();
    const cc = new URLSearchParams(alice.begin().slice('/login?'.length)).get('cc') ?? '';
    const browser = new TestBrowser(room);
    await refused(await browser.post('/login', { cid: alice.id, cc }, CROSS), 403, /another website/);
    const answer = await browser.post('/login', { cid: alice.id, cc });
    await refused(answer, 200, /Sign in here\?/);
    assert.equal(alice.asked(), 0);
    assert.match(
      browser.set[0] ?? '',
      new RegExp(`^${VISIT}=[\\w-]{22}; Path=/; HttpOnly; SameSite=Strict$`),
    );
  });

  test('who is signed in as somebody else is asked, too, and is that no more then', async () => {
    const { room, alice, bob } = await opened();
    const browser = await signedIn(room, alice);
    const path = bob.begin();
    const page = await (await browser.get(path)).text();
    assert.ok(page.includes(`who will be signed out: <code>${alice.id}</code>`));
    assert.equal(await whose(browser), alice.id);
    const cc = new URLSearchParams(path.slice('/login?'.length)).get('cc') ?? '';
    leads(await browser.post('/login', { cid: bob.id, cc }));
    assert.equal(await whose(browser), bob.id);
    assert.deepEqual(room.parts.sessions.list(alice.id), []);
  });
});

describe('a room that is not listed', () => {
  test('tells its name to those alone who are signed in', async () => {
    const { room, alice } = await opened();
    await room.parts.operations['settings.set'](OPERATOR, { listed: false });
    const stranger = new TestBrowser(room);
    const { sc } = room.parts.signIns.begin('another', '192.0.2.1');
    const pages = ['/login', '/withssb/login', `/login?sc=${encodeURIComponent(sc)}`];
    for (const path of pages) assert.doesNotMatch(await (await stranger.get(path)).text(), /Tea/, path);
    assert.doesNotMatch(await (await stranger.get(alice.begin(), CROSS)).text(), /Tea/);
    assert.match(await (await stranger.get('/login')).text(), /Members of this room manage/);
    assert.match(await (await stranger.get('/login?lang=fr')).text(), /Les membres de ce salon/);
    const member = await signedIn(room, alice);
    assert.match(await (await member.get('/login')).text(), /Members of Tea manage/);
    await room.parts.operations['settings.set'](OPERATOR, { listed: true });
    assert.match(await (await stranger.get('/login')).text(), /Members of Tea manage/);
  });
});
