import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readInvite } from '@open-rooms/protocol';
import { memoryStore } from '../store/memory.ts';
import type { RoomDescription } from './description.ts';
import { unreadableRequest } from './problems.ts';
import { KEY, ROOM_ID, testRoom } from './testing.ts';

const HEADERS = { host: 'room.example:3000' };
const MARKER = 'SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=';
const MS_ADDR = `net:room.example:8008~shs:${KEY}`;

describe('the page of a room', () => {
  test('says what it is, who is there and how to come in', async () => {
    const { app, turn } = await testRoom({ name: 'Tea', description: 'All day\nlong' });
    turn.online = 3;
    const answer = await app.request('/', { headers: HEADERS });
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html; charset=utf-8$/i);
    const page = await answer.text();
    assert.match(page, /^<!doctype html>\n<html lang="en" data-state="ready">/);
    assert.match(page, /<h1>Tea<\/h1>/);
    assert.match(page, /All day\nlong/);
    assert.match(page, /3 people are online now/);
    assert.ok(page.includes(`value="${MS_ADDR}:${MARKER}"`));
    const uri = `ssb:address/multiserver?multiserverAddress=${encodeURIComponent(MS_ADDR)}`;
    assert.ok(page.includes(`href="${uri}"`));
    assert.match(page, /<code>room\.example<\/code>/);
    assert.match(page, /<svg [^>]+viewBox/);
    assert.ok(page.includes(`<code>ws://room.example:3000~shs:${KEY}</code>`));
  });

  test('the QR code follows the host by which each visitor came', async () => {
    const { app } = await testRoom({ name: 'Tea' });
    const code = async (host: string) =>
      /<svg.+<\/svg>/.exec(await (await app.request('/', { headers: { host } })).text())?.[0];
    const first = await code('room.example');
    assert.ok(first);
    assert.notEqual(await code('other.example'), first);
    assert.equal(await code('room.example'), first);
  });

  test('counts in words', async () => {
    const { app, turn } = await testRoom({ name: 'Tea' });
    assert.match(await (await app.request('/')).text(), /Nobody is online right now/);
    turn.online = 1;
    assert.match(await (await app.request('/')).text(), /1 person is online now/);
  });

  test('loads nothing from elsewhere and holds no inline script or style', async () => {
    const { app } = await testRoom({ name: 'Tea' });
    for (const path of ['/', '/nowhere']) {
      const page = await (await app.request(path, { headers: HEADERS })).text();
      assert.doesNotMatch(page, /(?:src|href)="(?:https?:)?\/\//);
      assert.doesNotMatch(page, /<style|style="|<script>|\son\w+="/);
    }
  });

  test('name and description are text', async () => {
    const xss = '<img src=x onerror=alert(1)>"\'&';
    const { app } = await testRoom({ name: xss, description: xss });
    const page = await (await app.request('/', { headers: HEADERS })).text();
    assert.doesNotMatch(page, /<img src=x/);
    assert.match(page, /<title>&lt;img src=x/);
  });

  test('has a twin in JSON', async () => {
    const { app, turn } = await testRoom({ name: 'Tea', description: 'All day' });
    turn.online = 2;
    for (const [path, accept] of [
      ['/?encoding=json', 'text/html'],
      ['/', 'application/json'],
    ] as const) {
      const answer = await app.request(path, { headers: { ...HEADERS, accept } });
      assert.equal(answer.headers.get('vary'), 'Accept, Accept-Language');
      assert.deepEqual(await answer.json(), {
        claimed: true,
        mode: 'open',
        listed: true,
        msAddr: MS_ADDR,
        addresses: [MS_ADDR, `ws://room.example:3000~shs:${KEY}`],
        roomId: ROOM_ID,
        name: 'Tea',
        features: ['tunnel', 'room1'],
        description: 'All day',
        online: 2,
        invite: `${MS_ADDR}:${MARKER}`,
        ssbUri: `ssb:address/multiserver?multiserverAddress=${encodeURIComponent(MS_ADDR)}`,
        host: 'room.example',
      });
    }
  });

  test('IPv6 visitors get an invite that our reader understands', async () => {
    const { app } = await testRoom({ name: 'Tea' });
    const answer = await app.request('/?encoding=json', { headers: { host: '[2001:db8::1]:3000' } });
    assert.deepEqual(readInvite(((await answer.json()) as RoomDescription).invite), {
      kind: 'open-room',
      addresses: [{ transport: 'net', host: '2001:db8::1', port: 8008, key: ROOM_ID }],
    });
  });

  test('a hostile host is refused with a page', async () => {
    const { app } = await testRoom({ name: 'Tea' });
    for (const host of ['0.0.0.0:3000', '"><script>alert(1)</script>', 'a;net:evil']) {
      const answer = await app.request('/', { headers: { host } });
      assert.equal(answer.status, 400);
      const page = await answer.text();
      assert.match(page, /Cannot read host/);
      assert.doesNotMatch(page, /<script>alert/);
    }
  });
});

