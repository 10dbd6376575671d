import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Client, IncomingRing } from '@open-rooms/client';
import { until } from '../../hostile/deadline.ts';
import { startStockApp } from '../../stock/app.ts';
import { startOurRoom } from '../our-room.ts';
import { feedOf, first, person } from './person.ts';
import { joinAll, talker } from './talking.ts';

function isRung(client: Client, by: Client, list: 'rings' | 'askedRings' = 'rings'): Promise<IncomingRing> {
  return first(`${by.id} to ring`, client[list], ({ from }) => from === by.id);
}

describe('a ring', { concurrency: true }, () => {
  test('of a contact is heard, and answered or declined', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    await joinAll(room, [alice, bob]);
    await bob.contacts.accept(alice.id);
    const ringing = await alice.ring(bob.id);
    const ring = await isRung(bob, alice);
    assert.deepEqual([ring.from, ring.room, bob.askedRings.size], [alice.id, room.id, 0]);
    ring.accept();
    assert.deepEqual([await ringing.answered, await ring.ended], ['accepted', 'accepted']);
    assert.equal(bob.rings.size, 0);
    // They may talk in private now.
    await until('Bob to be a contact', () => alice.contacts.relationOf(bob.id) === 'accepted');

    const again = await alice.ring(bob.id);
    (await isRung(bob, alice)).decline();
    assert.equal(await again.answered, 'declined');
  });

  test('ends when who rings hangs up, or is gone', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker({ strangers: 'accept' });
    await joinAll(room, [alice, bob]);
    const ringing = await alice.ring(bob.id);
    const ring = await isRung(bob, alice);
    await assert.rejects(alice.ring(bob.id), /rings there already/);
    ringing.cancel();
    assert.deepEqual([await ringing.answered, await ring.ended], ['gone', 'gone']);
    assert.equal(bob.rings.size, 0);
    const other = await alice.ring(bob.id);
    const lost = await isRung(bob, alice);
    await bob[Symbol.asyncDispose]();
    assert.deepEqual([await other.answered, await lost.ended], ['gone', 'gone']);
  });

  test('of a stranger is asked, not heard; being accepted makes it heard', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    await joinAll(room, [alice, bob]);
    const ringing = await alice.ring(bob.id);
    const ring = await isRung(bob, alice, 'askedRings');
    assert.equal(bob.rings.size, 0);
    await bob.contacts.accept(alice.id);
    assert.equal(await isRung(bob, alice), ring);
    assert.equal(bob.askedRings.size, 0);
    ring.accept();
    assert.equal(await ringing.answered, 'accepted');
  });

  test('of a stranger who was declined does not come again at once', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    await joinAll(room, [alice, bob]);
    const ringing = await alice.ring(bob.id);
    (await isRung(bob, alice, 'askedRings')).decline();
    assert.equal(await ringing.answered, 'declined');
    await assert.rejects(alice.ring(bob.id), /have not answered just now/);
  });

  test('cannot be heard by programs without anybody, nor by stock apps', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using robot = await person({ strangers: 'accept' });
    await joinAll(room, [alice, robot]);
    await assert.rejects(alice.ring(robot.id), /there is nobody at this program/);
    await using app = await startStockApp({ generation: 'room-client' });
    await app.connect(room.address);
    await app.waitForAttendant(room.id, alice.id);
    await assert.rejects(alice.ring(feedOf(app.id)), /their app has no bell/);
  });
});
