import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf, ROLES, type Role } from '@open-rooms/protocol';
import fc from 'fast-check';
import { OPERATOR } from '../rooms/actor.ts';
import { coreInMemory, feedOf } from '../rooms/test-core.ts';

const ROOM = feedOf(250);
const [ANA, BOB, CAT, DAN] = [1, 2, 3, 4].map(feedOf) as [FeedId, FeedId, FeedId, FeedId];
const as = (id: FeedId) => ({ kind: 'feed', id }) as const;

/** A room with an owner, a moderator, a participant and a viewer. */
async function room() {
  const core = await coreInMemory(ROOM);
  const roles = [
    [ANA, 'owner'],
    [BOB, 'moderator'],
    [CAT, 'participant'],
    [DAN, 'viewer'],
  ] as const;
  for (const [id, role] of roles) await core.members.add(OPERATOR, id, role);
  core.happened.length = 0;
  return core;
}

describe('whom an invite brings', () => {
  test('has a place up to the bound that is said, and who is in already needs none', async () => {
    const { members } = await room();
    const brings = (who: FeedId, most?: number) =>
      members.addWith(
        null,
        who,
        async () => ({ id: who, role: members.roleOf(who) ?? ('participant' as const), addedAt: 0 }),
        (member) => member,
        most,
      );
    await assert.rejects(brings(feedOf(9), 4), {
      code: 'too-many',
      message: /has 4 members, which is the most/,
    });
    assert.equal(members.isMember(feedOf(9)), false);
    assert.equal((await brings(DAN, 4)).role, 'viewer');
    await brings(feedOf(9), 5);
    assert.equal(members.memberOf(feedOf(9))?.role, 'participant');
    await brings(feedOf(10));
  });
});

