import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Room } from '@open-rooms/client';
import { type FeedId, feedIdOf, type Stream } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { targetOf } from '../../../client/testing/fake-room.ts';
import { until } from '../../hostile/deadline.ts';
import { seeded } from '../../hostile/seeded.ts';
import { assertTalk } from '../diagrams/duplex.ts';
import { startLyingRoom } from './lying-room.ts';
import { befriend, joinBoth } from './meetings.ts';
import { attends, meets, person } from './person.ts';

test('a room that does not lie is one like others', async () => {
  await using room = await startLyingRoom();
  await using alice = await person();
  await using bob = await person();
  await joinBoth(room, alice, bob);
  await befriend(alice, bob);
});

describe('a room that lies about who comes', () => {
  test('is not believed: the caller is turned away, and nobody is taken for another', async () => {
    await using place = await startLyingRoom();
    await using alice = await person();
    await using bob = await person();
    await using mallory = await person();
    await joinBoth(place, alice, bob);
    await mallory.join(place.address);
    // Mallory wants to be taken for Alice, whom Bob follows.
    await bob.contacts.accept(alice.id);
    place.room.answers.set('tunnel.connect', (_guest, stream, args) =>
      place.room.relay(stream, alice.id, targetOf(args)),
    );
    await assert.rejects(mallory.connect(bob.id), {
      name: 'JoinError',
      fault: 'wrong-key',
      message: /turn you away/,
    });
    assert.deepEqual([bob.peers.size, mallory.peers.size], [0, 0]);
    // For Alice herself the word is true.
    await assertTalk(await alice.connect(bob.id), await meets(bob, alice.id));
  });

  test('or leads a tunnel to somebody else than was asked for: it is not opened', async () => {
    await using place = await startLyingRoom();
    await using alice = await person();
    await using bob = await person();
    await using mallory = await person();
    await joinBoth(place, alice, bob);
    await mallory.join(place.address);
    place.room.answers.set('tunnel.connect', ({ id }, stream) => place.room.relay(stream, id, mallory.id));
    await assert.rejects(alice.connect(bob.id), {
      name: 'JoinError',
      fault: 'wrong-key',
      message: /the room lies/,
    });
    assert.deepEqual([alice.peers.size, mallory.peers.size, bob.peers.size], [0, 0, 0]);
  });

  test('or answers a tunnel itself, or with noise: it is not opened', async () => {
    await using place = await startLyingRoom();
    await using alice = await person();
    await using bob = await person();
    await joinBoth(place, alice, bob);
    place.room.answers.set('tunnel.connect', (_guest, stream) => {
      stream.sendBytes(sodium.randomBytes(64));
      stream.sendBytes(sodium.randomBytes(10_000));
    });
    await assert.rejects(alice.connect(bob.id), { name: 'JoinError' });
    place.room.answers.set('tunnel.connect', (_guest, stream) => stream.end());
    await assert.rejects(alice.connect(bob.id), { name: 'JoinError', fault: 'refused' });
    assert.equal(alice.peers.size, 0);
  });

  test('and says that an alias is somebody else’s is believed no more than its own word goes', async () => {
    await using place = await startLyingRoom();
    await using alice = await person();
    await using bob = await person();
    const [joined] = await joinBoth(place, alice, bob);
    place.room.answers.set('tunnel.whois', (_guest, stream) => stream.send('not an id'));
    await assert.rejects(joined.remote?.['tunnel.whois']('bob') ?? Promise.resolve(), {
      name: 'RemoteError',
    });
    assert.equal(joined.state, 'open');
  });
});

const STRANGERS = 6_000;
const ROUNDS = 300;

/** The id of somebody who never was. */
function nobody(number: number): FeedId {
  const key = new Uint8Array(32);
  new DataView(key.buffer).setUint32(0, number);
  return feedIdOf(key);
}

