import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf } from '@open-rooms/protocol';
import { OPERATOR } from '../rooms/actor.ts';
import { MAX_BROUGHT_MEMBERS, MAX_USES_AT_ONCE } from './invite-pace.ts';
import { ANA, as, BOB, MAKER, refusal, setting } from './test-room.ts';

const PERSON = (n: number): FeedId =>
  feedIdOf(
    new Uint8Array(32)
      .fill(7)
      .fill(n >> 8, 0, 1)
      .fill(n & 255, 1, 2),
  );

describe('an invite takes nothing from anybody', () => {
  for (const [mode, role, isIn] of [
    ['open', 'viewer', false],
    ['open', 'participant', true],
    ['community', 'viewer', true],
    ['community', 'participant', true],
    ['restricted', 'viewer', true],
  ] as const)
    test(`a ${role} in ${mode}, where a stranger ${isIn ? 'takes part no more' : 'takes part'}`, async () => {
      const { store, invites, turn } = await setting(mode);
      const { token, invite } = await invites.create(OPERATOR, { role });
      const claiming = invites.claim(token, ANA);
      if (isIn) await claiming;
      else await assert.rejects(claiming, refusal('not-allowed', /you may do more here without this invite/));
      assert.equal(turn.roles.get(ANA), isIn ? role : undefined);
      if (isIn) return;
      await assert.rejects(invites.use(invite.id, ANA), refusal('not-allowed'));
      assert.deepEqual(await store.members.members(), []);
      assert.equal((await store.invites.invites())[0]?.usesLeft, 1);
    });

  test('nor does a participant’s take from outsiders what they may say', async () => {
    const { invites, turn } = await setting('community');
    turn.roles.set(MAKER, 'participant');
    const { token } = await invites.create(as(MAKER), { role: 'viewer' });
    await assert.rejects(invites.claim(token, ANA), refusal('not-allowed'));
    assert.equal(turn.roles.get(ANA), undefined);
  });

  test('that was made in another mode does not, either', async () => {
    const { invites, turn } = await setting('restricted');
    const { token } = await invites.create(OPERATOR, { role: 'viewer', uses: 2 });
    turn.mode = 'open';
    await assert.rejects(invites.claim(token, ANA), refusal('not-allowed'));
    turn.mode = 'restricted';
    assert.equal((await invites.claim(token, ANA)).role, 'viewer');
  });
});

describe('a member is raised by the invite', () => {
  for (const [maker, role] of [
    ['participant', 'viewer'],
    ['moderator', 'participant'],
    ['owner', 'participant'],
  ] as const)
    test(`of a ${maker}: a viewer is a ${role} then`, async () => {
      const { store, invites, turn, told } = await setting('community');
      turn.roles.set(MAKER, maker).set(ANA, 'viewer');
      await store.members.add({ id: ANA, role: 'viewer', addedAt: 5 });
      const { token } = await invites.create(as(MAKER), {});
      assert.equal((await invites.claim(token, ANA)).role, role);
      assert.equal((await store.members.members())[0]?.role, role);
      assert.equal((await store.invites.invites())[0]?.usesLeft, role === 'viewer' ? 1 : 0);
      assert.equal(
        told.filter(({ event }) => event === 'invitation_response').length,
        role === 'viewer' ? 0 : 1,
      );
    });

  test('not of a moderator who is a participant now, nor of a guest', async () => {
    const { store, invites, turn } = await setting('open');
    turn.roles.set(MAKER, 'moderator').set(ANA, 'viewer');
    await store.members.add({ id: ANA, role: 'viewer', addedAt: 5 });
    const tokens = [(await invites.create(as(MAKER), {})).token, (await invites.create(as(BOB), {})).token];
    turn.roles.set(MAKER, 'participant');
    for (const token of tokens) assert.equal((await invites.claim(token, ANA)).role, 'viewer');
    assert.ok((await store.invites.invites()).every(({ usesLeft }) => usesLeft === 1));
  });
});

describe('invites of those who moderate nothing', () => {
  test('bring so many at once, those of guests apart from those of members; those of moderators wait for nobody', async () => {
    const { invites, turn, clock } = await setting();
    turn.roles.set(MAKER, 'participant').set(BOB, 'moderator');
    let n = 0;
    const make = async (who: FeedId) => (await invites.create(as(who), { uses: 1000 })).token;
    const [guests, members, moderators] = [await make(ANA), await make(MAKER), await make(BOB)];
    for (const token of [guests, members]) {
      for (let used = 0; used <= MAX_USES_AT_ONCE; used++) await invites.claim(token, PERSON(n++));
      await assert.rejects(invites.claim(token, PERSON(n)), refusal('too-many', /try again in a minute/));
      assert.equal(
        (await invites.claim(token, PERSON(n - 1))).role,
        'participant',
        'who asks again waits for nothing',
      );
    }
    for (let used = 0; used <= MAX_USES_AT_ONCE; used++) await invites.claim(moderators, PERSON(n++));
    clock.advance(1_000);
    await invites.claim(guests, PERSON(n));
  });

  test('take no use from others by what is refused anyhow', async () => {
    const { invites, turn } = await setting();
    const { token } = await invites.create(as(MAKER), { uses: 2 });
    turn.banned.add(ANA);
    for (let n = 0; n < 2 * MAX_USES_AT_ONCE; n++)
      await assert.rejects(invites.claim(token, ANA), refusal('spent'));
    assert.equal((await invites.claim(token, BOB)).role, 'participant');
  });

  test('leave places to those whom moderators bring', async () => {
    const { invites, turn, bounds } = await setting();
    turn.roles.set(BOB, 'moderator').set(MAKER, 'participant');
    for (const [n, maker] of [OPERATOR, as(BOB), as(MAKER), as(ANA), null].entries())
      await invites.claim((await invites.create(maker, {})).token, PERSON(n));
    assert.deepEqual(bounds, [
      undefined,
      undefined,
      MAX_BROUGHT_MEMBERS,
      MAX_BROUGHT_MEMBERS,
      MAX_BROUGHT_MEMBERS,
    ]);
  });
});
