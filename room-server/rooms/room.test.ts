import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, type RefusalCode, Refused } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { memoryStore } from '../store/memory.ts';
import { WRONG_CODES_PER_MINUTE } from './claim-attempts.ts';
import { Room } from './room.ts';
import { ALONE } from './test-parts.ts';

const CODE = 'a-claim-code-of-128-bits';
const OWNER = feedIdOf(new Uint8Array(32).fill(7));
const HERE = '192.0.2.1';

async function setting() {
  const store = memoryStore();
  const clock = { now: 1000 };
  const open = () =>
    Room.open({
      id: feedIdOf(new Uint8Array(32)),
      store: store.room,
      crypto: sodium,
      claimCode: CODE,
      now: () => clock.now,
      ...ALONE,
    });
  return { store, clock, open, room: await open() };
}

describe('claiming a room', () => {
  test('names it, keeps the owner, and tells', async () => {
    const { room, store, open } = await setting();
    assert.equal(room.profile, undefined);
    const profile = await room.claim(CODE, { name: ' Tea ', description: 'All day', owner: OWNER }, HERE);
    assert.deepEqual(profile, { name: 'Tea', description: 'All day', claimedAt: 1000 });
    assert.deepEqual(room.profile, profile);
    assert.deepEqual(await room.claimed, profile);
    assert.deepEqual(await store.members.members(), [{ id: OWNER, role: 'owner', addedAt: 1000 }]);
    assert.deepEqual((await open()).profile, profile, 'a restart finds it');
    assert.deepEqual(await (await open()).claimed, profile);
  });

  test('works once, with eight at once', async () => {
    const { room, store } = await setting();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const claims = await Promise.allSettled(names.map((name) => room.claim(CODE, { name }, HERE)));
    const won = claims.filter((claim) => claim.status === 'fulfilled');
    const lost = claims.filter((claim) => claim.status === 'rejected');
    assert.equal(won.length, 1);
    assert.ok(lost.every(({ reason }) => reason instanceof Refused && reason.code === 'already-claimed'));
    assert.deepEqual(room.profile, won[0]?.value);
    assert.deepEqual(await store.room.profile(), won[0]?.value);
  });

  test('needs the code', async () => {
    const { room } = await setting();
    for (const code of ['', 'wrong', CODE.slice(1), `${CODE} `, CODE.toUpperCase()]) {
      await assert.rejects(room.claim(code, { name: 'Tea' }, HERE), refused('not-allowed'));
    }
    assert.equal(room.profile, undefined);
  });

  test('a good code with a bad name changes nothing, and the code still works', async () => {
    const { room } = await setting();
    await assert.rejects(room.claim(CODE, { name: ' ' }, HERE), refused('bad-argument'));
    assert.equal(room.profile, undefined);
    assert.equal((await room.claim(CODE, { name: 'Tea' }, HERE)).name, 'Tea');
  });

  test('wrong codes are counted for each caller, by the minute', async () => {
    const { room, clock } = await setting();
    for (let tried = 0; tried < WRONG_CODES_PER_MINUTE; tried++) {
      await assert.rejects(room.claim('wrong', { name: 'Tea' }, HERE), refused('not-allowed'));
    }
    await assert.rejects(room.claim(CODE, { name: 'Tea' }, HERE), refused('too-many'));
    await assert.rejects(room.claim('wrong', { name: 'Tea' }, '192.0.2.2'), refused('not-allowed'));
    clock.now += 60_000;
    assert.equal((await room.claim(CODE, { name: 'Tea' }, HERE)).name, 'Tea');
  });

  test('many callers do not push out of memory more than the first of them', async () => {
    const { room } = await setting();
    for (let caller = 0; caller < 1500; caller++) {
      await assert.rejects(room.claim('wrong', { name: 'Tea' }, `caller ${caller}`), refused('not-allowed'));
    }
    for (let tried = 1; tried < WRONG_CODES_PER_MINUTE; tried++) {
      await assert.rejects(room.claim('wrong', { name: 'Tea' }, 'caller 1499'), refused('not-allowed'));
    }
    await assert.rejects(room.claim('wrong', { name: 'Tea' }, 'caller 1499'), refused('too-many'));
  });
});

describe('setting up a room by flags', () => {
  test('names a new room and leaves a named one as it is', async () => {
    const { room, open } = await setting();
    assert.equal((await room.setUp({ name: 'Tea', description: 'All day' })).name, 'Tea');
    assert.equal((await (await open()).setUp({ name: 'Coffee' })).name, 'Tea');
    await assert.rejects(room.claim(CODE, { name: 'Coffee' }, HERE), refused('already-claimed'));
  });

  test('refuses a bad name with a sentence', async () => {
    const { room } = await setting();
    await assert.rejects(room.setUp({ name: 'a\nb' }), /^Refused: Cannot name the room\. The name holds/);
  });
});

function refused(code: RefusalCode): (error: unknown) => boolean {
  return (error) => error instanceof Refused && error.code === code && /\.$/.test(error.message);
}