describe('a page over plain http', () => {
  const says = async (headers: Record<string, string>, https = false) => {
    const { app } = await testRoom({ name: 'Tea' }, null, memoryStore(), null, https);
    return (await (await app.request('/', { headers })).text()).includes('--tls self-signed');
  };

  test('from another machine says what browsers keep from it, and the fix', async () => {
    assert.equal(await says({ host: 'room.example:3000' }), true);
    assert.equal(await says({ host: '192.0.2.7:3000' }), true);
  });

  test('says nothing where all works', async () => {
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000']) {
      assert.equal(await says({ host }), false, host);
    }
    assert.equal(await says({ host: 'room.example:3000' }, true), false, 'over TLS');
    const secure = { host: 'room.example', 'sec-fetch-mode': 'navigate' };
    assert.equal(await says(secure), false, 'behind a proxy that speaks https');
  });
});

describe('the page of a new room', () => {
  test('is the form, and null in JSON', async () => {
    const { app } = await testRoom();
    const page = await (await app.request('/', { headers: HEADERS })).text();
    for (const label of ['Room name', 'Description', 'Claim code', 'Your SSB id']) {
      assert.ok(page.includes(`>${label}</label>`), label);
    }
    assert.match(page, /<form [^>]*method="post" action="\/claim"/);
    const answer = await app.request('/?encoding=json', { headers: HEADERS });
    const twin = (await answer.json()) as RoomDescription;
    assert.deepEqual([twin.claimed, twin.name, twin.description, twin.msAddr], [false, null, null, MS_ADDR]);
  });
});

describe('every answer', () => {
  test('carries the security headers', async () => {
    const { app, whoisApp } = await testRoom({ name: 'Tea' });
    const answers = await Promise.all([
      ...['/', '/nowhere', '/healthz', '/whois', '/assets/style.css', '/claim'].map((path) =>
        app.request(path),
      ),
      app.request('/', { headers: { host: '0.0.0.0' } }),
      app.request('/', { method: 'PUT' }),
      whoisApp.request('/whois'),
    ]);
    for (const { headers } of answers) {
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'self'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.match(policy, /require-trusted-types-for 'script'/);
      assert.doesNotMatch(policy.replace("'wasm-unsafe-eval'", ''), /unsafe/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.ok(headers.has('cache-control'));
    }
  });

  test('to an unknown path is a sentence, as page, or JSON', async () => {
    const { app } = await testRoom();
    const page = await app.request('/no<b>where');
    assert.equal(page.status, 404);
    assert.match(await page.text(), /There is no such page/);
    const json = await app.request('/nowhere', { headers: { accept: 'application/json' } });
    assert.equal(json.status, 404);
    const sentence = 'There is no page "/nowhere" here. The room\'s page is "/".';
    assert.deepEqual(await json.json(), { error: { code: 'not-found', sentence } });
  });

  test('to a wrong method names the right ones', async () => {
    const { app } = await testRoom();
    const answer = await app.request('/', { method: 'POST' });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get('allow'), 'GET, HEAD');
    assert.match(await answer.text(), /use GET or HEAD/);
    const options = await app.request('/claim', { method: 'OPTIONS' });
    assert.equal(options.status, 204);
    assert.equal(options.headers.get('allow'), 'GET, HEAD, POST');
  });

  test('to what no app can read is a sentence', async () => {
    const answer = unreadableRequest();
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /^Cannot read this request/);
  });
});

describe('files', () => {
  for (const [path, type] of [
    ['/assets/style.css', 'text/css'],
    ['/assets/copy.js', 'text/javascript'],
    ['/assets/icon.svg', 'image/svg+xml'],
  ] as const) {
    test(`${path} has a strong tag, by which it is asked for again`, async () => {
      const { app } = await testRoom();
      const answer = await app.request(path);
      assert.equal(answer.status, 200);
      assert.ok(answer.headers.get('content-type')?.startsWith(type));
      assert.equal(answer.headers.get('cache-control'), 'public, no-cache');
      const tag = answer.headers.get('etag') ?? '';
      assert.match(tag, /^"[^"]{40,}"$/);
      for (const known of [tag, `"x", W/${tag}`, '*']) {
        const again = await app.request(path, { headers: { 'if-none-match': known } });
        assert.equal(again.status, 304, known);
        assert.equal(await again.text(), '');
      }
      assert.equal((await app.request(path, { headers: { 'if-none-match': '"x"' } })).status, 200);
    });
  }

  test('/healthz', async () => {
    const answer = await (await testRoom()).app.request('/healthz');
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), 'ok\n');
  });
});
