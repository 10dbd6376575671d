import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, Refused } from '@open-rooms/protocol';
import { WRONG_CODES_PER_MINUTE } from '../rooms/claim-attempts.ts';
import { memoryStore } from '../store/memory.ts';
import type { RoomDescription } from './description.ts';
import type { Problem } from './problems.ts';
import { CODE, NOW, ROOM_ID, type TestRoom, testRoom } from './testing.ts';

const HOST = 'room.example:3000';
const OWNER = feedIdOf(new Uint8Array(32).fill(7));
const XSS = `"><script>alert('&')</script>`;

type Fields = Record<string, string>;

function postForm({ app }: TestRoom, fields: Fields, headers: Fields = {}) {
  const body = new URLSearchParams(fields);
  return app.request('/claim', { method: 'POST', body, headers: { host: HOST, ...headers } });
}

function postJson({ app }: TestRoom, body: unknown, headers: Fields = {}) {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return app.request('/claim', { method: 'POST', body: text, headers: { host: HOST, ...type, ...headers } });
}

async function errorOf(answer: Response): Promise<Problem> {
  return ((await answer.json()) as { error: Problem }).error;
}

describe('the claim form', () => {
  test('names the room and leads to its page', async () => {
    const setting = await testRoom();
    const answer = await postForm(setting, {
      name: 'Tea',
      description: 'All day\r\nlong',
      code: CODE,
      owner: OWNER,
    });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/?opened');
    assert.deepEqual(setting.room.profile, { name: 'Tea', description: 'All day\nlong', claimedAt: NOW });
    assert.deepEqual(await setting.store.members.members(), [{ id: OWNER, role: 'owner', addedAt: NOW }]);
  });

  test('reads multipart forms too, and code with space around it', async () => {
    const setting = await testRoom();
    const body = new FormData();
    body.set('name', 'Tea');
    body.set('code', ` ${CODE}\n`);
    const answer = await setting.app.request('/claim', { method: 'POST', body, headers: { host: HOST } });
    assert.equal(answer.status, 303);
    assert.equal(setting.room.profile?.name, 'Tea');
  });

  test('shows what is wrong beside each field and keeps what was typed', async () => {
    const setting = await testRoom();
    const answer = await postForm(setting, { name: '', description: 'kept <b>', code: '', owner: 'bob' });
    assert.equal(answer.status, 400);
    const page = await answer.text();
    for (const field of ['name', 'code', 'owner']) {
      assert.match(page, new RegExp(`id="${field}" name="${field}" aria-describedby="${field}-error`), field);
      assert.match(page, new RegExp(`id="${field}-error" lang="en">.+</p>`), field);
    }
    assert.doesNotMatch(page, /description-error/);
    assert.match(page, /kept &lt;b&gt;<\/textarea>/);
    assert.match(page, /value="bob"/);
    assert.equal(setting.room.profile, undefined);
  });

  test('a wrong code is said beside its field', async () => {
    const setting = await testRoom();
    const answer = await postForm(setting, { name: 'Tea', code: 'guess' });
    assert.equal(answer.status, 403);
    const page = await answer.text();
    assert.match(page, /id="code-error" lang="en">This is not the claim code/);
    assert.match(page, /value="Tea"/);
    assert.equal(setting.room.profile, undefined);
  });

  test('wrong codes end in 429 with the time to wait', async () => {
    const setting = await testRoom();
    for (let tried = 0; tried < WRONG_CODES_PER_MINUTE; tried++) {
      assert.equal((await postForm(setting, { name: 'Tea', code: 'guess' })).status, 403);
    }
    const answer = await postForm(setting, { name: 'Tea', code: CODE });
    assert.equal(answer.status, 429);
    assert.equal(answer.headers.get('retry-after'), '60');
    setting.turn.caller = '192.0.2.2';
    assert.equal((await postForm(setting, { name: 'Tea', code: CODE })).status, 303);
  });

  test('what is typed is shown as text, never as markup', async () => {
    const setting = await testRoom();
    const answer = await postForm(setting, {
      name: XSS,
      description: `</textarea>${XSS}`,
      code: XSS,
      owner: XSS,
    });
    assert.doesNotMatch(await answer.text(), /<script>|<\/textarea>"/);
  });

  test('eight at once: one names the room, seven hear that it is taken', async () => {
    const setting = await testRoom();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const answers = await Promise.all(names.map((name) => postForm(setting, { name, code: CODE })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, ...Array(7).fill(409)]);
    const lost = answers.find(({ status }) => status === 409);
    assert.match((await lost?.text()) ?? '', /This room has been claimed already/);
  });

  test('is refused when another site sends it', async () => {
    const strangers: Fields[] = [
      { origin: 'https://evil.example' },
      { origin: 'https://room.example:3001' },
      { origin: 'garbage' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'http://room.example:3000' },
    ];
    for (const headers of strangers) {
      const setting = await testRoom();
      const answer = await postForm(setting, { name: 'Tea', code: CODE }, headers);
      assert.equal(answer.status, 403, JSON.stringify(headers));
      assert.match(await answer.text(), /sent by another website/);
      assert.equal(setting.room.profile, undefined);
    }
  });

  test('is taken from our own page, whatever the browser says of it', async () => {
    const own: Fields[] = [
      { origin: 'http://room.example:3000' },
      { origin: 'https://Room.Example:3000' },
      { origin: 'null' },
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
    ];
    for (const headers of own) {
      assert.equal((await postForm(await testRoom(), { name: 'Tea', code: CODE }, headers)).status, 303);
    }
  });

  test('bodies that are too large or of no known kind are refused', async () => {
    const setting = await testRoom();
    const large = await postForm(setting, { name: 'x'.repeat(40_000), code: CODE });
    assert.equal(large.status, 413);
    assert.match(await large.text(), /at most 32768 bytes/);
    const headers = { host: HOST, 'content-type': 'text/xml' };
    const odd = await setting.app.request('/claim', { method: 'POST', body: '<a/>', headers });
    assert.equal(odd.status, 400);
    const torn = { host: HOST, 'content-type': 'multipart/form-data; boundary=x' };
    assert.equal(
      (await setting.app.request('/claim', { method: 'POST', body: 'torn', headers: torn })).status,
      400,
    );
    assert.deepEqual(setting.faults, []);
  });

  test('a host that cannot be answered is refused before anything is written', async () => {
    const setting = await testRoom();
    assert.equal((await postForm(setting, { name: 'Tea', code: CODE }, { host: '0.0.0.0' })).status, 400);
    assert.equal(setting.room.profile, undefined);
  });
});

describe('a claim as JSON', () => {
  test('answers with the room', async () => {
    const answer = await postJson(await testRoom(), { name: 'Tea', code: CODE });
    assert.equal(answer.status, 201);
    const room = (await answer.json()) as RoomDescription;
    assert.equal(room.claimed, true);
    assert.equal(room.name, 'Tea');
    assert.equal(room.roomId, ROOM_ID);
  });

  test('refusals name the fields', async () => {
    const setting = await testRoom();
    const answer = await postJson(setting, { name: ' ', code: 'guess' });
    assert.equal(answer.status, 400);
    const error = await errorOf(answer);
    assert.equal(error.code, 'bad-argument');
    assert.match(error.sentence, /^Cannot claim the room\. Give the room a name/);
    assert.deepEqual(Object.keys(error.fields ?? {}), ['name']);
    const wrong = await postJson(setting, { name: 'Tea', code: 'guess' });
    assert.equal(wrong.status, 403);
    assert.equal((await errorOf(wrong)).code, 'not-allowed');
  });

  for (const body of ['{', '[]', 'null', '7', '{"name":7}', '{"name":"Tea","code":{}}', '{"owner":null}']) {
    test(`refuses ${body}`, async () => {
      const setting = await testRoom();
      const answer = await postJson(setting, body);
      assert.equal(answer.status, 400);
      assert.match((await errorOf(answer)).sentence, /^Cannot (read the claim|claim the room)/);
      assert.deepEqual(setting.faults, []);
    });
  }

  test('says taken once it is', async () => {
    const answer = await postJson(await testRoom({ name: 'Tea' }), { name: 'Coffee', code: CODE });
    assert.equal(answer.status, 409);
    const sentence = 'This room has been claimed already: it is "Tea".';
    assert.deepEqual(await answer.json(), { error: { code: 'already-claimed', sentence } });
  });

  test('a form that asks for JSON gets it', async () => {
    const answer = await postForm(
      await testRoom(),
      { name: 'Tea', code: CODE },
      { accept: 'application/json' },
    );
    assert.equal(answer.status, 201);
  });
});

describe('the claim link', () => {
  test('shows the form with the code filled in, kept from caches and referrers', async () => {
    const { app } = await testRoom();
    const answer = await app.request(`/claim/${CODE}`, { headers: { host: HOST } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.match(await answer.text(), new RegExp(`value="${CODE}"`));
  });

  test('shows whatever stands in it as text', async () => {
    const { app } = await testRoom();
    const answer = await app.request(`/claim/${encodeURIComponent(XSS)}`, { headers: { host: HOST } });
    assert.doesNotMatch(await answer.text(), /<script>/);
  });

  test('leads to the room once it is claimed, as the bare path always does', async () => {
    const claimed = await testRoom({ name: 'Tea' });
    const unclaimed = await testRoom();
    for (const answer of [
      await claimed.app.request(`/claim/${CODE}`),
      await claimed.app.request('/claim'),
      await unclaimed.app.request('/claim'),
    ]) {
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.get('location'), '/');
    }
  });
});

test('a disk that takes nothing is a refusal, a fault of ours is told to the log and not to the visitor', async () => {
  for (const [error, status] of [
    [new Refused('unavailable', 'The disk is full.'), 503],
    [new Error('secret path /x'), 500],
  ] as const) {
    const store = memoryStore();
    store.room.claim = () => Promise.reject(error);
    const setting = await testRoom(undefined, null, store);
    const answer = await postForm(setting, { name: 'Tea', code: CODE });
    assert.equal(answer.status, status);
    assert.doesNotMatch(await answer.text(), /secret/);
    assert.deepEqual(setting.faults, status === 500 ? [error] : []);
  }
});
