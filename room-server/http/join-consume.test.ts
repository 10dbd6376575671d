import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { feedIdOf, Refused, readAddresses } from '@open-rooms/protocol';
import fc from 'fast-check';
import { OPERATOR } from '../rooms/actor.ts';
import { WRONG_CODES_PER_MINUTE } from '../rooms/claim-attempts.ts';
import { memoryStore } from '../store/memory.ts';
import { KEY, NOW, type TestRoom, testRoom } from './testing.ts';

const ref: { isAddress(text: string): boolean } = createRequire(import.meta.url)('ssb-ref');

const HOST = 'room.example:3000';
const ANA = feedIdOf(new Uint8Array(32).fill(1));
const ADDRESSES = `net:room.example:8008~shs:${KEY};ws://room.example:3000~shs:${KEY}`;
type Fields = Record<string, string>;

async function opened(): Promise<TestRoom & { token: string }> {
  const room = await testRoom({ name: 'Tea' });
  return { ...room, token: (await room.core.invites.create(OPERATOR, {})).token };
}

function post({ app }: TestRoom, body: unknown, type = 'application/json', headers: Fields = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const all = { host: HOST, 'content-type': type, ...headers };
  return app.request('/invite/consume', { method: 'POST', body: text, headers: all });
}

function postForm({ app }: TestRoom, fields: Fields, query = '') {
  const body = new URLSearchParams(fields);
  return app.request(`/invite/consume${query}`, { method: 'POST', body, headers: { host: HOST } });
}

describe('an invite is used as JSON', () => {
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
  ]) {
    test(`of type ${type}: the answer has addresses for apps and for browsers`, async () => {
      const room = await opened();
      const answer = await post(room, { id: ANA, invite: room.token }, type);
      assert.equal(answer.status, 200);
      assert.deepEqual(await answer.json(), { status: 'successful', multiserverAddress: ADDRESSES });
      assert.ok(ref.isAddress(ADDRESSES));
      assert.equal(readAddresses(ADDRESSES).length, 2);
      assert.equal(room.core.members.roleOf(ANA), 'participant');
      assert.deepEqual(await room.store.members.members(), [{ id: ANA, role: 'participant', addedAt: NOW }]);
      const told = room.told.find(({ event }) => event === 'invitation_response');
      assert.deepEqual([told?.by, told?.address], [null, '192.0.2.1'], 'nobody has proven that they are Ana');
      assert.equal(told?.message, `${ANA} became a participant.`);
    });
  }

  test('of a browser on the page of another site, which asks first', async () => {
    const room = await opened();
    const headers = { host: HOST, origin: 'https://other.example', 'access-control-request-method': 'POST' };
    const asked = await room.app.request('/invite/consume', { method: 'OPTIONS', headers });
    assert.equal(asked.status, 204);
    assert.equal(asked.headers.get('access-control-allow-origin'), '*');
    assert.match(asked.headers.get('access-control-allow-headers') ?? '', /Content-Type/i);
    assert.match(asked.headers.get('access-control-allow-methods') ?? '', /POST/);
    const origin = { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' };
    const answer = await post(room, { id: ANA, invite: room.token }, 'application/json', origin);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(((await answer.json()) as Fields)['status'], 'successful');
  });

  test('twice by one person, once by another', async () => {
    const room = await opened();
    const status = async (id: string) =>
      ((await (await post(room, { id, invite: room.token })).json()) as Fields)['status'];
    assert.equal(await status(ANA), 'successful');
    assert.equal(await status(ANA), 'successful', 'asked again after a lost answer');
    assert.equal(await status(feedIdOf(new Uint8Array(32).fill(2))), 'failed');
  });

  test('by eight at once: one is in, seven hear why not', async () => {
    const room = await opened();
    const people = Array.from({ length: 8 }, (_, n) => feedIdOf(new Uint8Array(32).fill(10 + n)));
    const answers = await Promise.all(people.map((id) => post(room, { id, invite: room.token })));
    const read = (await Promise.all(answers.map((answer) => answer.json()))) as Fields[];
    assert.equal(read.filter(({ status }) => status === 'successful').length, 1);
    assert.equal(read.filter(({ error }) => /used up/.test(error ?? '')).length, 7);
    assert.equal(room.core.members.list().length, 1);
  });

  test('not for whoever is banned, which is not told to those who only say an id', async () => {
    const room = await opened();
    await room.core.bans.add(OPERATOR, ANA, { reason: 'spam', expiresAt: null });
    const answer = await post(room, { id: ANA, invite: room.token });
    const { status, error = '' } = (await answer.json()) as Fields;
    assert.deepEqual([answer.status, status], [200, 'failed']);
    assert.match(error, /^Whoever made this invite may not invite anybody any more/);
    assert.equal(room.core.members.roleOf(ANA), undefined);
  });

  test('not for whoever may do more without it', async () => {
    const room = await testRoom({ name: 'Tea' });
    const { token } = await room.core.invites.create(OPERATOR, { role: 'viewer' });
    const answer = await post(room, { id: ANA, invite: token });
    const { status, error = '' } = (await answer.json()) as Fields;
    assert.deepEqual([answer.status, status], [403, 'failed']);
    assert.match(error, /^not allowed: you may do more here without this invite/);
    assert.equal(room.core.members.roleOf(ANA), undefined);
  });

  for (const [name, body, type, status, sentence] of [
    ['no id', { invite: 'T' }, 'application/json', 400, /object with "id" and "invite"/],
    ['no invite', { id: ANA }, 'application/json', 400, /object with "id" and "invite"/],
    ['an id of another kind', { id: 7, invite: 'T' }, 'application/json', 400, /"id" must be text/],
    ['an id that is none', { id: '@bob', invite: 'T' }, 'application/json', 400, /say an id/],
    ['no object', 'null', 'application/json', 400, /must be an object/],
    ['no JSON', '{', 'application/json', 400, /is no application\/json/],
    ['too much', `{"id":"${'x'.repeat(5000)}"}`, 'application/json', 413, /too large/],
  ] as const) {
    test(`with ${name}: ${status} and the reason`, async () => {
      const room = await opened();
      const answer = await post(room, body, type);
      assert.equal(answer.status, status);
      const told = (await answer.json()) as Fields;
      assert.equal(told['status'], 'failed');
      assert.match(told['error'] ?? '', sentence);
    });
  }

  test('of another type: 400', async () => {
    const room = await opened();
    const answer = await post(room, 'id=x', 'text/plain', { accept: 'application/json' });
    assert.equal(answer.status, 400);
    assert.match(((await answer.json()) as Fields)['error'] ?? '', /send application\/json, or a form/);
  });

  test('any JSON is a refusal, never a fault', async () => {
    const room = await opened();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
        room.turn.now += 60_000;
        const { status } = await post(room, body);
        assert.ok(status < 500, `${status} for ${body}`);
      }),
      { numRuns: 300 },
    );
    assert.deepEqual(room.faults, []);
  });

  test('guesses end after a few', async () => {
    const room = await opened();
    const guess = () => post(room, { id: ANA, invite: 'B'.repeat(43) });
    for (let n = 0; n < WRONG_CODES_PER_MINUTE; n++) assert.equal((await guess()).status, 200);
    const answer = await post(room, { id: ANA, invite: room.token });
    assert.equal(answer.status, 429);
    assert.equal(answer.headers.get('retry-after'), '60');
    assert.equal(room.core.members.roleOf(ANA), undefined);
  });

  test('a disk that takes nothing is told with its status', async () => {
    const store = memoryStore();
    const room = await testRoom({ name: 'Tea' }, null, store);
    const { token } = await room.core.invites.create(OPERATOR, {});
    store.invites.use = () => Promise.reject(new Refused('unavailable', 'The disk is full.'));
    const answer = await post(room, { id: ANA, invite: token });
    assert.equal(answer.status, 503);
    assert.deepEqual(await answer.json(), { status: 'failed', error: 'The disk is full.' });
  });
});

