import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { OPERATOR } from '../rooms/actor.ts';
import { WRONG_CODES_PER_MINUTE } from '../rooms/claim-attempts.ts';
import type { TestRoom } from './testing.ts';
import { ANA, as, DAY, get, json, MAKER, opened, tokenOf } from './testing-join.ts';

describe('an invite that brings nobody in', () => {
  const cases: readonly [
    name: string,
    status: number,
    error: RegExp,
    spoil: (room: TestRoom) => Promise<string>,
  ][] = [
    ['nobody made', 404, /knows no such invite/, async () => 'A'.repeat(43)],
    ['is no token', 404, /knows no such invite/, async () => '../../../etc/passwd'],
    [
      'is not to be used yet',
      403,
      /not to be used yet/,
      async (room) => tokenOf(room, { notBefore: room.turn.now + DAY }),
    ],
    [
      'has expired',
      410,
      /has expired/,
      async (room) => {
        const token = await tokenOf(room, { expiresAt: room.turn.now + DAY });
        room.turn.now += DAY;
        return token;
      },
    ],
    [
      'was used up',
      410,
      /has been used up/,
      async (room) => {
        const token = await tokenOf(room);
        await room.core.invites.claim(token, ANA);
        return token;
      },
    ],
    [
      'was taken back',
      410,
      /has been taken back/,
      async (room) => {
        const { invite, token } = await room.core.invites.create(OPERATOR, {});
        await room.core.invites.revoke(OPERATOR, invite.id);
        return token;
      },
    ],
    [
      'is of somebody who may not invite any more',
      410,
      /may not invite anybody any more/,
      async (room) => {
        await room.core.members.add(OPERATOR, MAKER, 'owner');
        await room.core.members.add(OPERATOR, ANA, 'owner');
        const token = await tokenOf(room, { role: 'moderator' }, as(MAKER));
        await room.core.members.setRole(OPERATOR, MAKER, 'participant', '');
        return token;
      },
    ],
  ];
  for (const [name, status, error, spoil] of cases) {
    test(`${name}: a page with ${status} and the reason, in JSON 200 with it`, async () => {
      const room = await opened();
      const token = encodeURIComponent(await spoil(room));
      const answer = await get(room, `/join?invite=${token}`);
      assert.equal(answer.status, status);
      assert.match(await answer.text(), /<h1>This invite does not work<\/h1>/);
      const french = await (await get(room, `/join?token=${token}&lang=fr`)).text();
      assert.match(french, /Cette invitation ne marche pas/);
      const told = await json(room, `/join?invite=${token}&encoding=json`);
      assert.equal(told.status, 'failed');
      assert.match(told.error ?? '', error);
    });
  }

  test('is missing in the link', async () => {
    const room = await opened();
    const answer = await get(room, '/join');
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /There is no invite in this link/);
  });

  test('guesses end after a few, for whoever guesses', async () => {
    const room = await opened();
    const token = await tokenOf(room);
    const guess = () => get(room, `/join?invite=${'B'.repeat(43)}`);
    for (let n = 0; n < WRONG_CODES_PER_MINUTE; n++) assert.equal((await guess()).status, 404);
    const refused = await get(room, `/join?invite=${token}`);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '60');
    room.turn.caller = '192.0.2.9';
    assert.equal((await get(room, `/join?invite=${token}`)).status, 200);
    room.turn.caller = '192.0.2.1';
    room.turn.now += 60_000;
    assert.equal((await get(room, `/join?invite=${token}`)).status, 200);
  });

  test('whatever stands where the token should: never a fault', async () => {
    const room = await opened();
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.base64String());
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom('invite', 'token'),
        fc.boolean(),
        async (token, name, asJson) => {
          room.turn.now += 60_000;
          const query = `${name}=${encodeURIComponent(token.toWellFormed())}${asJson ? '&encoding=json' : ''}`;
          for (const path of ['/join', '/join-fallback', '/join-manually']) {
            const { status } = await get(room, `${path}?${query}`);
            assert.ok(status < 500, `${status} for ${path}?${query}`);
          }
        },
      ),
      { numRuns: 200 },
    );
    assert.deepEqual(room.faults, []);
  });
});
