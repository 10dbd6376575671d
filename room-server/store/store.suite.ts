import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf } from '@open-rooms/protocol';
import type { Alias, Invite, Member, RoomProfile, Store } from './port.ts';

const PROFILE: RoomProfile = { name: 'Café ☕', description: '', claimedAt: 1_764_000_000_123 };

function feed(n: number): FeedId {
  return feedIdOf(new Uint8Array(32).fill(n));
}

function member(n: number, role: Member['role'] = 'participant'): Member {
  return { id: feed(n), role, addedAt: 1_764_000_000_000 + n };
}

function invite(n: number, usesLeft: number): Invite {
  return { id: feed(n), createdAt: 1_764_000_000_000 + n, note: `note "${n}"; drop table`, usesLeft };
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
  describe(`${name}: invites`, () => inviteTests(open));
  describe(`${name}: aliases`, () => aliasTests(open));
  describe(`${name}: closing`, () => closingTests(open));
}

function roomTests(open: () => Promise<Store>): void {
  test('has no profile until it is claimed', async () => {
    await using store = await open();
    assert.equal(await store.room.profile(), undefined);
    assert.equal(await store.room.claim(PROFILE, undefined), true);
    assert.deepEqual(await store.room.profile(), PROFILE);
    assert.deepEqual(await store.members.members(), []);
  });

  test('is claimed once: the second time writes nothing', async () => {
    await using store = await open();
    assert.equal(await store.room.claim(PROFILE, member(1, 'owner')), true);
    assert.equal(await store.room.claim({ ...PROFILE, name: 'Mine' }, member(2, 'owner')), false);
    assert.deepEqual(await store.room.profile(), PROFILE);
    assert.deepEqual(await store.members.members(), [member(1, 'owner')]);
  });

  test('is claimed once by eight at once', async () => {
    await using store = await open();
    const answers = await eight((n) =>
      store.room.claim({ ...PROFILE, name: `room ${n}` }, member(n, 'owner')),
    );
    assert.equal(answers.filter((won) => won).length, 1);
    const winner = answers.indexOf(true);
    assert.equal((await store.room.profile())?.name, `room ${winner}`);
    assert.deepEqual(await store.members.members(), [member(winner, 'owner')]);
  });

  test('makes an owner of a member', async () => {
    await using store = await open();
    await store.members.add(member(1));
    await store.room.claim(PROFILE, { ...member(1, 'owner'), addedAt: 5 });
    assert.deepEqual(await store.members.members(), [member(1, 'owner')]);
  });
}

function memberTests(open: () => Promise<Store>): void {
  test('finds whom it was given, oldest first', async () => {
    await using store = await open();
    for (const n of [3, 1, 2]) await store.members.add(member(n, 'viewer'));
    assert.deepEqual(await store.members.member(feed(1)), member(1, 'viewer'));
    assert.equal(await store.members.member(feed(9)), undefined);
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

  test('keep the role they have', async () => {
    await using store = await open();
    await store.members.add(member(1, 'moderator'));
    await store.members.add({ ...member(1, 'viewer'), addedAt: 5 });
    assert.deepEqual(await store.members.members(), [member(1, 'moderator')]);
  });
}

function inviteTests(open: () => Promise<Store>): void {
  test('are kept, oldest first', async () => {
    await using store = await open();
    await store.invites.create(invite(2, 1));
    await store.invites.create(invite(1, 100));
    assert.deepEqual(await store.invites.invite(feed(2)), invite(2, 1));
    assert.equal(await store.invites.invite(feed(3)), undefined);
    assert.deepEqual(await store.invites.invites(), [invite(1, 100), invite(2, 1)]);
  });

  test('are not made twice', async () => {
    await using store = await open();
    await store.invites.create(invite(1, 1));
    await store.invites.use(feed(1), member(8));
    await assert.rejects(store.invites.create(invite(1, 5)));
    assert.equal((await store.invites.invite(feed(1)))?.usesLeft, 0);
  });

  test('let in as many as they say', async () => {
    await using store = await open();
    await store.invites.create(invite(1, 2));
    const answers = [];
    for (const n of [10, 11, 12]) answers.push(await store.invites.use(feed(1), member(n)));
    assert.deepEqual(answers, ['used', 'used', 'spent']);
    assert.deepEqual(await store.members.members(), [member(10), member(11)]);
    assert.deepEqual(await store.invites.invites(), [invite(1, 0)]);
  });

  test('that nobody made let nobody in', async () => {
    await using store = await open();
    await store.members.add(member(11));
    assert.equal(await store.invites.use(feed(1), member(10)), 'unknown');
    assert.equal(await store.invites.use(feed(1), member(11)), 'unknown');
    assert.deepEqual(await store.members.members(), [member(11)]);
  });

  test('cost a member nothing, spent or not', async () => {
    await using store = await open();
    await store.invites.create(invite(1, 1));
    await store.members.add(member(10, 'moderator'));
    assert.equal(await store.invites.use(feed(1), member(10)), 'used');
    assert.deepEqual(await store.invites.invite(feed(1)), invite(1, 1));
    assert.equal(await store.invites.use(feed(1), member(11)), 'used');
    assert.equal(await store.invites.use(feed(1), member(11)), 'used');
    assert.deepEqual(await store.members.members(), [member(10, 'moderator'), member(11)]);
  });

  test('of one use let in one of eight at once', async () => {
    await using store = await open();
    await store.invites.create(invite(99, 1));
    const answers = await eight((n) => store.invites.use(feed(99), member(n)));
    assert.deepEqual(answers.toSorted(), [...Array(7).fill('spent'), 'used']);
    assert.deepEqual(await store.members.members(), [member(answers.indexOf('used'))]);
  });

  test('spend one use for one peer that asks eight times at once', async () => {
    await using store = await open();
    await store.invites.create(invite(99, 3));
    const answers = await eight(() => store.invites.use(feed(99), member(1)));
    assert.deepEqual(answers, Array(8).fill('used'));
    assert.equal((await store.invites.invite(feed(99)))?.usesLeft, 2);
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
      eight((n) => store.invites.use(feed(99), member(n))),
      store.room.claim(PROFILE, member(20, 'owner')),
      store.members.members().then((all) => all.length),
    ] as const;
    await store[Symbol.asyncDispose]();
    const [answers, claimed] = await Promise.all(begun);
    assert.equal(answers.filter((answer) => answer === 'used').length, 4);
    assert.equal(claimed, true);
  });

  test('may be asked for twice', async () => {
    const store = await open();
    await store.members.add(member(1));
    await store[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });
}
