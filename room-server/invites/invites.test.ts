import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf, readInvite } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { OPERATOR } from '../rooms/actor.ts';
import {
  MAX_GUEST_INVITES,
  MAX_INVITES,
  MAX_INVITES_PER_MAKER,
  MAX_MEMBER_INVITES,
  MAX_NEW_INVITES_AT_ONCE,
} from './invite-quota.ts';
import { NOTE_MAX_CHARS, USES_MAX } from './invite-wish.ts';
import { Invites, openRoomInvite, VISITOR_INVITE_MS } from './invites.ts';
import { invitesOperations } from './invites-operations.ts';
import { madeInvite } from './made-invite.ts';
import { ADDRESS, ANA, as, BOB, MAKER, NOW, PLACE, ROOM, refusal, setting } from './test-room.ts';

describe('a new invite', () => {
  test('leads to the room by code, link and URI, which hold one seed, of which the store keeps only the id', async () => {
    const { store, invites, told } = await setting();
    const made = madeInvite(await invites.create(OPERATOR, { note: 'for Ana', uses: 3 }), PLACE);
    const { code, url, uri, ...kept } = made;
    const invite = readInvite(code);
    assert.ok(invite.kind === 'pub');
    assert.deepEqual(invite.addresses, [ADDRESS]);
    assert.equal(feedIdOf(sodium.signKeyPair(invite.seed).publicKey), made.id);
    const token = Buffer.from(invite.seed).toString('base64url');
    assert.equal(url, `https://room.example/join?invite=${token}`);
    const postTo = 'https://room.example/invite/consume';
    assert.deepEqual(readInvite(uri), { kind: 'claim', token, postTo });
    assert.deepEqual(await store.invites.invites(), [kept]);
    assert.doesNotMatch(JSON.stringify([kept, told]), new RegExp(token));
    assert.deepEqual(kept, {
      id: made.id,
      role: 'participant',
      note: 'for Ana',
      createdBy: 'operator',
      createdAt: NOW,
      notBefore: null,
      expiresAt: null,
      usesLeft: 3,
      revokedAt: null,
    });
  });

  test('has a seed of its own', async () => {
    const { invites } = await setting();
    const [first, second] = [await invites.create(OPERATOR, {}), await invites.create(OPERATOR, {})];
    assert.notEqual(first.token, second.token);
  });

  for (const uses of [0, -1, 1.5, Number.NaN, USES_MAX + 1]) {
    test(`is not made for ${uses} uses`, async () => {
      const { invites } = await setting();
      await assert.rejects(invites.create(OPERATOR, { uses }), /say 1 to 1000/);
    });
  }

  for (const note of ['a\nb', 'x'.repeat(NOTE_MAX_CHARS + 1)]) {
    test(`is not made with a note of ${note.length} characters: ${JSON.stringify(note.slice(0, 5))}`, async () => {
      const { invites } = await setting();
      await assert.rejects(invites.create(OPERATOR, { note }), /one line of at most 200/);
    });
  }

  for (const times of [{ expiresAt: NOW }, { notBefore: NOW + 5, expiresAt: NOW + 5 }]) {
    test(`is not made for no time at all: ${JSON.stringify(times)}`, async () => {
      const { invites } = await setting();
      await assert.rejects(invites.create(OPERATOR, times), refusal('bad-argument', /expire/));
    });
  }

  for (const [mode, standing, role, made] of [
    ['open', 'external', 'participant', true],
    ['open', 'external', 'viewer', false],
    ['open', 'participant', 'viewer', false],
    ['open', 'moderator', 'viewer', true],
    ['open', 'external', 'moderator', false],
    ['open', 'viewer', 'participant', false],
    ['open', 'participant', 'participant', true],
    ['open', 'participant', 'owner', false],
    ['community', 'external', 'participant', false],
    ['community', 'participant', 'viewer', true],
    ['community', 'moderator', 'moderator', false],
    ['restricted', 'participant', 'participant', false],
    ['restricted', 'moderator', 'participant', true],
    ['restricted', 'owner', 'owner', true],
  ] as const) {
    test(`of ${standing} as ${role} in ${mode}: ${made}`, async () => {
      const { invites, turn, store } = await setting(mode);
      if (standing !== 'external') turn.roles.set(MAKER, standing);
      const making = invites.create(as(MAKER), { role });
      if (made) await making;
      else await assert.rejects(making, refusal('not-allowed'));
      assert.equal((await store.invites.invites()).length, made ? 1 : 0);
    });
  }

  test('of a visitor is for open rooms, and for thirty days', async () => {
    const { invites, turn } = await setting();
    const { invite } = await invites.create(null, {});
    assert.equal(invite.createdBy, 'visitor');
    assert.equal(invite.expiresAt, NOW + VISITOR_INVITE_MS);
    turn.mode = 'community';
    await assert.rejects(invites.create(null, {}), refusal('not-allowed', /ask one of its members/));
    assert.equal(invites.stateOf(invite), 'disowned');
  });
});

