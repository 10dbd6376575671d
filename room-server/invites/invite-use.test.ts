import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf, type Role } from '@open-rooms/protocol';
import { OPERATOR } from '../rooms/actor.ts';
import { ANA, as, BOB, MAKER, NOW, refusal, setting } from './test-room.ts';

describe('an invite is used', () => {
  test('with its key, as often as it says', async () => {
    const { store, invites, joined, told } = await setting('restricted');
    const { id } = (await invites.create(OPERATOR, {})).invite;
    assert.equal(invites.isKey(id), true);
    assert.equal(await invites.use(id, ANA), true);
    assert.deepEqual(await store.members.members(), [{ id: ANA, role: 'participant', addedAt: NOW }]);
    assert.deepEqual(joined, [[{ id: ANA, role: 'participant', addedAt: NOW }, null]]);
    assert.equal(invites.isKey(id), false);
    assert.equal(await invites.use(id, ANA), true, 'asked again after a lost answer');
    await assert.rejects(invites.use(id, BOB), refusal('spent', /^This invite has been used up/));
    assert.equal(joined.length, 1);
    assert.deepEqual(
      told.map(({ event, subject }) => [event, subject]),
      [
        ['send_invitation', id],
        ['invitation_response', id],
      ],
    );
  });

  test('by its token, for a role above the one they have and not below', async () => {
    const { store, invites } = await setting('community');
    const claim = async (role: Role, who: FeedId) => {
      const { token } = await invites.create(OPERATOR, { role });
      return (await invites.claim(token, who)).role;
    };
    assert.equal(await claim('participant', ANA), 'participant');
    assert.equal(await claim('moderator', ANA), 'moderator');
    assert.equal(await claim('viewer', ANA), 'moderator');
    assert.deepEqual(
      invites
        .list(OPERATOR)
        .map(({ usesLeft }) => usesLeft)
        .toSorted(),
      [0, 0, 1],
    );
    assert.equal((await store.members.members()).length, 1);
  });

  test('by as many of twenty at once as it says', async () => {
    const { store, invites, joined } = await setting();
    const { token, invite } = await invites.create(OPERATOR, { uses: 7 });
    const people = Array.from({ length: 20 }, (_, n) => feedIdOf(new Uint8Array(32).fill(100 + n)));
    const answers = await Promise.allSettled(people.map((id) => invites.claim(token, id)));
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 7);
    assert.equal((await store.members.members()).length, 7);
    assert.equal(joined.length, 7);
    assert.equal(invites.list(OPERATOR)[0]?.usesLeft, 0);
    assert.equal(invites.isKey(invite.id), false);
  });

  test('by nobody who is banned, which is taken down and not told: nobody proves the id', async () => {
    const { store, invites, turn, told } = await setting();
    const { token, invite } = await invites.create(OPERATOR, {});
    turn.banned.add(ANA);
    const disowned = refusal('spent', /^Whoever made this invite may not invite anybody any more/);
    await assert.rejects(invites.claim(token, ANA, '192.0.2.1'), disowned);
    const { message, ...attempt } = told.at(-1) ?? {};
    assert.deepEqual(attempt, { event: 'banned_attempt', by: null, address: '192.0.2.1', subject: ANA });
    assert.ok(message?.includes(invite.id));
    await assert.rejects(invites.use(invite.id, ANA), disowned);
    assert.deepEqual(await store.members.members(), []);
    assert.equal((await invites.claim(token, BOB)).role, 'participant');
    assert.equal(told.at(-1)?.by, null);
    assert.equal(told.at(-1)?.message, `${BOB} became a participant.`);
  });

  test('by the banned with a key of their own: they hear it', async () => {
    const { invites, turn } = await setting();
    turn.banned.add(ANA);
    await assert.rejects(invites.use(ANA, ANA), refusal('not-allowed', /^this key has been banned/));
  });

  test('by no invite', async () => {
    const { invites } = await setting();
    const { token } = await invites.create(OPERATOR, {});
    const { invite } = await invites.create(OPERATOR, {});
    await assert.rejects(invites.claim(token, invite.id), refusal('bad-argument'));
  });

  for (const token of ['', 'x', 'A'.repeat(43), 'é'.repeat(43), `${'A'.repeat(42)}B`, '../../etc']) {
    test(`not by the token ${JSON.stringify(token.slice(0, 10))}`, async () => {
      const { invites } = await setting();
      assert.equal(invites.ofToken(token), undefined);
      await assert.rejects(invites.claim(token, ANA), refusal('not-found'));
    });
  }
});