/** Says that each comes, twice, and that the next, who was never there, goes; as fast as it is read. */
function flood(stream: Stream): void {
  let told = 0;
  const more = () => {
    for (; told < 3 * STRANGERS && !stream.isCongested; told++) {
      const number = Math.floor(told / 3);
      if (told % 3 === 2) stream.send({ type: 'left', id: nobody(number + 1) });
      else stream.send({ type: 'joined', id: nobody(number) });
    }
    if (told < 3 * STRANGERS) stream.wantRoom(0);
  };
  stream.receiver = { onFrame: () => undefined, onEnd: () => undefined, onRoom: more };
  more();
}

describe('a room that floods', () => {
  test('with people who come and go is listened to, and serves on', async () => {
    await using place = await startLyingRoom();
    await using alice = await person();
    await using bob = await person();
    const [joined] = await joinBoth(place, alice, bob);
    await befriend(alice, bob);
    place.room.answers.set('room.attendants', (_guest, stream) => {
      stream.send({ type: 'state', ids: [bob.id] });
      flood(stream);
    });
    place.room.cut();
    await until('the flood to come in', () => joined.attendants.has(nobody(STRANGERS - 1)));
    assert.ok(joined.attendants.has(bob.id));
    await until('a tunnel to Bob again', () => alice.peer(bob.id) !== undefined);
    assert.equal(await alice.peer(bob.id)?.remote['peer.echo']('still here'), 'still here');
  });

  test('with garbage where lists and answers should be does not end the program', async () => {
    await using place = await startLyingRoom();
    await using alice = await person();
    await using bob = await person();
    const [joined] = await joinBoth(place, alice, bob);
    const values = [
      null,
      7,
      'text',
      [],
      {},
      { type: 'joined' },
      { type: 'joined', id: 'x' },
      { type: 'state', ids: 'x' },
    ];
    let told = 0;
    place.room.answers.set('room.attendants', (_guest, stream) => {
      stream.send(values[told++ % values.length]);
    });
    place.room.cut();
    await until('the room to be there again', () => joined.state === 'open');
    await until('its list to be asked for again', () => told > 1);
    await assertGarbage(joined, place.room.guests.get(alice.id)?.connection);
    // Who is told of no list knows it as it was, and dials.
    await assertTalk(await alice.connect(bob.id), await meets(bob, alice.id));
  });
});

/** Asks what nobody serves, in every shape. */
async function assertGarbage(joined: Room, room: { request: RequestLike } | undefined): Promise<void> {
  assert.ok(room !== undefined);
  const random = seeded(20_261_125);
  const names = [
    'tunnel.connect',
    'manifest',
    '',
    '__proto__',
    'constructor',
    'tunnel',
    'a.b.c.d',
    'gossip.ping',
  ];
  const types = ['async', 'source', 'sink', 'duplex'] as const;
  for (let round = 0; round < ROUNDS; round++) {
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const stream = room.request(pick(names), pick(types), [
      pick([null, 7, 'x', {}, { origin: 'x' }, { origin: joined.id }]),
    ]);
    if (!stream.isCall) stream.sendBytes(sodium.randomBytes(1 + Math.floor(random() * 1_000)));
    if (random() < 0.5) stream.cut('enough');
  }
  assert.ok((await joined.remote?.['tunnel.isRoom']())?.name);
}

type RequestLike = (
  name: string,
  type: 'async' | 'source' | 'sink' | 'duplex',
  args: readonly unknown[],
) => { readonly isCall: boolean; sendBytes(bytes: Uint8Array): void; cut(sentence: string): void };

test('a room in which everybody is somebody else leaves who is not asked for alone', async () => {
  await using place = await startLyingRoom();
  await using alice = await person();
  const joined = await alice.join(place.address);
  const nobodyThere = nobody(1);
  place.room.answers.set('room.attendants', (_guest, stream) =>
    stream.send({ type: 'state', ids: [nobodyThere] }),
  );
  place.room.cut();
  await attends(joined, nobodyThere);
  await assert.rejects(alice.connect(nobodyThere), { fault: 'not-online' });
});
