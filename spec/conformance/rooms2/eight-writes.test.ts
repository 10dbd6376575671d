import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  type FeedId,
  feedIdOf,
  generateKeyPair,
  signAliasRegistration,
  writeSignature,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { anybody } from '../roles/muxrpc-probes.ts';
import { type ApiAnswer, PeopledRoom } from '../roles/peopled-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { cookieOf, signedIn } from './browser-session.ts';
import { counted, EIGHT, eightAtOnce } from './eight.ts';

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

function statuses(answers: readonly { readonly status: number }[]): Record<string, number> {
  return counted(answers.map(({ status }) => status));
}

describe('eight writes at once', () => {
  let room: PeopledRoom;
  before(async () => {
    room = await PeopledRoom.start('open');
  });
  after(() => room[Symbol.asyncDispose]());

  const asOwner = (method: string, path: string, body?: unknown): Promise<ApiAnswer> =>
    room.api('owner', method, path, body);
  const at = (path: string, name: string) => `${path}/${encodeURIComponent(name)}`;
  async function consume(invite: string, id: FeedId) {
    const init = { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify({ id, invite }) };
    return (await (await room.page('/invite/consume', init)).json()) as { status: string; reason?: string };
  }
  async function tokenFor(uses: number): Promise<string> {
    const { json } = await asOwner('POST', '/invites', { uses });
    return new URL(json.url).searchParams.get('invite') ?? '';
  }
  const isMember = async (id: FeedId) =>
    (await asOwner('GET', '/members')).json.some((member: { id: FeedId }) => member.id === id);

  test('an invite for one brings one in, and an invite for eight all of them', async () => {
    const people = Array.from({ length: EIGHT }, anybody);
    const one = await tokenFor(1);
    const told = await Promise.all(people.map((id) => consume(one, id)));
    assert.deepEqual(counted(told.map(({ status, reason }) => reason ?? status)), {
      successful: 1,
      spent: 7,
    });
    const inside = (await Promise.all(people.map(isMember))).filter(Boolean);
    assert.equal(inside.length, 1);

    const others = Array.from({ length: EIGHT }, anybody);
    const eight = await tokenFor(EIGHT);
    const all = await Promise.all(others.map((id) => consume(eight, id)));
    assert.deepEqual(counted(all.map(({ status }) => status)), { successful: EIGHT });
  });

  test('one person who uses an invite eight times at once spends one use', async () => {
    const token = await tokenFor(2);
    const [once, other] = [anybody(), anybody()];
    const told = await eightAtOnce(() => consume(token, once));
    assert.deepEqual(counted(told.map(({ status }) => status)), { successful: EIGHT });
    assert.equal((await consume(token, other)).status, 'successful');
  });

  test('everybody gets an invite of their own', async () => {
    const links = await eightAtOnce(async () => {
      const answer = await room.page('/create-invite', {
        method: 'POST',
        headers: { accept: 'application/json' },
      });
      assert.equal(answer.status, 200);
      return ((await answer.json()) as { url: string }).url;
    });
    assert.equal(new Set(links).size, EIGHT);
  });

  test('eight browsers are signed in; one signed out eight times is out, and the others are not', async () => {
    const cookies: string[] = [];
    cookies.push(...(await eightAtOnce(() => signedIn(room, 'participant'))));
    assert.equal(new Set(cookies).size, EIGHT);
    const [first = '', ...others] = cookies;
    const out = await eightAtOnce(() => room.page('/logout', { method: 'POST', headers: { cookie: first } }));
    assert.ok(out.every(({ status }) => status === 303));
    assert.ok(out.every((answer) => cookieOf(answer).endsWith('=')));
    const who = (cookie: string) => room.page('/session', { headers: { cookie } });
    assert.equal((await who(first)).status, 303);
    for (const cookie of others) assert.equal((await who(cookie)).status, 200);
    const ended = await Promise.all(
      others.map((cookie) =>
        room.page('/session/revoke', {
          method: 'POST',
          headers: { cookie },
          body: new URLSearchParams({ id: 'all' }),
        }),
      ),
    );
    assert.deepEqual(statuses(ended), { 303: EIGHT - 1 });
    for (const cookie of others) assert.equal((await who(cookie)).status, 303);
  });

  test('a notice that eight write is the whole one of one of them', async () => {
    const written = await eightAtOnce((n) =>
      asOwner('PUT', '/notices/news/en', { title: `${n}`, content: `${n}` }),
    );
    assert.deepEqual(statuses(written), { 200: EIGHT });
    const all = (await asOwner('GET', '/notices')).json as { name: string; title: string; content: string }[];
    const news = all.filter(({ name }) => name === 'news');
    assert.equal(news.length, 1);
    assert.equal(news[0]?.title, news[0]?.content);
    const removed = await eightAtOnce(() => asOwner('DELETE', '/notices/news/en'));
    assert.deepEqual(statuses(removed), { 200: 1, 404: EIGHT - 1 });
  });

  test('members: eight are added; one whom eight add is one; of eight who remove them one does', async () => {
    const people = Array.from({ length: EIGHT }, anybody);
    const added = await Promise.all(people.map((who) => asOwner('POST', '/members', { who })));
    assert.deepEqual(statuses(added), { 201: EIGHT });
    const who = anybody();
    assert.deepEqual(statuses(await eightAtOnce(() => asOwner('POST', '/members', { who }))), { 201: EIGHT });
    const roles = ['owner', 'moderator', 'participant', 'viewer'] as const;
    const changed = await eightAtOnce((n) => asOwner('PATCH', at('/members', who), { role: roles[n % 4] }));
    assert.deepEqual(statuses(changed), { 200: EIGHT });
    const removed = await eightAtOnce(() => asOwner('DELETE', at('/members', who)));
    assert.deepEqual(statuses(removed), { 200: 1, 404: EIGHT - 1 });
  });

  test('bans: one whom eight ban is banned once; of eight who lift it one does', async () => {
    const who = anybody();
    const banned = await eightAtOnce((n) => asOwner('POST', '/bans', { who, reason: `${n}` }));
    assert.deepEqual(statuses(banned), { 201: EIGHT });
    const listed = (await asOwner('GET', '/bans')).json as { id: FeedId }[];
    assert.equal(listed.filter(({ id }) => id === who).length, 1);
    const lifted = await eightAtOnce(() => asOwner('DELETE', at('/bans', who)));
    assert.deepEqual(statuses(lifted), { 200: 1, 404: EIGHT - 1 });
  });

  test('settings that eight change are all changed', async () => {
    const fields = [{ name: 'Orchard' }, { description: 'Trees.' }, { listed: false }, { addressDays: 3 }];
    const set = await eightAtOnce((n) => asOwner('PATCH', '/settings', fields[n % fields.length]));
    assert.deepEqual(statuses(set), { 200: EIGHT });
    const { json } = await asOwner('GET', '/settings');
    const { name, description, listed, addressDays } = json;
    assert.deepEqual({ name, description, listed, addressDays }, Object.assign({}, ...fields));
  });

  test('keys: eight are made; one that eight revoke is revoked once', async () => {
    const made = await eightAtOnce(() => asOwner('POST', '/keys', { name: 'bot' }));
    assert.deepEqual(statuses(made), { 201: EIGHT });
    const [one] = made;
    const revoked = await eightAtOnce(() => asOwner('DELETE', at('/keys', one?.json.id)));
    assert.deepEqual(statuses(revoked), { 200: 1, 404: EIGHT - 1 });
  });

  test('an alias that eight register is one person’s; eight who take it away take it once', async () => {
    const people = await eightAtOnce(async () => {
      const keys = generateKeyPair(sodium);
      const id = feedIdOf(keys.publicKey);
      await asOwner('POST', '/members', { who: id });
      return { id, keys, peer: await room.connect(keys) };
    });
    const outcomes = await Promise.all(
      people.map(async ({ id, keys, peer }) => {
        const word = signAliasRegistration(sodium, keys.secretKey, {
          alias: 'star',
          userId: id,
          roomId: peer.room,
        });
        return peer.remote['room.registerAlias']('star', writeSignature(word)).then(
          () => 'registered',
          ({ message }: Error) => (/^alias \("star"\) is already taken/.test(message) ? 'taken' : message),
        );
      }),
    );
    assert.deepEqual(counted(outcomes), { registered: 1, taken: EIGHT - 1 });
    const winner = people[outcomes.indexOf('registered')];
    assert.equal(await people[0]?.peer.remote['tunnel.whois']('star'), winner?.id);
    const revoked = await eightAtOnce(() => asOwner('DELETE', '/aliases/star'));
    assert.deepEqual(statuses(revoked), { 200: 1, 404: EIGHT - 1 });
    for (const { peer } of people) peer.close();
  });
});

test('a room that eight claim at once is claimed by one of them', async () => {
  await using room = await startRoomProcess();
  const code = new URL(room.ready.claim ?? '').pathname.split('/').at(-1);
  const owners = Array.from({ length: EIGHT }, anybody);
  const answers = await eightAtOnce((n) =>
    fetch(new URL('/claim', room.ready.http), {
      method: 'POST',
      headers: JSON_HEADERS,
      body: JSON.stringify({ code, name: `Garden ${n}`, owner: owners[n] }),
    }),
  );
  assert.deepEqual(statuses(answers), { 201: 1, 409: EIGHT - 1 });
});
