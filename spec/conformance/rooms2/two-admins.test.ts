import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type FeedId, feedIdOf, generateKeyPair, type KeyPair, type Role } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import { anybody } from '../roles/muxrpc-probes.ts';
import { PeopledRoom } from '../roles/peopled-room.ts';
import { counted } from './eight.ts';

/** How often each pair of changes is made: who comes first is not ours to say. */
const TIMES = 5;

interface Owner {
  readonly id: FeedId;
  readonly keys: KeyPair;
}

describe('two admins who change the same at once', () => {
  let room: PeopledRoom;
  let owners: readonly [Owner, Owner];
  before(async () => {
    room = await PeopledRoom.start('open');
    owners = [await owner(), await owner()];
    // The two are the only owners.
    await room.server.operations['members.remove'](OPERATOR, { who: room.idOf('owner'), reason: '' });
  });
  after(() => room[Symbol.asyncDispose]());

  async function owner(): Promise<Owner> {
    const keys = generateKeyPair(sodium);
    const id = feedIdOf(keys.publicKey);
    await room.server.operations['members.add'](OPERATOR, { who: id, role: 'owner' });
    return { id, keys };
  }
  async function rolesOf(...ids: readonly FeedId[]): Promise<(Role | undefined)[]> {
    const members = await room.server.operations['members.list'](OPERATOR, {});
    return ids.map((id) => members.find((member) => member.id === id)?.role);
  }
  const toldOr = async (answer: Promise<unknown>): Promise<string> =>
    answer.then(
      () => 'done',
      ({ message }: Error) => message,
    );

  for (const [what, act] of [
    ['demote', 'members.setRole'],
    ['remove', 'members.remove'],
    ['ban', 'bans.add'],
  ] as const)
    test(`owners who ${what} each other: one stays, and the other is refused`, async () => {
      for (let time = 0; time < TIMES; time++) {
        const peers = await Promise.all(owners.map(({ keys }) => room.connect(keys)));
        const outcomes = await Promise.all(
          peers.map(({ remote }, at) => {
            const who = owners[1 - at]?.id ?? '';
            const input = act === 'members.setRole' ? { who, role: 'viewer' as const } : { who };
            return toldOr(remote[act](input as { who: string; role: 'viewer' }));
          }),
        );
        assert.deepEqual(outcomes.filter((outcome) => outcome === 'done').length, 1, outcomes.join('\n'));
        const winner = outcomes.indexOf('done');
        const loser = outcomes[1 - winner] ?? '';
        // Their connection may have ended before they were told: then it says so.
        assert.match(loser, /you may not|has been banned|the last owner|not below|connection ended/);
        const survivor = owners[winner];
        const [role] = await rolesOf(survivor?.id ?? owners[0].id);
        assert.equal(role, 'owner');
        for (const peer of peers) peer.close();
        await restore();
      }
    });

  async function restore(): Promise<void> {
    const { operations } = room.server;
    for (const { id } of owners) {
      await operations['bans.lift'](OPERATOR, { who: id }).catch(() => undefined);
      const [role] = await rolesOf(id);
      if (role === undefined) await operations['members.add'](OPERATOR, { who: id, role: 'owner' });
      else await operations['members.setRole'](OPERATOR, { who: id, role: 'owner', reason: '' });
    }
  }

  test('somebody’s role: both are answered, and what the list says is what one of them gave', async () => {
    const who = anybody();
    await room.server.operations['members.add'](OPERATOR, { who, role: 'participant' });
    const peers = await Promise.all(owners.map(({ keys }) => room.connect(keys)));
    for (let time = 0; time < TIMES; time++) {
      const given = ['moderator', 'viewer'] as const;
      const answers = await Promise.all(
        peers.map(({ remote }, at) => remote['members.setRole']({ who, role: given[at] ?? 'viewer' })),
      );
      assert.deepEqual(
        answers.map(({ role }) => role),
        [...given],
      );
      const [role] = await rolesOf(who);
      assert.ok(role === 'moderator' || role === 'viewer');
    }
    for (const peer of peers) peer.close();
  });

  test('the mode: both are answered, and the room is in one of the two', async () => {
    const peers = await Promise.all(owners.map(({ keys }) => room.connect(keys)));
    const stranger = generateKeyPair(sodium);
    for (let time = 0; time < TIMES; time++) {
      const given = ['restricted', 'open'] as const;
      const answers = await Promise.all(
        peers.map(({ remote }, at) => remote['settings.set']({ mode: given[at] ?? 'open' })),
      );
      assert.deepEqual(
        answers.map(({ mode }) => mode),
        [...given],
      );
      const { mode } = await room.server.operations['settings.get'](OPERATOR, {});
      const entered = await room.connect(stranger).then(
        (peer) => peer.close(),
        () => 'refused',
      );
      assert.equal(entered === 'refused', mode === 'restricted');
    }
    for (const peer of peers) peer.close();
  });

  test('the last use of an invite that one takes back: it is used or taken back, and not both', async () => {
    const outcomes: string[] = [];
    for (let time = 0; time < TIMES; time++) {
      const wish = { role: 'participant', uses: 1, note: '', notBefore: null, expiresAt: null } as const;
      const made = await room.server.operations['invites.create'](OPERATOR, wish);
      const [id, invite] = [anybody(), new URL(made.url).searchParams.get('invite')];
      const [used, revoked] = await Promise.all([
        room.page('/invite/consume', {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({ id, invite }),
        }),
        toldOr(room.server.operations['invites.revoke'](OPERATOR, { id: made.id })),
      ]);
      const { status, reason } = (await used.json()) as { status: string; reason?: string };
      const [role] = await rolesOf(id);
      assert.equal(revoked, 'done');
      assert.equal(role === 'participant', status === 'successful', `${status} ${reason}`);
      outcomes.push(reason ?? status);
    }
    assert.ok(Object.keys(counted(outcomes)).every((outcome) => ['successful', 'revoked'].includes(outcome)));
  });
});
