import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf, type PrivacyMode, type Role, readInvite } from '@open-rooms/protocol';
import { OPERATOR } from '../rooms/actor.ts';
import { type TestRoom, testRoom } from './testing.ts';

const HOST = 'room.example:3000';
const ANA = feedIdOf(new Uint8Array(32).fill(1));
type Fields = Record<string, string>;

async function opened(mode: PrivacyMode): Promise<TestRoom> {
  return await testRoom({ name: 'Tea' }, null, undefined, null, false, mode);
}

/** The cookie of somebody who is signed in. */
async function signedIn({ core, parts }: TestRoom, role: Role, id: FeedId = ANA): Promise<Fields> {
  await core.members.add(OPERATOR, id, role);
  const token = await parts.sessions.create(id, 'test');
  const key = parts.room.id.slice(1, 9).replaceAll('+', '-').replaceAll('/', '_');
  return { cookie: `open-rooms-session-${key}=${token}` };
}

function get({ app }: TestRoom, headers: Fields = {}) {
  return app.request('/create-invite', { headers: { host: HOST, ...headers } });
}

function post({ app }: TestRoom, headers: Fields = {}, fields: Fields = {}) {
  const body = new URLSearchParams(fields);
  return app.request('/create-invite', { method: 'POST', body, headers: { host: HOST, ...headers } });
}

const JSON_ONLY = { accept: 'application/json' };

describe('in an open room everybody makes invites', () => {
  test('as apps do, in JSON', async () => {
    const room = await opened('open');
    const { app } = room;
    const answer = await app.request('/create-invite', {
      method: 'POST',
      headers: { host: HOST, ...JSON_ONLY },
    });
    assert.equal(answer.status, 200);
    const { url = '' } = (await answer.json()) as Fields;
    const link = readInvite(url);
    assert.ok(link.kind === 'link' && url.startsWith('http://room.example:3000/join?invite='));
    assert.equal((await room.core.invites.claim(link.token, ANA)).role, 'participant');
  });

  test('by the page, which shows the link once', async () => {
    const room = await opened('open');
    assert.match(
      await (await get(room)).text(),
      /<button class="wide" type="submit">Create invite<\/button>/,
    );
    const answer = await post(room, {}, { uses: '500' });
    assert.equal(answer.status, 200);
    const page = await answer.text();
    assert.match(page, /value="http:\/\/room\.example:3000\/join\?invite=[\w-]{43}"/);
    assert.equal(room.core.invites.list(OPERATOR)[0]?.usesLeft, 1, 'a visitor invites one person');
    assert.equal(room.core.invites.list(OPERATOR)[0]?.createdBy, 'visitor');
  });

  test('eight at once, and not without end', async () => {
    const room = await opened('open');
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(room, JSON_ONLY)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(8).fill(200),
    );
    room.turn.mayMakeInvites = false;
    const refused = await post(room, JSON_ONLY);
    assert.equal(refused.status, 429);
    assert.equal(((await refused.json()) as Fields)['status'], 'failed');
    assert.equal((await post(room)).status, 429);
    const cookie = await signedIn(room, 'participant');
    assert.equal((await post(room, { ...JSON_ONLY, ...cookie })).status, 200);
  });

  test('but no page of another site in their name', async () => {
    const room = await opened('open');
    for (const from of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
      assert.equal((await post(room, { ...JSON_ONLY, ...from })).status, 403);
    assert.deepEqual(room.core.invites.list(OPERATOR), []);
  });
});

describe('elsewhere those who may, when they are signed in', () => {
  for (const [mode, role, may] of [
    ['community', undefined, false],
    ['community', 'viewer', false],
    ['community', 'participant', true],
    ['restricted', 'participant', false],
    ['restricted', 'moderator', true],
    ['restricted', undefined, false],
  ] as const) {
    test(`${role ?? 'a visitor'} in ${mode}: ${may}`, async () => {
      const room = await opened(mode);
      const cookie = role === undefined ? {} : await signedIn(room, role);
      assert.equal((await get(room, cookie)).status, may ? 200 : 403);
      const answer = await post(room, { ...JSON_ONLY, ...cookie });
      assert.equal(answer.status, may ? 200 : 403);
      const told = (await answer.json()) as Fields;
      assert.equal(may ? typeof told['url'] : told['status'], may ? 'string' : 'failed');
      assert.equal((await post(room, cookie, { uses: '3' })).status, may ? 200 : 403);
      assert.deepEqual(
        room.core.invites.list(OPERATOR).map(({ createdBy, usesLeft }) => [createdBy, usesLeft]),
        may
          ? [
              [ANA, 3],
              [ANA, 1],
            ]
          : [],
      );
    });
  }

  for (const uses of ['0', '-1', '1e9', 'x', '', '1.5']) {
    test(`not for "${uses}" people`, async () => {
      const room = await opened('community');
      const cookie = await signedIn(room, 'participant');
      assert.equal((await post(room, cookie, { uses })).status, 400);
    });
  }

  test('the page says in both languages who may not', async () => {
    const room = await opened('community');
    assert.match(await (await get(room)).text(), /You cannot invite here.*href="\/login"/s);
    const french = await room.app.request('/create-invite?lang=fr', { headers: { host: HOST } });
    assert.match(await french.text(), /Vous ne pouvez pas inviter ici/);
  });
});
