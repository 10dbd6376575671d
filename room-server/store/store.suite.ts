import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf } from '@open-rooms/protocol';
import type { Alias, Member, RoomProfile, Store } from './port.ts';
import type { Invite } from './ports/invites.ts';

const SETTINGS = { mode: 'open', listed: true, language: 'en', addressDays: 30 } as const;
const PROFILE: RoomProfile = { name: 'Café ☕', description: '', claimedAt: 1_764_000_000_123 };

function feed(n: number): FeedId {
  return feedIdOf(new Uint8Array(32).fill(n));
}

function member(n: number, role: Member['role'] = 'participant'): Member {
  return { id: feed(n), role, addedAt: 1_764_000_000_000 + n };
}

function invite(n: number, usesLeft: number): Invite {
  const times = { createdAt: 1_764_000_000_000 + n, notBefore: null, expiresAt: null, revokedAt: null };
  return { id: feed(n), role: 'participant', note: '', createdBy: 'operator', usesLeft, ...times };
}

const LIMITS = { perFeed: 3, inAll: 100 };

function alias(name: string, n: number, registeredAt = 1_764_000_000_000 + n): Alias {
  return { name, feed: feed(n), signature: `${name}${n}==`, registeredAt };
}

function eight<T>(act: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 8 }, (_, n) => act(n)));
}

/** What every store does, whatever it keeps its rows in. `open` gives a new, empty one. */
export function storeSuite(name: string, open: () => Promise<Store>): void {
  describe(`${name}: the room`, () => roomTests(open));
  describe(`${name}: members`, () => memberTests(open));
  describe(`${name}: aliases`, () => aliasTests(open));
  describe(`${name}: closing`, () => closingTests(open));
}

function roomTests(open: () => Promise<Store>): void {
  test('has no profile until it is claimed', async () => {
    await using store = await open();
    assert.equal(await store.room.profile(), undefined);
    assert.equal(await store.room.claim(PROFILE, undefined, SETTINGS), true);
    assert.deepEqual(await store.room.profile(), PROFILE);
    assert.deepEqual(await store.members.members(), []);
  });

  test('is claimed once: the second time writes nothing', async () => {
    await using store = await open();
    assert.equal(await store.room.claim(PROFILE, member(1, 'owner'), SETTINGS), true);
    assert.equal(await store.room.claim({ ...PROFILE, name: 'Mine' }, member(2, 'owner'), SETTINGS), false);
    assert.deepEqual(await store.room.profile(), PROFILE);
    assert.deepEqual(await store.members.members(), [member(1, 'owner')]);
  });

  test('is claimed once by eight at once', async () => {
    await using store = await open();
    const answers = await eight((n) =>
      store.room.claim({ ...PROFILE, name: `room ${n}` }, member(n, 'owner'), SETTINGS),
    );
    assert.equal(answers.filter((won) => won).length, 1);
    const winner = answers.indexOf(true);
    assert.equal((await store.room.profile())?.name, `room ${winner}`);
    assert.deepEqual(await store.members.members(), [member(winner, 'owner')]);
  });

  test('is set as it was claimed, and changed one thing at a time', async () => {
    await using store = await open();
    await store.room.change({ mode: 'community', name: 'Nobody' });
    assert.equal(await store.room.settings(), undefined, 'nothing to change before');
    await store.room.claim(PROFILE, undefined, { ...SETTINGS, mode: 'community', addressDays: 0 });
    assert.deepEqual(await store.room.settings(), { ...SETTINGS, mode: 'community', addressDays: 0 });
    await store.room.change({});
    await store.room.change({ listed: false, description: 'Calm' });
    await store.room.change({ mode: 'restricted', language: 'pt-BR', name: 'Tea' });
    const settings = { mode: 'restricted', listed: false, language: 'pt-BR', addressDays: 0 };
    assert.deepEqual(await store.room.settings(), settings);
    assert.deepEqual(await store.room.profile(), { ...PROFILE, name: 'Tea', description: 'Calm' });
  });

  test('makes an owner of a member', async () => {
    await using store = await open();
    await store.members.add(member(1));
    await store.room.claim(PROFILE, { ...member(1, 'owner'), addedAt: 5 }, SETTINGS);
    assert.deepEqual(await store.members.members(), [member(1, 'owner')]);
  });
}

function memberTests(open: () => Promise<Store>): void {
  test('finds whom it was given, oldest first', async () => {
    await using store = await open();
    for (const n of [3, 1, 2]) await store.members.add(member(n, 'viewer'));
    assert.deepEqual(
      await store.members.members(),
      [1, 2, 3].map((n) => member(n, 'viewer')),
    );
  });

  test('orders members of one millisecond by id', async () => {
    await using store = await open();
    for (const n of [3, 1, 2]) await store.members.add({ ...member(n), addedAt: 7 });
    assert.deepEqual(
      (await store.members.members()).map(({ id }) => id),
      [feed(1), feed(2), feed(3)],
    );
  });

  test('get another role and go, one at a time', async () => {
    await using store = await open();
    for (const n of [1, 2]) await store.members.add(member(n));
    await store.members.setRole(feed(1), 'moderator');
    await store.members.setRole(feed(9), 'owner');
    await store.members.remove(feed(2));
    await store.members.remove(feed(9));
    assert.deepEqual(await store.members.members(), [member(1, 'moderator')]);
  });

  test('keep the role they have', async () => {
    await using store = await open();
    await store.members.add(member(1, 'moderator'));
    await store.members.add({ ...member(1, 'viewer'), addedAt: 5 });
    assert.deepEqual(await store.members.members(), [member(1, 'moderator')]);
  });
}