describe('an invite is used by the form', () => {
  test('which then says the address that an app needs', async () => {
    const room = await opened();
    const answer = await postForm(room, { id: ` ${ANA}\n`, invite: room.token });
    assert.equal(answer.status, 200);
    const page = await answer.text();
    assert.match(page, /<h1>You are a member of Tea<\/h1>/);
    assert.ok(page.includes(`value="net:room.example:8008~shs:${KEY}"`));
    assert.ok(page.includes(`value="ws://room.example:3000~shs:${KEY}"`));
    assert.equal(room.core.members.roleOf(ANA), 'participant');
  });

  test('with an id as ssb URI', async () => {
    const room = await opened();
    const uri = `ssb:feed/ed25519/${ANA.slice(1, -8).replaceAll('+', '-').replaceAll('/', '_')}`;
    assert.equal((await postForm(room, { id: uri, invite: room.token })).status, 200);
    assert.equal(room.core.members.roleOf(ANA), 'participant');
  });

  test('which comes back with what is wrong beside its field', async () => {
    const room = await opened();
    const xss = '"><script>alert(1)</script>';
    const answer = await postForm(room, { id: xss, invite: room.token }, '?lang=fr');
    assert.equal(answer.status, 400);
    const page = await answer.text();
    assert.match(page, /aria-describedby="id-error id-hint" aria-invalid="true"/);
    assert.match(page, /id="id-error">Ce n’est pas un identifiant SSB/);
    assert.doesNotMatch(page, /<script>/);
    assert.ok(page.includes(`name="invite" value="${room.token}"`));
    assert.equal(room.core.invites.list(OPERATOR)[0]?.usesLeft, 1);
  });

  test('with an invite of no use: a page with the reason', async () => {
    const room = await opened();
    const answer = await postForm(room, { id: ANA, invite: 'nothing' });
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /This invite does not work/);
  });
});
