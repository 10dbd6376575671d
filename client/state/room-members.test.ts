import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Room } from '../connection/room.ts';
import { feed } from '../contacts/test-feeds.ts';
import { RoomMembers, rolesToGive, rolesToInvite } from './room-members.ts';

const [bob, carol] = [feed(2), feed(3)];

/** A room that does what it is asked, and notes it. */
function scene() {
  const roles = new Map([[bob, 'participant']]);
  const asked: string[] = [];
  const administration = {
    'members.list': async () =>
      [...roles].map(([id, role]) => ({ id, role, addedAt: 0, aliases: [], online: true })),
    'members.setRole': async ({ who, role }: { who: typeof bob; role: string }) => {
      asked.push('set');
      roles.set(who, role);
    },
    'members.add': async ({ who, role }: { who: typeof bob; role: string }) => {
      asked.push('add');
      roles.set(who, role);
    },
    'members.remove': async ({ who }: { who: typeof bob }) => {
      asked.push('remove');
      roles.delete(who);
    },
  };
  const room: { administration: typeof administration | undefined } = { administration };
  return { room, asked, members: new RoomMembers(room as unknown as Room) };
}

describe('the members of a room', () => {
  test('are as the room says, after each change anew', async () => {
    const { members, asked } = scene();
    assert.equal(members.roleOf(bob), undefined);
    await members.load();
    assert.equal(members.roleOf(bob), 'participant');
    await members.give(bob, 'viewer');
    await members.give(carol, 'moderator');
    assert.deepEqual([members.roleOf(bob), members.roleOf(carol)], ['viewer', 'moderator']);
    await members.remove(bob);
    assert.equal(members.roleOf(bob), undefined);
    assert.deepEqual(asked, ['set', 'add', 'remove']);
  });

  test('are not changed while the room is away', async () => {
    const { room, members } = scene();
    room.administration = undefined;
    await assert.rejects(members.give(bob, 'viewer'), /not connected/);
  });
});

describe('what may be offered', () => {
  test('is what the room would do', () => {
    assert.deepEqual(rolesToGive('owner', 'participant'), ['owner', 'moderator', 'viewer']);
    assert.deepEqual(rolesToGive('moderator', 'external'), ['participant', 'viewer']);
    assert.deepEqual(rolesToGive('moderator', 'owner'), []);
    assert.deepEqual(
      rolesToGive('participant', 'viewer').filter((role) => role === 'moderator'),
      [],
    );
    assert.deepEqual(rolesToInvite('external'), ['participant', 'viewer']);
    assert.deepEqual(rolesToInvite('owner')[0], 'participant');
  });
});