describe('members', () => {
  test('have a role, a stranger none; and the disk knows of them', async () => {
    const { members, reopen } = await room();
    const { members: again } = await reopen();
    for (const each of [members, again]) {
      assert.deepEqual(
        [ANA, BOB, CAT, DAN].map((id) => each.roleOf(id)),
        [...ROLES],
      );
      assert.equal(each.roleOf(feedOf(9)), undefined);
      assert.equal(each.isMember(feedOf(9)), false);
      assert.deepEqual(
        each.list().map(({ id }) => id),
        [ANA, BOB, CAT, DAN],
      );
    }
  });

  test('are added, changed and removed, each told and taken down once', async () => {
    const { members, happened, changes } = await room();
    const eve = feedOf(9);
    const added = await members.add(as(BOB), eve, 'viewer');
    assert.deepEqual(await members.add(as(BOB), eve, 'viewer'), added, 'again: as they are');
    await members.setRole(as(ANA), eve, 'moderator', 'she helps');
    await members.remove(as(ANA), eve, 'she left');
    assert.deepEqual(changes.slice(-3), [
      { who: eve, before: undefined, after: 'viewer', reason: '' },
      { who: eve, before: 'viewer', after: 'moderator', reason: 'she helps' },
      { who: eve, before: 'moderator', after: undefined, reason: 'she left' },
    ]);
    assert.deepEqual(
      happened.map(({ event, by, byRight, subject, reason }) => [event, by, byRight, subject, reason]),
      [
        ['member_add', as(BOB), true, eve, ''],
        ['peer_role', as(ANA), true, eve, 'she helps'],
        ['member_remove', as(ANA), undefined, eve, 'she left'],
      ],
    );
  });

  test('are looked after by those above them, and by no others', async () => {
    const { members } = await room();
    const refused = { name: 'Refused', code: 'not-allowed' };
    await assert.rejects(members.remove(as(BOB), ANA, ''), refused, 'a moderator and an owner');
    await assert.rejects(members.setRole(as(BOB), CAT, 'moderator', ''), refused, 'one grants what is lower');
    await assert.rejects(members.add(as(BOB), feedOf(9), 'owner'), refused);
    await members.add(OPERATOR, feedOf(8), 'moderator');
    await assert.rejects(members.setRole(as(BOB), feedOf(8), 'viewer', ''), refused, 'two of one rank');
    await assert.rejects(members.remove(as(CAT), DAN, ''), refused, 'a participant moderates nobody');
    await assert.rejects(members.remove(as(feedOf(9)), DAN, ''), refused, 'nor does a stranger');
    await assert.rejects(members.setRole(as(BOB), BOB, 'owner', ''), refused, 'nobody raises themselves');
    await members.setRole(as(BOB), BOB, 'viewer', 'a rest');
    assert.equal(members.roleOf(BOB), 'viewer', 'but may step down');
  });

  test('are people, not the room, and not those who are banned', async () => {
    const { members, bans } = await room();
    await assert.rejects(members.add(as(ANA), ROOM, 'participant'), { code: 'bad-argument' });
    await bans.add(as(ANA), feedOf(9), { reason: '', expiresAt: null });
    await assert.rejects(members.add(as(ANA), feedOf(9), 'participant'), { code: 'not-allowed' });
    await assert.rejects(members.remove(as(ANA), feedOf(9), ''), { code: 'not-found' });
    await assert.rejects(members.add(as(ANA), CAT, 'viewer'), { code: 'taken' });
  });

  test('keep an owner: the last one is not demoted, removed or banned, by nobody', async () => {
    const { members, bans } = await room();
    const refused = { name: 'Refused', code: 'not-allowed' };
    for (const actor of [as(ANA), OPERATOR]) {
      await assert.rejects(members.setRole(actor, ANA, 'participant', ''), refused);
      await assert.rejects(members.remove(actor, ANA, ''), refused);
      await assert.rejects(bans.add(actor, ANA, { reason: '', expiresAt: null }), refused);
    }
    await members.setRole(as(ANA), BOB, 'owner', '');
    await bans.add(as(ANA), BOB, { reason: '', expiresAt: null });
    await assert.rejects(members.remove(as(ANA), ANA, ''), refused, 'an owner who is banned does not count');
  });

  test('of two owners who demote each other at once one stays, and the other is told why', async () => {
    const { members } = await room();
    await members.setRole(as(ANA), BOB, 'owner', '');
    const [first, second] = await Promise.allSettled([
      members.setRole(as(ANA), BOB, 'participant', ''),
      members.setRole(as(BOB), ANA, 'participant', ''),
    ]);
    assert.equal(first.status, 'fulfilled');
    assert.equal(second.status, 'rejected');
    assert.match(String(second.reason), /not allowed/);
    assert.deepEqual(members.owners(), [ANA]);
  });
});

type Step = readonly [
  kind: 'add' | 'set' | 'remove' | 'ban' | 'lift',
  actor: number,
  who: number,
  role: Role,
];

test('no sequence of changes leaves a room without an owner, and the disk knows what memory does', async () => {
  const people = [1, 2, 3].map((n) => feedIdOf(new Uint8Array(32).fill(n)));
  const who = fc.nat(people.length - 1);
  const step = fc.tuple(
    fc.constantFrom('add', 'set', 'remove', 'ban', 'lift'),
    fc.nat(people.length),
    who,
    fc.constantFrom(...ROLES),
  ) as fc.Arbitrary<Step>;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.boolean(), async (steps, atOnce) => {
      const { members, bans, reopen } = await coreInMemory(ROOM);
      await members.add(OPERATOR, people[0] ?? ROOM, 'owner');
      const take = async ([kind, actor, whom, role]: Step) => {
        const by = people[actor] === undefined ? OPERATOR : as(people[actor]);
        const id = people[whom] ?? ROOM;
        if (kind === 'add') await members.add(by, id, role);
        else if (kind === 'set') await members.setRole(by, id, role, '');
        else if (kind === 'remove') await members.remove(by, id, '');
        else if (kind === 'ban') await bans.add(by, id, { reason: '', expiresAt: null });
        else await bans.lift(by, id);
      };
      const refusals = (error: Error) => assert.equal(error.name, 'Refused', error.message);
      if (atOnce) await Promise.all(steps.map((each) => take(each).catch(refusals)));
      else for (const each of steps) await take(each).catch(refusals);
      assert.ok(members.owners().length > 0);
      assert.deepEqual((await reopen()).members.list(), members.list());
    }),
  );
});
