import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FeedId } from '@open-rooms/protocol';
import { OPERATOR } from '../rooms/actor.ts';
import { coreInMemory, feedOf } from '../rooms/test-core.ts';

const ROOM = feedOf(250);
const [ANA, BOB, CAT] = [1, 2, 3].map(feedOf) as [FeedId, FeedId, FeedId];
const as = (id: FeedId) => ({ kind: 'feed', id }) as const;
const UNTIL_LIFTED = { reason: 'spam', expiresAt: null };

/** A room with an owner, a moderator and a participant. */
async function room() {
  const core = await coreInMemory(ROOM);
  await core.members.add(OPERATOR, ANA, 'owner');
  await core.members.add(OPERATOR, BOB, 'moderator');
  await core.members.add(OPERATOR, CAT, 'participant');
  core.happened.length = 0;
  return core;
}

describe('a ban', () => {
  test('keeps somebody out, with reason and author, until it is lifted; the role stays', async () => {
    const { bans, members, gate, reopen, happened, time } = await room();
    const ban = await bans.add(as(BOB), CAT, UNTIL_LIFTED);
    assert.deepEqual(ban, { id: CAT, reason: 'spam', by: BOB, at: time.now, expiresAt: null });
    for (const core of [{ bans, gate }, await reopen()]) {
      assert.deepEqual(core.bans.isBanned(CAT), ban);
      assert.deepEqual(core.bans.list(), [ban]);
      assert.equal(core.gate.mayEnter(CAT), 'banned');
    }
    assert.equal(gate.may(CAT, 'look'), false);
    assert.equal(members.roleOf(CAT), 'participant');
    await bans.lift(as(BOB), CAT);
    assert.equal(gate.mayEnter(CAT), 'yes');
    assert.deepEqual((await reopen()).bans.list(), []);
    assert.deepEqual(
      happened.map(({ event, by, subject, reason = '' }) => [event, by, subject, reason]),
      [
        ['ban_add', as(BOB), CAT, 'spam'],
        ['ban_lift', as(BOB), CAT, ''],
      ],
    );
  });

  test('ends by itself at its time, to the millisecond', async () => {
    const { bans, gate, time, reopen } = await room();
    await bans.add(as(ANA), CAT, { reason: '', expiresAt: time.now + 5 });
    time.now += 4;
    assert.equal(gate.mayEnter(CAT), 'banned');
    time.now += 1;
    assert.equal(gate.mayEnter(CAT), 'yes');
    assert.deepEqual(bans.list(), []);
    await assert.rejects(bans.lift(as(ANA), CAT), { code: 'not-found' });
    await bans.add(as(ANA), feedOf(9), UNTIL_LIFTED);
    assert.equal((await reopen()).bans.isBanned(CAT), undefined, 'and the disk forgets it with the next');
  });

  test('is said anew with another reason and another end', async () => {
    const { bans, time } = await room();
    await bans.add(as(ANA), CAT, { reason: '', expiresAt: time.now + 5 });
    const again = await bans.add(as(ANA), CAT, UNTIL_LIFTED);
    assert.deepEqual(bans.list(), [again]);
  });

  test('is for whoever stands below, and nobody bans themselves', async () => {
    const { bans, members } = await room();
    const refused = { name: 'Refused', code: 'not-allowed' };
    await assert.rejects(bans.add(as(BOB), ANA, UNTIL_LIFTED), refused);
    await members.add(OPERATOR, feedOf(8), 'moderator');
    await assert.rejects(bans.add(as(BOB), feedOf(8), UNTIL_LIFTED), refused, 'of one rank');
    await assert.rejects(bans.add(as(CAT), feedOf(9), UNTIL_LIFTED), refused, 'a participant');
    await assert.rejects(bans.add(as(ANA), ANA, UNTIL_LIFTED), refused);
    await bans.add(as(BOB), feedOf(9), UNTIL_LIFTED);
    await assert.rejects(bans.add(as(BOB), ROOM, UNTIL_LIFTED), { code: 'bad-argument' });
    await assert.rejects(bans.add(as(BOB), CAT, { reason: '', expiresAt: 1 }), { code: 'bad-argument' });
  });

  test('is lifted by whoever stands above: no moderator undoes what an owner did to another', async () => {
    const { bans, members, gate } = await room();
    const other = feedOf(8);
    await members.add(OPERATOR, other, 'moderator');
    await members.add(OPERATOR, feedOf(9), 'owner');
    for (const who of [other, feedOf(9)]) {
      await bans.add(who === other ? as(ANA) : OPERATOR, who, UNTIL_LIFTED);
      await assert.rejects(bans.lift(as(BOB), who), { name: 'Refused', code: 'not-allowed' });
      assert.equal(gate.mayEnter(who), 'banned');
      await bans.lift(as(ANA), who);
      assert.equal(gate.mayEnter(who), 'yes');
    }
  });

  test('takes from a moderator what they may do, at once', async () => {
    const { bans } = await room();
    const [banned, late] = await Promise.allSettled([
      bans.add(as(ANA), BOB, UNTIL_LIFTED),
      bans.add(as(BOB), CAT, UNTIL_LIFTED),
    ]);
    assert.equal(banned.status, 'fulfilled');
    assert.equal(late.status, 'rejected');
    assert.match(String(late.reason), /this key has been banned \("spam"\): ask a moderator/);
    await assert.rejects(bans.lift(as(BOB), BOB), { code: 'not-allowed' });
  });
});
