import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type FeedId,
  feedIdOf,
  type PrivacyMode,
  signAliasRegistration,
  writeSignature,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { fixedKeys } from '@open-rooms/protocol/testing';
import { OPERATOR } from '../rooms/actor.ts';
import { memoryStore } from '../store/memory.ts';
import { KEY, ROOM_ID, testRoom } from './testing.ts';
import type { WebBuild } from './web/web-build.ts';

const { publicKey, secretKey } = fixedKeys(sodium, 2);
const BOB = feedIdOf(publicKey);
const SIGNATURE = writeSignature(
  signAliasRegistration(sodium, secretKey, { roomId: ROOM_ID, userId: BOB, alias: 'bob' }),
);
const WEB: WebBuild = { files: new Map(), script: 'main.js', styles: [], preloads: [] };

async function setting({
  mode = 'open',
  publicHost = 'room.example',
  web = WEB,
}: {
  mode?: PrivacyMode;
  publicHost?: string | null;
  web?: WebBuild | null;
} = {}) {
  const test = await testRoom({ name: 'Garden' }, publicHost, memoryStore(), web);
  const { core, store } = test;
  await core.members.add(OPERATOR, BOB, 'participant');
  const signature = SIGNATURE.replace('.sig.ed25519', '');
  await store.aliases.register(
    { name: 'bob', feed: BOB, signature, registeredAt: 1 },
    { perFeed: 1, inAll: 1 },
  );
  if (mode !== 'open') await core.settings.set(OPERATOR, { mode });
  const ask = (
    path: string,
    host = 'room.example:3000',
    headers: Record<string, string> = {},
    method = 'GET',
  ) => test.app.request(`http://${host}${path}`, { method, headers: { host, ...headers } });
  return { ...test, ask };
}

const SUCCESS = {
  status: 'successful',
  multiserverAddress: `net:room.example:8008~shs:${KEY}`,
  roomId: ROOM_ID,
  userId: BOB,
  alias: 'bob',
  signature: SIGNATURE,
};

describe('an alias as JSON', () => {
  for (const [path, host] of [
    ['/alias/bob?encoding=json', 'room.example'],
    ['/alias/BOB?encoding=json', 'room.example:3000'],
    ['/?encoding=json', 'bob.room.example'],
    ['/?encoding=json', 'Bob.ROOM.example:8443'],
  ] as const) {
    test(`is what SIP 7 says: ${host}${path}`, async () => {
      const { ask } = await setting();
      const answer = await ask(path, host);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
      assert.deepEqual(await answer.json(), SUCCESS);
    });
  }

  test('comes to who accepts nothing else, too; at localhost, with its address', async () => {
    const { ask } = await setting({ publicHost: null });
    const answer = await ask('/', 'bob.localhost:3000', { accept: 'application/json' });
    const body = (await answer.json()) as typeof SUCCESS;
    assert.equal(body.multiserverAddress, `net:localhost:8008~shs:${KEY}`);
  });

  test('that nobody has is an error in the body; stock apps read it under status 200 alone', async () => {
    const { ask } = await setting();
    const error = 'Nobody is known as "rob" in this room: check the spelling.';
    for (const [path, host, status] of [
      ['/alias/rob?encoding=json', 'room.example', 200],
      ['/?encoding=json', 'rob.room.example', 200],
      ['/alias/rob', 'room.example', 404],
    ] as const) {
      const answer = await ask(path, host, { accept: 'application/json' });
      assert.equal(answer.status, status, path);
      assert.deepEqual(await answer.json(), { status: 'error', error });
    }
  });

  test('is none while its owner is banned, nor in a restricted room; it is there again afterwards', async () => {
    const { ask, core } = await setting();
    const error = async () =>
      ((await (await ask('/alias/bob?encoding=json')).json()) as { error?: string }).error;
    await core.bans.add(OPERATOR, BOB, { reason: '', expiresAt: null });
    assert.match((await error()) ?? '', /^Nobody is known as "bob"/);
    await core.bans.lift(OPERATOR, BOB);
    assert.equal(await error(), undefined);
    await core.settings.set(OPERATOR, { mode: 'restricted' });
    assert.equal(await error(), 'this room is restricted, alias resolving is turned off');
    await core.settings.set(OPERATOR, { mode: 'community' });
    assert.equal(await error(), undefined);
  });
});

