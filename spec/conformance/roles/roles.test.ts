import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RoomConnection } from '@open-rooms/client';
import {
  ACTS,
  type Act,
  feedIdOf,
  generateKeyPair,
  mayDo,
  PRIVACY_MODES,
  type PrivacyMode,
  STANDINGS,
  type Standing,
  signAliasRegistration,
  writeSignature,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import { echo } from '../../hostile/good-client.ts';
import { within } from '../../stock/deadline.ts';
import { API_ACTS, apiAllows } from './api-probes.ts';
import { expectedActs, isExpected, TYPED_ACTS } from './expected-table.ts';
import { MUXRPC_PROBES, maySay } from './muxrpc-probes.ts';
import { PeopledRoom } from './peopled-room.ts';

/** What metadata say that a room serves, by mode, typed by hand from the Rooms 2.0 specification. */
const FEATURES: Readonly<Record<PrivacyMode, readonly string[]>> = {
  open: ['alias', 'httpAuth', 'httpInvite', 'room1', 'room2', 'tunnel'],
  community: ['alias', 'httpAuth', 'httpInvite', 'room2', 'tunnel'],
  restricted: ['httpAuth', 'httpInvite', 'room2', 'tunnel'],
};

const PROBED = Object.keys(MUXRPC_PROBES) as readonly Act[];

test('the table of permissions is what was typed by hand, cell by cell', () => {
  assert.deepEqual([...TYPED_ACTS].sort(), [...ACTS].sort());
  for (const mode of PRIVACY_MODES)
    for (const standing of STANDINGS)
      for (const act of ACTS)
        assert.equal(
          mayDo(mode, standing, act),
          isExpected(mode, standing, act),
          `${mode} ${standing} ${act}`,
        );
});

test('every act is tried by peers, but for those that are between peers or the connection itself', () => {
  const left = ACTS.filter((act) => !PROBED.includes(act));
  assert.deepEqual(left, ['enter', 'write']);
});

/** A participant who is there for the others: they have an alias where there are any, and answer tunnels. */
async function somebodyElse(room: PeopledRoom, mode: PrivacyMode): Promise<RoomConnection> {
  const keys = generateKeyPair(sodium);
  const userId = feedIdOf(keys.publicKey);
  await room.server.operations['members.add'](OPERATOR, { who: userId, role: 'participant' });
  const peer = await room.connect(keys, { onTunnel: echo });
  await peer.remote['tunnel.announce']();
  if (mode !== 'restricted') {
    const alias = { alias: 'other', userId, roomId: peer.room };
    await peer.remote['room.registerAlias'](
      'other',
      writeSignature(signAliasRegistration(sodium, keys.secretKey, alias)),
    );
  }
  return peer;
}

for (const mode of PRIVACY_MODES)
  describe(`a room that is ${mode}`, () => {
    let room: PeopledRoom;
    let other: RoomConnection;
    before(async () => {
      room = await PeopledRoom.start(mode);
      other = await somebodyElse(room, mode);
    });
    after(async () => {
      other.close();
      await room[Symbol.asyncDispose]();
    });

    for (const standing of STANDINGS) {
      test(`lets ${article(standing)} do over a socket what the table says, and nothing else`, async () => {
        const entered = await room.connect(room.people[standing]).catch(() => undefined);
        assert.equal(entered !== undefined, isExpected(mode, standing, 'enter'), 'enter');
        if (entered === undefined) return;
        const trying = { room, mode, standing, peer: entered, other: other.id };
        const may = new Set<Act>();
        for (const act of PROBED)
          if (await within(`${act} as ${standing}`, maySay(trying, act))) may.add(act);
        const expected = expectedActs(mode, standing).may.filter((act) => PROBED.includes(act));
        assert.deepEqual([...may].sort(), expected.sort());
        entered.close();
      });

      test(`lets a program of ${article(standing)} do by HTTP what the table says, and nothing else`, async () => {
        const may: Act[] = [];
        for (const act of API_ACTS) if (await apiAllows(room, standing, act)) may.push(act);
        const expected = API_ACTS.filter((act) => isExpected(mode, standing, act));
        assert.deepEqual(may, expected);
      });
    }

    test('tells each what they are, and what is served', async () => {
      for (const standing of STANDINGS) {
        if (!isExpected(mode, standing, 'enter')) continue;
        const peer = await room.connect(room.people[standing]);
        const told = await peer.remote['room.metadata']();
        assert.deepEqual(told, await peer.remote['tunnel.isRoom']());
        assert.deepEqual(told.features.toSorted(), FEATURES[mode]);
        const isMember = standing !== 'external' && standing !== 'invite';
        assert.deepEqual([told.membership, told.role, told.mode], [isMember, standing, mode]);
        peer.close();
      }
    });

    test('lets the banned do nothing by HTTP, and not come in', async () => {
      const who = room.idOf('participant');
      await room.server.operations['bans.add'](OPERATOR, { who, reason: 'a test', expiresAt: null });
      for (const path of ['/settings', '/notices', '/invites', '/sessions']) {
        const { status, json } = await room.api('participant', 'GET', path);
        assert.equal(status, 403);
        assert.match(json.error.sentence, /this key has been banned \("a test"\)/);
      }
      await assert.rejects(room.connect(room.people.participant));
      await room.server.operations['bans.lift'](OPERATOR, { who });
      (await room.connect(room.people.participant)).close();
    });
  });

function article(standing: Standing): string {
  if (standing === 'invite') return 'the key of an invite';
  return `${/^[aeio]/.test(standing) ? 'an' : 'a'} ${standing}`;
}
