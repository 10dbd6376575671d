import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { administration } from '@open-rooms/protocol';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import { anybody } from '../roles/muxrpc-probes.ts';
import { PeopledRoom } from '../roles/peopled-room.ts';
import { signedIn } from './browser-session.ts';

const ONE = { role: 'participant', uses: 1, note: '', notBefore: null, expiresAt: null } as const;
/** More than anybody may guess wrong in a minute. */
const GUESSES = 12;

describe('what the pages of the reference server do wrong, and ours do not', () => {
  let room: PeopledRoom;
  before(async () => {
    room = await PeopledRoom.start('open');
  });
  after(() => room[Symbol.asyncDispose]());

  async function inviteLink(): Promise<URL> {
    const { url } = await room.server.operations['invites.create'](OPERATOR, ONE);
    return new URL(url);
  }
  const statusOf = async (path: string, init?: RequestInit): Promise<number> => {
    const answer = await room.page(path, init);
    await answer.body?.cancel();
    return answer.status;
  };

  test('a notice that is in no language of the reader’s, or is gone, breaks no page and no invite', async () => {
    const link = await inviteLink();
    const pages = ['/', `${link.pathname}${link.search}`, '/notice/list', '/create-invite', '/login'];
    const write = { name: 'description', language: 'sv', title: '', content: 'Välkommen.' } as const;
    await room.server.operations['notices.set'](OPERATOR, write);
    for (const language of ['de', 'en-GB', 'xx', '*', ''])
      for (const page of pages)
        assert.equal(await statusOf(page, { headers: { 'accept-language': language } }), 200);
    assert.equal(await statusOf('/notice/description', { headers: { 'accept-language': 'de' } }), 200);
    await room.server.operations['notices.remove'](OPERATOR, { name: 'description', language: 'sv' });
    for (const page of pages) assert.equal(await statusOf(page), 200);
    assert.equal(await statusOf('/notice/description'), 404);
  });

  test('an invite that is used, taken back or unknown is 410 or 404, and 200 with the reason in JSON', async () => {
    const [used, revoked] = [await inviteLink(), await inviteLink()];
    const invite = used.searchParams.get('invite');
    const body = JSON.stringify({ id: anybody(), invite });
    const init = { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8' }, body };
    assert.equal(await statusOf('/invite/consume', init), 200);
    const [newest] = await room.server.operations['invites.list'](OPERATOR, {});
    await room.server.operations['invites.revoke'](OPERATOR, { id: newest?.id ?? anybody() });
    const unknown = new URL(`/join?invite=${'B'.repeat(43)}`, used);
    for (const [link, status] of [
      [used, 410],
      [revoked, 410],
      [unknown, 404],
    ] as const) {
      const path = link.pathname + link.search;
      assert.equal(await statusOf(path), status);
      const json = await room.page(`${path}&encoding=json`, { headers: { accept: 'application/json' } });
      const { status: told, error } = (await json.json()) as { status: string; error: string };
      assert.deepEqual([json.status, told], [200, 'failed']);
      assert.ok(error.length > 20, error);
    }
  });

  test('the language is a matter of the address: nothing sends a browser to another site', async () => {
    for (const method of ['GET', 'POST']) assert.equal(await statusOf('/set-language', { method }), 404);
    const evil = ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'];
    const paths = [
      '/',
      '/claim',
      '/claim/x',
      '/session',
      '/login',
      '/logout',
      '/notice/list',
      '/notice/show',
      '/join',
    ];
    for (const path of paths)
      for (const to of evil)
        for (const field of ['lang', 'page', 'next', 'redirect', 'url', 'alias', 'id']) {
          const answer = await room.page(`${path}?${field}=${encodeURIComponent(to)}`);
          const text = await answer.text();
          const location = answer.headers.get('location');
          assert.ok(location === null || /^\/(?![/\\])/.test(location), `${path} ${field}: ${location}`);
          assert.doesNotMatch(
            text,
            /href="(?:https?:)?\/\/evil|href="\/\\|href="javascript:/,
            `${path} ${field}`,
          );
        }
  });

  test('following a link signs nobody out', async () => {
    const cookie = await signedIn(room, 'viewer');
    assert.equal(await statusOf('/logout', { headers: { cookie } }), 200);
    assert.equal(await statusOf('/session', { headers: { cookie } }), 200);
  });

  test('nothing that another site sends is done in the name of its visitor', async () => {
    const cookie = await signedIn(room, 'owner');
    const from = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ];
    for (const headers of from) {
      for (const path of [
        '/claim',
        '/create-invite',
        '/login',
        '/logout',
        '/session/revoke',
        '/withssb/finalize',
      ])
        assert.equal(await statusOf(path, { method: 'POST', headers: { ...headers, cookie } }), 403, path);
      for (const { http } of Object.values(administration)) {
        const [method = '', path = ''] = http.split(' ');
        if (method === 'GET') continue;
        const { status } = await room.api({ ...headers, cookie }, method, path.replaceAll(/[{}]/g, ''), {});
        assert.equal(status, 403, http);
      }
    }
    assert.equal(await statusOf('/session', { headers: { cookie } }), 200);
  });
});

describe('limits that count people', () => {
  const guess = (room: PeopledRoom, forwarded: string): Promise<Response> =>
    room.page(`/join?invite=${'C'.repeat(43)}`, { headers: { 'x-forwarded-for': forwarded } });

  test('are not passed by writing X-Forwarded-For oneself', async () => {
    await using room = await PeopledRoom.start('open');
    const statuses: number[] = [];
    for (let n = 0; n < GUESSES; n++) statuses.push((await guess(room, `203.0.113.${n}`)).status);
    assert.deepEqual([statuses[0], statuses.at(-1)], [404, 429]);
  });

  test('count the person behind a proxy, whose port is another with each connection', async () => {
    await using room = await PeopledRoom.start('open', { trustedProxies: 'loopback' });
    const statuses: number[] = [];
    for (let n = 0; n < GUESSES; n++) statuses.push((await guess(room, `203.0.113.7:${4000 + n}`)).status);
    assert.deepEqual([statuses[0], statuses.at(-1)], [404, 429]);
    assert.equal((await guess(room, '203.0.113.8:4000')).status, 404);
    // What stands before the address that the proxy wrote may be invented.
    assert.equal((await guess(room, '198.51.100.1, 203.0.113.7:1')).status, 429);
  });
});
