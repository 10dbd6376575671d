import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Ending,
  type SignedStanding,
  type Stream,
  signEnding,
  signStanding,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { Client } from '../client.ts';
import { createIdentity } from '../identity/identity.ts';
import { FakeWorld, patience, settled } from '../testing/fake-world.ts';

const PLACE = 'room.example:8008';
const MINUTES = 5 * 60_000;

/** Somebody in a room that gives its word, and lets in whom it likes. */
async function scene() {
  const world = new FakeWorld();
  const { room, address } = world.room(PLACE);
  const { secretKey } = sodium.signKeyPair(new Uint8Array(32).fill(1));
  const readers: Stream[] = [];
  const now = () => world.clock.now();
  room.answers.set('room.endings', (_guest, stream) => {
    readers.push(stream);
    stream.send({ type: 'now', at: now() });
  });
  const identity = createIdentity(world.runtime.crypto);
  const client = await Client.open({ identity, runtime: world.runtime, networkKey: NETWORK_KEY });
  const kept = await client.join(address);
  await settled();
  const say = async (event: object) => {
    readers.at(-1)?.send(event);
    await settled();
  };
  const ends = (word: { why: 'removed' | 'banned' | 'demoted'; reason?: string }) => {
    const ending: Ending = { room: room.id, who: client.id, at: now(), ...word };
    return say({ type: 'ending', ending: signEnding(sodium, secretKey, ending) });
  };
  const stands = (role: SignedStanding['role']) => {
    const word = { room: room.id, who: client.id, role, at: now() };
    return say({ type: 'standing', standing: signStanding(sodium, secretKey, word) });
  };
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      world.clock.advance(500);
      await settled();
    }
  };
  const tells = (metadata: object) =>
    room.answers.set('tunnel.isRoom', (_guest, stream) => stream.send({ name: 'Fake', ...metadata }));
  return { world, room, client, kept, ends, stands, pass, tells };
}

describe('a room that puts one out', () => {
  for (const why of ['banned', 'removed'] as const)
    test(`is told why, and not dialled again: ${why}`, async () => {
      const { world, kept, ends, pass, client } = await scene();
      await ends({ why, reason: 'spam' });
      assert.equal(kept.state, 'refused');
      assert.deepEqual([kept.ended?.why, kept.ended?.reason], [why, 'spam']);
      await pass(MINUTES);
      kept.nudge();
      await pass(5_000);
      assert.equal(world.dials.length, 1, 'neither by itself nor when the network is back');
      await client[Symbol.asyncDispose]();
    });

  test('is tried by hand, and says again why it keeps one out', async () => {
    const { world, room, kept, ends, pass, client } = await scene();
    const answer = room.answers.get('tunnel.isRoom');
    assert.ok(answer !== undefined);
    room.answers.set('tunnel.isRoom', ({ connection }) => connection.close());
    await ends({ why: 'banned', reason: 'spam' });
    await assert.rejects(kept.reached(patience()), /has banned you \("spam"\)/);
    assert.deepEqual([kept.state, kept.ended?.why], ['refused', 'banned']);
    await pass(MINUTES);
    assert.equal(world.dials.length, 2);
    room.answers.set('tunnel.isRoom', answer);
    await kept.reached(patience());
    assert.deepEqual([kept.state, kept.ended], ['open', undefined]);
    await client[Symbol.asyncDispose]();
  });

  test('but a word that the room did not sign puts nobody out', async () => {
    const { room, kept, client } = await scene();
    const { secretKey } = sodium.signKeyPair(new Uint8Array(32).fill(2));
    const ending: Ending = { room: room.id, why: 'banned', who: client.id, at: 2_000_000 };
    const readers: Stream[] = [];
    room.answers.set('room.endings', (_guest, stream) => {
      readers.push(stream);
      stream.send({ type: 'now', at: 0 });
      stream.send({ type: 'ending', ending: signEnding(sodium, secretKey, ending) });
    });
    room.cut();
    await settled();
    await kept.reached(patience());
    await settled();
    assert.deepEqual([readers.length, kept.state, kept.ended], [1, 'open', undefined]);
    await client[Symbol.asyncDispose]();
  });
});

describe('what one is in a room', () => {
  test('is asked again when the room says that it has changed', async () => {
    const { kept, stands, tells, client } = await scene();
    assert.deepEqual([kept.standing, kept.may('share')], ['participant', true]);
    let told = 0;
    using _watching = kept.watch(() => told++);
    tells({ membership: true, features: [], role: 'viewer', mode: 'open' });
    await stands('viewer');
    assert.deepEqual([kept.standing, kept.may('share'), kept.may('write')], ['viewer', false, false]);
    assert.ok(told > 0);
    await client[Symbol.asyncDispose]();
  });

  test('goes on where it was narrowed: the room is entered again', async () => {
    const { room, kept, ends, tells, pass, client } = await scene();
    tells({ membership: true, features: [], role: 'viewer', mode: 'restricted' });
    await ends({ why: 'demoted', reason: 'only for today' });
    assert.deepEqual(
      [kept.state, kept.ended?.why, kept.ended?.reason],
      ['open', 'demoted', 'only for today'],
    );
    room.cut();
    await pass(3_000);
    assert.deepEqual([kept.state, kept.ended, kept.standing], ['open', undefined, 'viewer']);
    await client[Symbol.asyncDispose]();
  });
});