describe('the page of an alias', () => {
  test('shows who it is, with the ways to reach them', async () => {
    const { ask } = await setting();
    const answer = await ask('/alias/bob');
    assert.equal(answer.status, 200);
    const page = await answer.text();
    assert.match(page, /<html lang="en" data-state="ready">/);
    assert.match(page, /<h1>@bob<\/h1>/);
    assert.match(page, /<a class="button" href="\/room\/@bob@room\.example:3000">Ring bob<\/a>/);
    assert.match(page, /href="ssb:experimental\?action=consume-alias&amp;alias=bob&amp;userId=/);
    assert.doesNotMatch(page, /<script(?! type="module" src="\/assets\/copy\.js")/);
  });

  test('at its own host leads to the room’s, where the browser has its key', async () => {
    const { ask } = await setting();
    const page = await (await ask('/?lang=fr', 'bob.room.example:3000')).text();
    assert.match(page, /<html lang="fr"/);
    assert.match(page, /href="\/\/room\.example:3000\/room\/@bob@room\.example:3000\?lang=fr">Appeler bob</);
    assert.match(page, /href="\/\/room\.example:3000\/\?lang=fr"/);
  });

  test('has no way to ring where there is no client', async () => {
    const { ask } = await setting({ web: null });
    assert.doesNotMatch(await (await ask('/alias/bob')).text(), /Ring bob/);
  });

  for (const [mode, there, said] of [
    ['open', true, /bob is online now/],
    ['open', false, /bob is not online right now/],
    ['community', true, /^(?!.*online)/s],
  ] as const) {
    test(`says whether they are there to who may know: ${mode}, ${there}`, async () => {
      const { ask, turn } = await setting({ mode });
      if (there) turn.there.add(BOB as FeedId);
      assert.match(await (await ask('/alias/bob')).text(), said);
    });
  }

  test('names no room that is not listed', async () => {
    const { ask, core } = await setting();
    await core.settings.set(OPERATOR, { listed: false });
    assert.doesNotMatch(await (await ask('/alias/bob')).text(), /Garden/);
  });

  for (const [path, host] of [
    ['/alias/rob', 'room.example'],
    ['/alias/%3Cb%3E', 'room.example'],
    ['/alias/%ff', 'room.example'],
    ['/', 'rob.room.example'],
    ['/', '_x.room.example'],
    ['/', 'admin.room.example'],
  ] as const) {
    test(`that nobody has is a kind 404: ${host}${path}`, async () => {
      const { ask } = await setting();
      const answer = await ask(path, host);
      assert.equal(answer.status, 404);
      const page = await answer.text();
      assert.match(page, /Nobody is called @.* here/);
      assert.doesNotMatch(page, /<b>/);
    });
  }

  test('says in a restricted room that aliases are turned off', async () => {
    const { ask } = await setting({ mode: 'restricted' });
    for (const label of ['bob', 'rob']) {
      const answer = await ask(`/alias/${label}`, 'room.example', { 'accept-language': 'fr' });
      assert.equal(answer.status, 403);
      assert.match(await answer.text(), /Les alias sont désactivés/);
    }
  });
});

describe('a name below the room’s host', () => {
  test('leads on to the room’s own host with everything else', async () => {
    const { ask } = await setting();
    const answer = await ask('/login?sc=x', 'bob.room.example:3000');
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '//room.example:3000/login?sc=x');
    assert.equal((await ask('/assets/style.css', 'bob.room.example')).status, 200);
  });

  test('is no room: who asks whois looks the alias up', async () => {
    const { ask, whoisApp } = await setting();
    const headers = { host: 'bob.room.example' };
    assert.equal((await ask('/whois', 'bob.room.example')).status, 404);
    assert.equal((await whoisApp.request('/whois', { headers })).status, 404);
    assert.equal((await whoisApp.request('/whois', { headers: { host: 'room.example' } })).status, 200);
  });

  test('takes nothing', async () => {
    const { ask, room } = await setting();
    const answer = await ask('/claim', 'bob.room.example', { 'content-type': 'application/json' }, 'POST');
    assert.equal(answer.status, 404);
    assert.equal(room.profile?.name, 'Garden');
  });

  test('is answered to HEAD without a body', async () => {
    const { ask } = await setting();
    const answer = await ask('/', 'bob.room.example', {}, 'HEAD');
    assert.deepEqual([answer.status, await answer.text()], [200, '']);
  });
});
