import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OPERATOR } from '../rooms/actor.ts';
import type { PublicStatus } from './public-status.ts';
import { NOW, type TestRoom, testRoom } from './testing.ts';

const TEA = { name: 'Tea <b>', description: '' };
const DAY_SECONDS = 86_400;
const JSON_WANTED = { accept: 'application/json' };

async function statusOf({ app }: TestRoom): Promise<PublicStatus> {
  return (await (await app.request('/status.json')).json()) as PublicStatus;
}

describe('the status of a room', () => {
  test('is one object for programs, by its own address and by Accept', async () => {
    const room = await testRoom(TEA);
    room.turn.online = 3;
    room.turn.life.certificateEnds = NOW / 1000 + 12.5 * DAY_SECONDS;
    const answer = await room.app.request('/status.json');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const told = {
      status: 'up',
      since: new Date(NOW - 90_000_000).toISOString(),
      uptime: 90_000,
      version: '0.0.0',
      name: 'Tea <b>',
      online: 3,
      certificateDays: 12,
    };
    assert.deepEqual(await answer.json(), told);
    assert.deepEqual(await (await room.app.request('/status', { headers: JSON_WANTED })).json(), told);
  });

  test('is a page for people, in their language', async () => {
    const room = await testRoom(TEA);
    room.turn.life.certificateEnds = NOW / 1000 - 1;
    const page = await (await room.app.request('/status')).text();
    assert.match(page, /<html lang="en"/);
    assert.match(page, /This room is up\..*<dd>Tea &lt;b&gt;<\/dd>.*<dd>1 day<\/dd>.*It has ended/s);
    const french = await (await room.app.request('/status?lang=fr')).text();
    assert.match(french, /Ce salon fonctionne\..*<dd>1\sjour<\/dd>.*Il a expiré/s);
    const { status, body } = await room.app.request('/status', { method: 'HEAD' });
    assert.equal(status, 200);
    assert.equal(body, null);
  });

  test('is 503 while the room stops, for people and programs', async () => {
    const room = await testRoom(TEA);
    room.turn.life.isStopping = true;
    const answer = await room.app.request('/status.json');
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get('retry-after'), '10');
    assert.equal((await statusOf(room)).status, 'stopping');
    const page = await room.app.request('/status');
    assert.equal(page.status, 503);
    assert.match(await page.text(), /This room is stopping\./);
  });

  test('tells no count of a room that is not open to all, and no name of one that is not listed', async () => {
    for (const mode of ['community', 'restricted'] as const) {
      const room = await testRoom(TEA, null, undefined, null, false, mode);
      room.turn.online = 3;
      const { name, online } = await statusOf(room);
      assert.deepEqual({ name, online }, { name: 'Tea <b>', online: null }, mode);
    }
    const unlisted = await testRoom(TEA);
    unlisted.turn.online = 3;
    await unlisted.core.settings.set(OPERATOR, { listed: false });
    const { name, online } = await statusOf(unlisted);
    assert.deepEqual({ name, online }, { name: null, online: null });
  });

  test('tells neither of a room that has no name yet', async () => {
    const { name, online, status } = await statusOf(await testRoom());
    assert.deepEqual({ name, online, status }, { name: null, online: null, status: 'up' });
  });
});
