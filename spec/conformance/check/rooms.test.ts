import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Client, checkRoom, createIdentity } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { until } from '../../hostile/deadline.ts';
import { startStockRoom } from '../../stock/room.ts';
import { makeMember } from '../make-member.ts';
import { type OurRoom, startOurRoom } from '../our-room.ts';
import { openRooms } from '../server-process.ts';
import { startListeningApp } from './listening-app.ts';

const check = (text: string) => checkRoom(text, nodeRuntime, NETWORK_KEY);
const WORKS = /^The room "Garden" works: two peers met in it and talked through a tunnel\./;

/** Where the room is asked for its address: host and port of its `/whois`. */
function placeOf(room: OurRoom): string {
  return new URL(room.ready.whois).host;
}

describe('a check of our room', () => {
  test('by each of its addresses, and by its host name, which tells both', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    for (const text of [room.address, room.wsAddress, placeOf(room)]) {
      const report = await check(text);
      assert.match(report.verdict, WORKS);
      assert.deepEqual([report.ok, report.fault, report.room], [true, null, room.id]);
    }
    const { steps } = await check(placeOf(room));
    const handshakes = steps.filter(({ name }) => name === 'handshake').map(({ sentence }) => sentence);
    assert.deepEqual(
      handshakes.map((sentence) => sentence.split(':')[0]),
      ['net', 'ws'],
    );
  });

  test('by an invite, which stays good', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const invite = (await openRooms('invite', '--data', room.data)).stdout.trim();
    const report = await check(invite);
    assert.match(report.verdict, WORKS);
    assert.match(report.steps[0]?.sentence ?? '', /^The invite is not used: its seed stays good/);
    await using alice = await Client.open({
      identity: createIdentity(nodeRuntime.crypto),
      runtime: nodeRuntime,
    });
    const joined = await alice.join(invite);
    assert.equal((await joined.remote?.['room.metadata']())?.membership, true);
  });

  test('by an alias: whose it is, and whether they are there', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using bob = await Client.open({
      identity: createIdentity(nodeRuntime.crypto),
      runtime: nodeRuntime,
    });
    await makeMember(room, bob.id);
    await bob.registerAlias(await bob.join(room.address), 'bob');
    const text = `@bob@${placeOf(room)}`;
    const there = await check(text);
    assert.match(there.verdict, WORKS);
    assert.ok(there.verdict.endsWith(`${text} is ${bob.id}, who is in the room now.`), there.verdict);
    const nobody = await check(`@carol@${placeOf(room)}`);
    assert.equal(nobody.fault, 'no-alias');
    assert.match(nobody.verdict, /Nobody is known as "carol" in this room/);
  });

  test('leaves nobody behind', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await check(room.address);
    const metrics = async () => (await fetch(room.ready.metrics)).text();
    await until('nobody to be there', async () =>
      /^open_rooms_attendants(\{.*\})? 0$/m.test(await metrics()),
    );
  });
});

describe('a check of ssb-room 1.3.0', () => {
  for (const name of ['Garden', undefined]) {
    test(`${name === undefined ? 'without' : 'with'} a name: it works, and is of the first generation`, async () => {
      await using room = await startStockRoom(name === undefined ? {} : { name });
      const report = await check(room.address);
      assert.ok(report.ok, report.verdict);
      assert.match(report.verdict, name === undefined ? /^The room works/ : WORKS);
      assert.match(report.verdict, /first generation of room methods only/);
    });
  }
});

test('a check of a secret-stack app says that it is no room', async () => {
  await using app = await startListeningApp();
  const report = await check(app.address);
  assert.equal(report.fault, 'not-a-room');
  assert.match(report.verdict, /an SSB peer and no room: it does not know tunnel\.isRoom.*an app or a pub/);
});
