import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Whois } from './description.ts';
import { KEY, ROOM_ID, testRoom } from './testing.ts';

const HOST = { host: 'room.example' };
const LINE = `net:room.example:8008~shs:${KEY}\n`;

for (const face of ['whoisApp', 'app'] as const) {
  describe(`GET /whois of the ${face === 'app' ? 'HTTP' : 'whois'} port`, () => {
    const ask = async (init: RequestInit) => (await testRoom({ name: 'Tea' }))[face].request('/whois', init);

    test('is one line of text', async () => {
      const answer = await ask({ headers: HOST });
      assert.equal(answer.status, 200);
      assert.equal(await answer.text(), LINE);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/plain\b/);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.equal(answer.headers.get('vary'), 'Accept');
      assert.equal(answer.headers.get('cache-control'), 'no-store');
    });

    test('is JSON for whoever prefers it', async () => {
      const answer = await ask({ headers: { ...HOST, accept: 'application/json' } });
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json\b/);
      assert.deepEqual(await answer.json(), {
        msAddr: LINE.trim(),
        addresses: [LINE.trim(), `ws://room.example:3000~shs:${KEY}`],
        roomId: ROOM_ID,
        name: 'Tea',
        description: '',
        online: 0,
        features: ['tunnel', 'room1'],
      });
    });

    const tastes: [accept: string, type: string][] = [
      ['*/*', 'text/plain'],
      ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/plain'],
      ['text/plain;q=0.5, application/json', 'application/json'],
      ['text/plain, application/json;q=0.5', 'text/plain'],
      ['application/json;q=0', 'text/plain'],
      ['image/png', 'text/plain'],
    ];
    for (const [accept, type] of tastes) {
      test(`Accept: ${accept} gives ${type}`, async () => {
        const answer = await ask({ headers: { ...HOST, accept } });
        assert.equal(answer.headers.get('content-type')?.split(';')[0], type);
      });
    }

    test('HEAD has the headers and no body', async () => {
      const answer = await ask({ method: 'HEAD', headers: HOST });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.equal(await answer.text(), '');
    });

    test('OPTIONS lets pages of other sites ask', async () => {
      const preflight = { ...HOST, origin: 'https://app.example', 'access-control-request-method': 'GET' };
      const answer = await ask({ method: 'OPTIONS', headers: preflight });
      assert.equal(answer.status, 204);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.equal(answer.headers.get('access-control-allow-methods'), 'GET, HEAD, OPTIONS');
    });

    test('other methods are refused with the ones that work', async () => {
      const answer = await ask({ method: 'DELETE', headers: HOST });
      assert.equal(answer.status, 405);
      assert.deepEqual(
        new Set(answer.headers.get('allow')?.split(', ')),
        new Set(['GET', 'HEAD', 'OPTIONS']),
      );
    });

    for (const host of ['0.0.0.0', '[::]:26819', 'a b', '"><script>alert(1)</script>', 'x~shs:y', '']) {
      test(`Host ${JSON.stringify(host)} is refused with a sentence`, async () => {
        const answer = await ask({ headers: { host } });
        assert.equal(answer.status, 400);
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
        const body = await answer.text();
        assert.doesNotMatch(body, /~shs:[A-Za-z0-9+/]{43}=/);
        if (face === 'app') assert.doesNotMatch(body, /<script>alert/);
        else assert.match(answer.headers.get('content-type') ?? '', /^text\/plain\b/);
        assert.match(body, /Cannot read host/);
      });
    }

    test('forwarded headers count for nothing', async () => {
      const headers = { ...HOST, 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
      assert.equal(await (await ask({ headers })).text(), LINE);
    });
  });
}

describe('whois', () => {
  test('works before the room has a name', async () => {
    const { whoisApp } = await testRoom();
    const answer = await whoisApp.request('/whois', { headers: { ...HOST, accept: 'application/json' } });
    assert.equal(((await answer.json()) as Whois).name, null);
    assert.equal(await (await whoisApp.request('/whois', { headers: HOST })).text(), LINE);
  });

  test('a configured host stands in every answer', async () => {
    const { whoisApp } = await testRoom(undefined, 'room.example');
    assert.equal(
      await (await whoisApp.request('/whois', { headers: { host: '127.0.0.1:41003' } })).text(),
      LINE,
    );
  });

  test('a request without a host gets the address of the machine', async () => {
    const { whoisApp } = await testRoom();
    assert.equal(await (await whoisApp.request('/whois')).text(), `net:198.51.100.7:8008~shs:${KEY}\n`);
  });

  test('the whois port knows nothing else, and says so', async () => {
    const { whoisApp } = await testRoom();
    for (const path of ['/', '/claim/x', '/healthz']) {
      const answer = await whoisApp.request(path, { headers: HOST });
      assert.equal(answer.status, 404);
      assert.match(await answer.text(), /^There is no page/);
    }
  });
});
