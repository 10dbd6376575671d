import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, Refused, readInvite, type SocketAddress } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { memoryStore } from '../store/memory.ts';
import { Invites, NOTE_MAX_CHARS, openRoomInvite, USES_MAX } from './invites.ts';

const ROOM = feedIdOf(new Uint8Array(32).fill(9));
const ADDRESS: SocketAddress = { transport: 'net', host: 'room.example', port: 8008, key: ROOM };
const ANA = feedIdOf(new Uint8Array(32).fill(1));
const BOB = feedIdOf(new Uint8Array(32).fill(2));

function setting() {
  const store = memoryStore();
  return {
    store,
    invites: new Invites({ store: store.invites, crypto: sodium, address: () => ADDRESS, now: () => 5 }),
  };
}

describe('invites', () => {
  test('a code leads to the room and holds the seed, of which the store keeps only the id', async () => {
    const { store, invites } = setting();
    const { id, code } = await invites.create({ note: 'for Ana', uses: 3 });
    const invite = readInvite(code);
    assert.ok(invite.kind === 'pub');
    assert.deepEqual(invite.addresses, [ADDRESS]);
    assert.equal(feedIdOf(sodium.signKeyPair(invite.seed).publicKey), id);
    assert.deepEqual(await store.invites.invites(), [{ id, createdAt: 5, note: 'for Ana', usesLeft: 3 }]);
  });

  test('two invites have two seeds', async () => {
    const { invites } = setting();
    const [first, second] = [
      await invites.create({ note: '', uses: 1 }),
      await invites.create({ note: '', uses: 1 }),
    ];
    assert.notEqual(first.code, second.code);
  });

  test('whoever connects with its key brings a feed in, as often as it says', async () => {
    const { store, invites } = setting();
    const { id } = await invites.create({ note: '', uses: 1 });
    assert.equal(await invites.use(id, ANA), true);
    assert.deepEqual(await store.members.member(ANA), { id: ANA, role: 'participant', addedAt: 5 });
    assert.equal(await invites.use(id, ANA), true, 'asked again after a lost answer');
    await assert.rejects(invites.use(id, BOB), (error) => error instanceof Refused && error.code === 'spent');
    assert.equal(await store.members.member(BOB), undefined);
  });

  test('anyone else is welcome in an open room, and becomes no member', async () => {
    const { store, invites } = setting();
    assert.equal(await invites.use(BOB, ANA), true);
    assert.deepEqual(await store.members.members(), []);
  });

  for (const uses of [0, -1, 1.5, Number.NaN, USES_MAX + 1]) {
    test(`refuses ${uses} uses`, async () => {
      await assert.rejects(setting().invites.create({ note: '', uses }), /say 1 to 1000/);
    });
  }

  for (const note of ['a\nb', 'x'.repeat(NOTE_MAX_CHARS + 1)]) {
    test(`refuses a note of ${note.length} characters: ${JSON.stringify(note.slice(0, 5))}`, async () => {
      await assert.rejects(setting().invites.create({ note, uses: 1 }), /one line of at most 200/);
    });
  }

  test('the invite of an open room is its address with the marker', () => {
    const key = ROOM.slice(1, -'.ed25519'.length);
    assert.equal(
      openRoomInvite(ADDRESS),
      `net:room.example:8008~shs:${key}:SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=`,
    );
  });
});
