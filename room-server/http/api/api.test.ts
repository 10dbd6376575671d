import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { administration, type FeedId, feedIdOf, type Role } from '@open-rooms/protocol';
import { OPERATOR } from '../../rooms/actor.ts';
import { type TestRoom, testRoom } from '../testing.ts';
import { API_ROOT } from './routes.ts';

const idOf = (n: number): FeedId => feedIdOf(new Uint8Array(32).fill(n));
const OWNER = idOf(1);
const SOMEBODY = idOf(9);

interface Sent {
  readonly status: number;
  readonly json: { readonly error?: { readonly code: string; readonly sentence: string } } & Record<
    string,
    unknown
  >;
  readonly headers: Headers;
}

/** A room with an owner, and a way to ask its API as a program of theirs. */
async function place(role: Role = 'owner') {
  const made = await testRoom({ name: 'Garden', owner: OWNER });
  const who = role === 'owner' ? OWNER : idOf(2);
  if (role !== 'owner') await made.core.members.add(OPERATOR, who, role);
  const { key } = await made.parts.operations['keys.create']({ kind: 'feed', id: who }, { name: 'bot' });
  return { ...made, key, ask: asking(made, { authorization: `Bearer ${key}` }) };
}

function asking({ app }: Pick<TestRoom, 'app'>, headers: Record<string, string>) {
  return async (method: string, path: string, body?: unknown): Promise<Sent> => {
    const response = await app.request(API_ROOT + path, {
      method,
      headers: {
        host: 'room.example',
        ...headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      json: (await response.json()) as Sent['json'],
      headers: response.headers,
    };
  };
}

describe('the HTTP API', () => {
  test('does what an operation says, at its path', async () => {
    const { ask, core, told } = await place();
    const made = await ask('POST', '/members', { who: SOMEBODY, role: 'moderator' });
    assert.equal(made.status, 201);
    assert.equal(made.json['role'], 'moderator');
    assert.equal(core.members.roleOf(SOMEBODY), 'moderator');
    const path = `/members/${encodeURIComponent(SOMEBODY)}`;
    assert.equal((await ask('PATCH', path, { role: 'viewer' })).json['role'], 'viewer');
    assert.deepEqual((await ask('DELETE', `${path}?reason=moved`)).json, { done: true });
    assert.equal(core.members.roleOf(SOMEBODY), undefined);
    const api = told.filter(({ event }) => event === 'api_action_allowed');
    assert.deepEqual(
      api.map(({ subject, byRight }) => [subject, byRight]),
      ['members.add', 'members.setRole', 'members.remove'].map((subject) => [subject, true]),
    );
  });

  test('reads numbers of an address as numbers', async () => {
    const { ask } = await place();
    assert.equal((await ask('GET', '/audit?limit=3&since=0')).status, 200);
    const { status, json } = await ask('GET', '/audit?limit=many');
    assert.equal(status, 400);
    assert.match(json.error?.sentence ?? '', /^Cannot read this request: "limit": /);
  });

  test('refuses whoever does not say who they are, and what is no key', async () => {
    const { app } = await place();
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'Basic YTpi' }]) {
      const { status, json, headers: answered } = await asking({ app }, headers)('GET', '/members');
      assert.equal(status, 401);
      assert.equal(json.error?.code, 'not-allowed');
      assert.match(answered.get('www-authenticate') ?? '', /^Bearer /);
    }
  });

  test('lets a program do what whoever made its key may do, at that moment', async () => {
    const { ask, core, told } = await place('moderator');
    assert.equal((await ask('GET', '/bans')).status, 200);
    assert.equal((await ask('PATCH', '/settings', { mode: 'restricted' })).status, 403);
    await core.members.setRole(OPERATOR, idOf(2), 'participant', '');
    const { status, json } = await ask('GET', '/bans');
    assert.equal(status, 403);
    assert.equal(json.error?.code, 'not-allowed');
    const denied = told.filter(({ event }) => event === 'api_action_denied').map(({ subject }) => subject);
    assert.deepEqual(denied, ['configure', 'ban']);
    await core.members.setRole(OPERATOR, idOf(2), 'moderator', '');
    assert.equal((await ask('DELETE', `/members/${encodeURIComponent(OWNER)}`)).status, 403);
    assert.equal(told.filter(({ event }) => event === 'api_action_denied').at(-1)?.subject, 'manage-members');
  });

  test('forgets a key that was revoked, and says none of their secrets', async () => {
    const { ask, key, told, parts } = await place();
    const list = await parts.operations['keys.list'](OPERATOR, {});
    assert.doesNotMatch(JSON.stringify([list, told]), new RegExp(key));
    assert.equal((await ask('DELETE', `/keys/${list[0]?.id}`)).status, 200);
    assert.equal((await ask('GET', '/keys')).status, 401);
  });

  test('takes a session of a browser, and nothing that another site sends with it', async () => {
    const { app, parts } = await place();
    const token = await parts.sessions.create(OWNER, 'a browser');
    const cookie = await cookieOf(parts, token);
    const own = asking({ app }, { cookie, 'sec-fetch-site': 'same-origin' });
    assert.equal((await own('POST', '/members', { who: SOMEBODY })).status, 201);
    for (const site of ['cross-site', 'same-site']) {
      const other = asking({ app }, { cookie, 'sec-fetch-site': site });
      assert.equal((await other('DELETE', `/members/${encodeURIComponent(SOMEBODY)}`)).status, 403);
    }
    const form = await app.request(`${API_ROOT}/bans`, {
      method: 'POST',
      headers: {
        host: 'room.example',
        cookie,
        'sec-fetch-site': 'same-origin',
        'content-type': 'text/plain',
      },
      body: JSON.stringify({ who: SOMEBODY }),
    });
    assert.equal(form.status, 400);
  });

  test('takes no write by a cookie that a form or a link could send', async () => {
    const { app, parts, core } = await place();
    // As over plain http: nothing names the sender, and the cookie has another name.
    const plain = await cookieOf(parts, await parts.sessions.create(OWNER, 'a browser'), {});
    const send = async (method: string, path: string, headers: Record<string, string>, body?: string) => {
      const init = {
        method,
        headers: { host: 'room.example', cookie: plain, ...headers },
        ...(body && { body }),
      };
      const answer = await app.request(API_ROOT + path, init);
      return [answer.status, await answer.text()] as const;
    };
    const json = { 'content-type': 'application/json' };
    const [who, path] = [JSON.stringify({ who: SOMEBODY }), `/members/${encodeURIComponent(SOMEBODY)}`];
    const query = `?who=${encodeURIComponent(SOMEBODY)}`;
    for (const [headers, at, body, status, words] of [
      [{}, `/bans${query}`, undefined, 400, /also where the body is empty/],
      [{ 'content-type': 'text/plain' }, '/bans', who, 400, /"Content-Type: application\/json/],
      [json, `/bans${query}`, undefined, 400, /with a cookie, send .*who.* in the body, as JSON/],
      [{ ...json, origin: 'null' }, '/bans', who, 403, /Origin: null/],
      [{ ...json, origin: 'https://evil.example' }, '/bans', who, 403, /another website/],
    ] as const) {
      const [answered, text] = await send('POST', at, headers, body);
      assert.equal(answered, status, text);
      assert.match(text, words);
    }
    assert.equal(core.bans.isBanned(SOMEBODY), undefined);
    const own = { ...json, origin: 'http://room.example' };
    assert.equal((await send('POST', '/members', own, who))[0], 201);
    assert.equal((await send('DELETE', path, {}))[0], 400);
    assert.equal(core.members.roleOf(SOMEBODY), 'participant');
    assert.equal((await send('DELETE', path, own))[0], 200);
    assert.equal((await send('GET', '/audit?limit=3', { origin: 'null' }))[0], 200);
  });

  test('takes a write by a key without a body, or with an empty stream', async () => {
    const { app, key, core } = await place();
    for (const body of [null, new Blob([]).stream()]) {
      await core.members.add(OPERATOR, SOMEBODY, 'participant');
      const headers = { host: 'room.example', authorization: `Bearer ${key}` };
      const path = `${API_ROOT}/members/${encodeURIComponent(SOMEBODY)}?reason=moved`;
      const answer = await app.request(path, {
        method: 'DELETE',
        headers,
        body,
        duplex: 'half',
      } as RequestInit);
      assert.equal(answer.status, 200, await answer.text());
    }
  });

  test('says what it cannot read, and never that it has a fault', async () => {
    const { ask, faults } = await place();
    const bodies = [
      '{',
      '[]',
      '"text"',
      'null',
      '{"who":7}',
      '{"who":"@x","other":1}',
      '{"__proto__":{"who":1}}',
    ];
    for (const body of bodies) {
      const { status, json } = await ask('POST', '/members', body);
      assert.equal(status, 400, body);
      assert.equal(json.error?.code, 'bad-argument');
    }
    const large = await ask('POST', '/members', JSON.stringify({ who: 'x'.repeat(300_000) }));
    assert.equal(large.status, 413);
    assert.deepEqual(faults, []);
  });

  test('describes every operation, with what it takes and answers', async () => {
    const { app } = await place();
    const document = (await (await app.request(`${API_ROOT}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string; 'x-act': string; responses: object }>>;
    };
    const described = Object.values(document.paths).flatMap((path) => Object.values(path));
    const names = described.map(({ operationId }) => operationId).sort();
    assert.deepEqual(names, [...Object.keys(administration), 'audit.export'].sort());
    const role = document.paths['/members/{who}']?.['patch'] as unknown as {
      requestBody: { content: Record<string, { schema: { properties: { role: { enum: string[] } } } }> };
    };
    const { properties } = role.requestBody.content['application/json']?.schema ?? { properties: undefined };
    assert.deepEqual(properties?.role.enum, ['owner', 'moderator', 'participant', 'viewer']);
  });

  test('sends the audit log as a file', async () => {
    const { app, key, parts } = await place();
    await parts.operations['settings.set'](OPERATOR, { listed: false });
    const headers = { authorization: `Bearer ${key}` };
    const file = await app.request(`${API_ROOT}/audit/export?format=csv`, { headers });
    assert.equal(file.status, 200);
    assert.match(file.headers.get('content-disposition') ?? '', /audit\.csv/);
    const bad = await app.request(`${API_ROOT}/audit/export?format=pdf`, { headers });
    assert.equal(bad.status, 400);
  });
});

/** The header of a browser that holds a session. */
async function cookieOf(
  parts: TestRoom['parts'],
  token: string,
  named: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
): Promise<string> {
  const { writeCookie } = await import('../sign-in-cookies.ts');
  const { Hono } = await import('hono');
  const app = new Hono();
  app.get('/', (context) => {
    writeCookie(parts, context, 'session', token);
    return context.text('');
  });
  const response = await app.request('/', {
    headers: { host: 'room.example', ...named },
  });
  return response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}
