import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACTS, mayDo, PRIVACY_MODES, STANDINGS, type Standing } from '@open-rooms/protocol';
import { OPERATOR } from './actor.ts';
import { coreInMemory, feedOf } from './test-core.ts';

const ROOM = feedOf(250);

/** A room with somebody of each standing. */
async function room() {
  const core = await coreInMemory(ROOM);
  const people = Object.fromEntries(STANDINGS.map((standing, n) => [standing, feedOf(n + 1)])) as Record<
    Standing,
    ReturnType<typeof feedOf>
  >;
  for (const role of ['owner', 'moderator', 'participant', 'viewer'] as const)
    await core.members.add(OPERATOR, people[role], role);
  core.keys.add(people.invite);
  return { ...core, people };
}

describe('the gate', () => {
  test('asks the table how somebody stands, as the room is at the moment', async () => {
    const { gate, settings, people } = await room();
    for (const mode of PRIVACY_MODES) {
      settings.mode = mode;
      for (const standing of STANDINGS) {
        assert.equal(gate.standingOf(people[standing]), standing);
        for (const act of ACTS) {
          const may = mayDo(mode, standing, act);
          assert.equal(gate.may(people[standing], act), may);
          assert.equal(gate.may({ kind: 'feed', id: people[standing] }, act), may);
          if (may) gate.check(people[standing], act);
          else
            assert.throws(() => gate.check(people[standing], act), { name: 'Refused', code: 'not-allowed' });
        }
      }
    }
  });

  test('lets in whom the mode lets in, and the key of an invite in every mode', async () => {
    const { gate, settings, people, keys } = await room();
    const enters = () => STANDINGS.filter((standing) => gate.mayEnter(people[standing]) === 'yes');
    assert.deepEqual(enters(), [...STANDINGS]);
    settings.mode = 'restricted';
    assert.deepEqual(enters(), ['owner', 'moderator', 'participant', 'viewer', 'invite']);
    assert.equal(gate.mayEnter(people.external), 'not-admitted');
    keys.clear();
    assert.equal(gate.mayEnter(people.invite), 'not-admitted', 'a spent one is a stranger');
  });

  test('lets the banned do nothing, and whoever runs the server everything', async () => {
    const { gate, bans, people } = await room();
    await bans.add(OPERATOR, people.moderator, { reason: 'spam', expiresAt: 2_000_000_000_000 });
    for (const act of ACTS) {
      assert.equal(gate.may(people.moderator, act), false);
      assert.equal(gate.may(OPERATOR, act), true);
    }
    assert.throws(() => gate.check(people.moderator, 'look'), {
      message: 'this key has been banned ("spam"): it ends at 2033-05-18T03:33:20.000Z',
    });
  });

  test('begins its refusals as stock rooms do, and says how they are mended', async () => {
    const { gate, settings, people } = await room();
    const sentence = (standing: Standing, act: (typeof ACTS)[number]) => {
      try {
        gate.check(people[standing], act);
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
      return undefined;
    };
    settings.mode = 'community';
    const join = 'become a member first: use an invite, or ask a moderator of the room';
    assert.equal(
      sentence('external', 'watch'),
      `external user are not allowed to enumerate members: as somebody who is no member you may not see who is there and what is shared in this community room; ${join}`,
    );
    assert.equal(
      sentence('external', 'enumerate'),
      `external users are not allowed to list members: as somebody who is no member you may not list members in this community room; ${join}`,
    );
    assert.match(sentence('viewer', 'share') ?? '', /^not allowed: as a viewer .* a participant may: ask/);
    assert.match(sentence('participant', 'ban') ?? '', /ask a moderator of the room$/);
    assert.match(sentence('moderator', 'configure') ?? '', /ask an owner of the room$/);
    assert.match(sentence('invite', 'attend') ?? '', /use the invite, then connect with your own key$/);
    settings.mode = 'restricted';
    assert.match(sentence('external', 'look') ?? '', /^access restricted to members: /);
    assert.match(
      sentence('owner', 'alias') ?? '',
      /nobody may while it is restricted; an owner can change that$/,
    );
  });
});