describe('an invite is of no use', () => {
  for (const [reason, turns, code] of [
    ['early', { now: NOW - 1 }, 'not-allowed'],
    ['expired', { now: NOW + 10 }, 'spent'],
    ['disowned', { mode: 'restricted' as const }, 'spent'],
    ['disowned', { banned: new Set([MAKER]) }, 'spent'],
    ['disowned', { roles: new Map([[MAKER, 'viewer' as const]]) }, 'spent'],
  ] as const) {
    test(`${reason}: ${Object.keys(turns)}`, async () => {
      const { invites, turn, store } = await setting('community');
      turn.roles.set(MAKER, 'participant');
      const { invite, token } = await invites.create(as(MAKER), { notBefore: NOW, expiresAt: NOW + 10 });
      assert.equal(invites.stateOf(invite), 'live');
      const before = { ...turn };
      Object.assign(turn, turns);
      assert.equal(invites.stateOf(invite), reason);
      assert.equal(invites.isKey(invite.id), false);
      await assert.rejects(invites.claim(token, ANA), refusal(code));
      await assert.rejects(invites.use(invite.id, ANA), refusal(code));
      assert.deepEqual(await store.members.members(), []);
      Object.assign(turn, before);
      assert.equal(invites.isKey(invite.id), true, 'and lives again when what was against it is gone');
    });
  }

  test('of a former owner, who is a participant now: the roles that they may not grant any more', async () => {
    const { invites, turn } = await setting('community');
    turn.roles.set(MAKER, 'owner');
    const high = await invites.create(as(MAKER), { role: 'moderator' });
    const low = await invites.create(as(MAKER), {});
    turn.roles.set(MAKER, 'participant');
    assert.equal(invites.stateOf(high.invite), 'disowned');
    assert.equal(invites.stateOf(low.invite), 'live');
  });

  test('once it was taken back, by its maker or a moderator', async () => {
    const { invites, turn, told, store } = await setting('community');
    turn.roles.set(MAKER, 'participant').set(ANA, 'participant').set(BOB, 'moderator');
    const mine = await invites.create(as(MAKER), {});
    const other = await invites.create(as(MAKER), {});
    await assert.rejects(invites.revoke(as(ANA), mine.invite.id), refusal('not-found'));
    await assert.rejects(invites.revoke(OPERATOR, ANA), refusal('not-found'));
    for (let again = 0; again < 2; again++) await invites.revoke(as(MAKER), mine.invite.id);
    await invites.revoke(as(BOB), other.invite.id);
    await assert.rejects(invites.claim(mine.token, ANA), refusal('spent', /taken back/));
    assert.equal(invites.isKey(other.invite.id), false);
    const taken = told.filter(({ event }) => event === 'invalidate_invitation');
    assert.deepEqual(
      taken.map(({ byRight }) => byRight),
      [false, true],
      'the moderator’s is never only counted',
    );
    assert.ok((await store.invites.invites()).every(({ revokedAt }) => revokedAt === NOW));
  });
});

describe('whoever calls invite.use with a key of their own', () => {
  test('is welcome in an open room, and becomes no member', async () => {
    const { store, invites } = await setting();
    assert.equal(await invites.use(BOB, ANA), true);
    assert.deepEqual(await store.members.members(), []);
  });

  for (const mode of ['community', 'restricted'] as const) {
    test(`elsewhere has no invite, unless they are in: ${mode}`, async () => {
      const { invites, turn } = await setting(mode);
      await assert.rejects(invites.use(BOB, ANA), refusal('not-found'));
      turn.roles.set(BOB, 'viewer');
      assert.equal(await invites.use(BOB, BOB), true);
    });
  }
});