function aliasTests(open: () => Promise<Store>): void {
  test('are found by name, and by feed oldest first', async () => {
    await using store = await open();
    for (const one of [alias('rob', 1, 9), alias('bob', 1, 3), alias('eve', 2), alias('ann', 1, 9)]) {
      assert.equal(await store.aliases.register(one, LIMITS), 'registered');
    }
    assert.deepEqual(await store.aliases.alias('bob'), alias('bob', 1, 3));
    assert.equal(await store.aliases.alias('Bob'), undefined);
    assert.deepEqual(await store.aliases.aliasesOf(feed(1)), [
      alias('bob', 1, 3),
      alias('ann', 1, 9),
      alias('rob', 1, 9),
    ]);
    assert.deepEqual(await store.aliases.aliasesOf(feed(3)), []);
  });

  test('are one feed’s, who may register them again and keeps their age', async () => {
    await using store = await open();
    await store.aliases.register(alias('bob', 1), LIMITS);
    assert.equal(await store.aliases.register(alias('bob', 2), LIMITS), 'taken');
    assert.deepEqual(await store.aliases.alias('bob'), alias('bob', 1));
    const again = { ...alias('bob', 1, 5), signature: 'new==' };
    assert.equal(await store.aliases.register(again, { perFeed: 1, inAll: 1 }), 'registered');
    assert.deepEqual(await store.aliases.alias('bob'), { ...alias('bob', 1), signature: 'new==' });
  });

  test('are as many as the limits say, of a feed and in all', async () => {
    await using store = await open();
    const limits = { perFeed: 2, inAll: 3 };
    const answers = [];
    for (const [name, n] of [
      ['a', 1],
      ['b', 1],
      ['c', 1],
      ['d', 2],
      ['e', 3],
      ['a', 2],
    ] as const) {
      answers.push(await store.aliases.register(alias(name, n), limits));
    }
    assert.deepEqual(answers, ['registered', 'registered', 'too-many', 'registered', 'full', 'taken']);
    await store.aliases.revoke('a', feed(1));
    assert.equal(await store.aliases.register(alias('e', 3), limits), 'registered');
  });

  test('are revoked by their feed alone, and free then', async () => {
    await using store = await open();
    await store.aliases.register(alias('bob', 1), LIMITS);
    assert.equal(await store.aliases.revoke('bob', feed(2)), 'not-theirs');
    assert.equal(await store.aliases.revoke('rob', feed(1)), 'unknown');
    assert.deepEqual(await store.aliases.alias('bob'), alias('bob', 1));
    assert.equal(await store.aliases.revoke('bob', feed(1)), 'revoked');
    assert.equal(await store.aliases.revoke('bob', feed(1)), 'unknown');
    assert.equal(await store.aliases.alias('bob'), undefined);
    assert.equal(await store.aliases.register(alias('bob', 2), LIMITS), 'registered');
  });

  test('go to one of eight that ask at once', async () => {
    await using store = await open();
    const answers = await eight((n) => store.aliases.register(alias('bob', n), LIMITS));
    assert.deepEqual(answers.toSorted(), ['registered', ...Array(7).fill('taken')]);
    assert.deepEqual(await store.aliases.alias('bob'), alias('bob', answers.indexOf('registered')));
  });

  test('are no more than the limit for a feed that asks for eight at once', async () => {
    await using store = await open();
    const answers = await eight((n) => store.aliases.register(alias(`bob-${n}`, 1), LIMITS));
    assert.equal(answers.filter((answer) => answer === 'registered').length, LIMITS.perFeed);
    assert.equal((await store.aliases.aliasesOf(feed(1))).length, LIMITS.perFeed);
  });
}

function closingTests(open: () => Promise<Store>): void {
  test('waits for what was begun', async () => {
    const store = await open();
    await store.invites.create(invite(99, 4));
    const begun = [
      eight((n) => store.invites.use(feed(99), feed(n), 1)),
      store.room.claim(PROFILE, member(20, 'owner'), SETTINGS),
      store.members.members().then((all) => all.length),
    ] as const;
    await store[Symbol.asyncDispose]();
    const [answers, claimed] = await Promise.all(begun);
    assert.equal(answers.filter(({ outcome }) => outcome === 'added').length, 4);
    assert.equal(claimed, true);
  });

  test('may be asked for twice', async () => {
    const store = await open();
    await store.members.add(member(1));
    await store[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });
}