describe('lists', () => {
  test('have the newest first: everybody sees their own, moderators all', async () => {
    const { invites, turn, parts } = await setting('community');
    turn.roles.set(MAKER, 'participant').set(ANA, 'participant').set(BOB, 'moderator');
    for (const [n, maker] of [MAKER, ANA, MAKER].entries()) {
      turn.now = NOW + n;
      await invites.create(as(maker), { note: `${n}` });
    }
    const notes = (all: readonly { note: string }[]) => all.map(({ note }) => note);
    for (const each of [invites, await Invites.open(parts)]) {
      assert.deepEqual(notes(each.list(as(MAKER))), ['2', '0']);
      assert.deepEqual(notes(each.list(as(BOB))), ['2', '1', '0']);
      assert.deepEqual(notes(each.list(OPERATOR)), ['2', '1', '0']);
    }
    turn.roles.set(ANA, 'viewer');
    assert.throws(() => invites.list(as(ANA)), refusal('not-allowed'));
    const operations = invitesOperations(invites, () => PLACE);
    assert.equal((await operations['invites.list'](as(MAKER), {})).length, 2);
  });
});

describe('so that nobody fills the disk', () => {
  test('invites are made as fast as the disk can bear: guests keep nobody else from it, moderators do not wait', async () => {
    const { invites, clock, turn } = await setting();
    turn.roles.set(BOB, 'moderator').set(MAKER, 'participant');
    for (let n = 0; n <= MAX_NEW_INVITES_AT_ONCE; n++) await invites.create(null, {});
    await assert.rejects(invites.create(null, {}), refusal('too-many'));
    await assert.rejects(invites.create(as(ANA), {}), refusal('too-many'));
    for (let n = 0; n <= MAX_NEW_INVITES_AT_ONCE; n++) await invites.create(as(MAKER), {});
    await assert.rejects(invites.create(as(MAKER), {}), refusal('too-many'));
    await invites.create(as(BOB), {});
    clock.advance(1_000);
    await invites.create(as(ANA), {});
  });

  test('guests have a share of all invites, members a larger one, and moderators the rest', async () => {
    const room = await setting('open');
    const { store, parts, turn } = room;
    turn.roles.set(BOB, 'moderator').set(MAKER, 'participant');
    const kept = (await room.invites.create(OPERATOR, {})).invite;
    const fill = async (from: number, to: number) => {
      for (let n = from; n < to; n++) await store.invites.create({ ...kept, id: numbered(n) });
      return Invites.open(parts);
    };
    const guests = await fill(1, MAX_GUEST_INVITES);
    await assert.rejects(guests.create(as(ANA), {}), refusal('too-many', /as many open invites/));
    await assert.rejects(guests.create(null, {}), refusal('too-many', /as many open invites/));
    await guests.create(as(MAKER), {});
    const members = await fill(MAX_GUEST_INVITES, MAX_MEMBER_INVITES);
    await assert.rejects(members.create(as(MAKER), {}), refusal('too-many', /as many open invites/));
    await members.create(as(BOB), {});
    const all = await fill(MAX_MEMBER_INVITES, MAX_INVITES);
    await assert.rejects(all.create(as(BOB), {}), refusal('too-many', /as many open invites/));
  });

  test('those of guests end like those of visitors, whatever they say', async () => {
    const { invites, turn } = await setting();
    turn.roles.set(MAKER, 'participant');
    const ends = async (who: FeedId, expiresAt: number | null) =>
      (await invites.create(as(who), { expiresAt })).invite.expiresAt;
    assert.equal(await ends(ANA, null), NOW + VISITOR_INVITE_MS);
    assert.equal(await ends(ANA, NOW + 2 * VISITOR_INVITE_MS), NOW + VISITOR_INVITE_MS);
    assert.equal(await ends(ANA, NOW + 10), NOW + 10);
    assert.equal(await ends(MAKER, null), null);
  });

  test('somebody has so many, and what is of no use any more makes room', async () => {
    const { invites, clock, turn, store } = await setting();
    const make = () => {
      clock.advance(1_000);
      return invites.create(as(MAKER), { expiresAt: turn.now + 10 });
    };
    for (let n = 0; n < MAX_INVITES_PER_MAKER; n++) await make();
    await assert.rejects(make(), refusal('too-many', /take some back/));
    await invites.create(as(ANA), {});
    turn.now += 10;
    await make();
    assert.equal((await store.invites.invites()).length, 2);
    assert.equal(invites.list(as(MAKER)).length, 1);
  });
});

test('the invite of an open room is its address with the marker', () => {
  const key = ROOM.slice(1, -'.ed25519'.length);
  const marker = 'SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=';
  assert.equal(openRoomInvite(ADDRESS), `net:room.example:8008~shs:${key}:${marker}`);
});

/** An id for each number. */
function numbered(n: number): FeedId {
  const key = new Uint8Array(32).fill(0xff);
  new DataView(key.buffer).setUint32(0, n);
  return feedIdOf(key);
}
