import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Role, readInvite } from '@open-rooms/protocol';
import { OPERATOR } from '../rooms/actor.ts';
import { testRoom } from './testing.ts';
import { as, DAY, get, json, MAKER, opened, tokenOf, WEB } from './testing-join.ts';

describe('the page of an invite', () => {
  test('says who invites to what, as what, until when and how many', async () => {
    const room = await opened();
    await room.core.members.add(OPERATOR, MAKER, 'owner');
    const wish = { role: 'viewer', uses: 12, expiresAt: room.turn.now + DAY } as const;
    const token = await tokenOf(room, wish, as(MAKER));
    const answer = await get(room, `/join?invite=${token}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const page = await answer.text();
    assert.match(page, /<h1>You are invited to Tea<\/h1>/);
    assert.match(page, /All day/);
    assert.match(page, /<dd>Somebody in this room<\/dd>/);
    assert.match(page, /<dd>A viewer: you watch, and do not write<\/dd>/);
    assert.match(page, /November 15, 2023 at 10:13\sPM UTC/);
    assert.match(page, /<dd>12<\/dd>/);
    assert.doesNotMatch(page, /http-equiv|location\.|<script>/, 'nothing takes the page away');
  });

  test('names who invites by their alias, unless the room keeps aliases to itself', async () => {
    for (const [mode, shown] of [
      ['open', '@mia'],
      ['restricted', 'Somebody in this room'],
    ] as const) {
      const room = await opened(mode);
      await room.core.members.add(OPERATOR, MAKER, 'owner');
      const alias = { name: 'mia', feed: MAKER, signature: 'AA==', registeredAt: 1 };
      await room.store.aliases.register(alias, { perFeed: 1, inAll: 1 });
      const page = await (await get(room, `/join?invite=${await tokenOf(room, {}, as(MAKER))}`)).text();
      assert.ok(page.includes(`<dd>${shown}</dd>`), mode);
    }
  });

  test('opens an SSB app by link, by QR code, and by the codes that apps take', async () => {
    const room = await opened();
    const token = await tokenOf(room);
    const page = await (await get(room, `/join?invite=${token}`)).text();
    const [, uri = ''] = /href="(ssb:[^"]+)"/.exec(page) ?? [];
    const postTo = `${WEB}/invite/consume`;
    assert.deepEqual(readInvite(uri.replaceAll('&amp;', '&')), { kind: 'claim', token, postTo });
    assert.match(page, /<svg [^>]+viewBox/);
    const [, code = ''] = /id="code"[^>]* value="([^"]+)"/.exec(page) ?? [];
    const pub = readInvite(code);
    assert.ok(pub.kind === 'pub');
    assert.equal(Buffer.from(pub.seed).toString('base64url'), token);
    assert.ok(page.includes(`value="${WEB}/join?invite=${token}"`));
    assert.ok(page.includes(`/join-fallback?invite=${token}`));
    assert.ok(page.includes(`/join-manually?invite=${token}`));
    assert.doesNotMatch(page, /#invite=/, 'no client was built here');
  });

  test('opens our client with the invite where no server sees it', async () => {
    const web = { script: 'main.js', styles: [], preloads: [], files: new Map() } as never;
    const room = await testRoom({ name: 'Tea' }, null, undefined, web);
    const token = await tokenOf(room);
    const link = `${WEB}/join?invite=${token}`;
    const page = await (await get(room, `/join?invite=${token}&lang=fr`)).text();
    assert.ok(page.includes(`href="/room?lang=fr#invite=${encodeURIComponent(link)}"`));
    assert.doesNotMatch(page, /\/app\/main\.js/, 'and does not take over by itself');
  });

  test('is in the language of the browser, or the one that is asked for', async () => {
    const room = await opened();
    const path = `/join?token=${await tokenOf(room)}`;
    const french = /<html lang="fr".*Invitation pour Tea/s;
    assert.match(await (await get(room, path, { 'accept-language': 'fr-CH, en;q=0.5' })).text(), french);
    assert.match(await (await get(room, `${path}&lang=fr`)).text(), french);
    const english = await get(room, `${path}&lang=en`, { 'accept-language': 'fr' });
    assert.match(await english.text(), /<html lang="en"/);
  });

  test('eight at once all see it', async () => {
    const room = await opened();
    const path = `/join?invite=${await tokenOf(room)}`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => get(room, path)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(8).fill(200),
    );
  });
});

describe('an invite as JSON', () => {
  for (const [name, path, headers] of [
    ['by its encoding', (token: string) => `/join?invite=${token}&encoding=json`, {}],
    ['by the name of the widespread server', (token: string) => `/join?token=${token}&encoding=json`, {}],
    ['by what is accepted', (token: string) => `/join?invite=${token}`, { accept: 'application/json' }],
  ] as const) {
    test(`says where to post it: ${name}`, async () => {
      const room = await opened();
      const token = await tokenOf(room);
      const answer = await get(room, path(token), headers);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      const postTo = `${WEB}/invite/consume`;
      assert.deepEqual(await answer.json(), {
        ...{ status: 'successful', invite: token, postTo },
        role: 'participant',
      });
    });
  }

  test('uses nothing up', async () => {
    const room = await opened();
    const token = await tokenOf(room);
    for (let n = 0; n < 3; n++)
      assert.equal((await json(room, `/join?invite=${token}&encoding=json`)).status, 'successful');
    assert.equal(room.core.invites.list(OPERATOR)[0]?.usesLeft, 1);
  });
});

describe('what leads on from an invite', () => {
  test('apps, and a form for an id, in both languages, with what is typed as text', async () => {
    const room = await opened();
    const xss = encodeURIComponent('"><script>alert(1)</script>');
    for (const [path, english, french] of [
      ['/join-fallback', /Apps for this room/, /Applications pour ce salon/],
      ['/join-manually', /Join with your SSB id/, /Entrer avec votre identifiant SSB/],
    ] as const) {
      for (const query of ['', '?invite=T', `?token=${xss}`]) {
        const answer = await get(room, `${path}${query}`);
        assert.equal(answer.status, 200, query);
        const page = await answer.text();
        assert.match(page, english);
        assert.doesNotMatch(page, /<script>/);
      }
      assert.match(await (await get(room, `${path}?invite=T&lang=fr`)).text(), french);
    }
    const form = await (await get(room, '/join-manually?invite=T')).text();
    assert.match(form, /<input type="hidden" name="invite" value="T">/);
  });

  test('a host that cannot be answered is refused', async () => {
    const room = await opened();
    const answer = await get(room, `/join?invite=${await tokenOf(room)}`, { host: '0.0.0.0' });
    assert.equal(answer.status, 400);
  });
});

test('a room that is not listed tells its name to whoever has an invite that is good, and to nobody else', async () => {
  const room = await opened();
  const token = await tokenOf(room);
  await room.core.settings.set(OPERATOR, { listed: false });
  const tells = async (path: string) => /Tea|All day/.test(await (await get(room, path)).text());
  for (const path of ['/join?invite=', '/join-manually?invite=']) {
    assert.equal(await tells(`${path}${token}`), true, path);
    assert.equal(await tells(`${path}${'A'.repeat(43)}`), false, path);
  }
  assert.equal(await tells('/join-fallback?invite=T'), false);
  assert.equal(await tells('/create-invite'), false);
});

test('roles have words in every language', async () => {
  const room = await opened();
  for (const role of ['owner', 'moderator', 'participant', 'viewer'] satisfies Role[]) {
    const token = await tokenOf(room, { role });
    for (const lang of ['en', 'fr']) {
      const page = await (await get(room, `/join?invite=${token}&lang=${lang}`)).text();
      assert.match(page, /<dl class="facts">(?:(?!undefined).)*<\/dl>/s);
    }
  }
});
