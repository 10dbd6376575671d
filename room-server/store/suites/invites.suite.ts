import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf, type Role } from '@open-rooms/protocol';
import type { Store } from '../port.ts';
import type { Invite, InviteUse } from '../ports/invites.ts';

const NOW = 1_764_000_000_000;

function feed(n: number): FeedId {
  return feedIdOf(new Uint8Array(32).fill(n));
}

function invite(n: number, more: Partial<Invite> = {}): Invite {
  return {
    id: feed(n),
    role: 'participant',
    note: `note "${n}"; drop table`,
    createdBy: feed(77),
    createdAt: NOW + n,
    notBefore: null,
    expiresAt: null,
    usesLeft: 1,
    revokedAt: null,
    ...more,
  };
}

function member(n: number, role: Role = 'participant') {
  return { id: feed(n), role, addedAt: NOW };
}

function eight<T>(act: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 8 }, (_, n) => act(n)));
}

const outcomes = (answers: readonly InviteUse[]) => answers.map(({ outcome }) => outcome);

/** What the invites of every store do. `open` gives a new, empty one. */
export function invitesSuite(name: string, open: () => Promise<Store>): void {
  describe(`${name}: invites`, () => {
    keptTests(open);
    useTests(open);
    roleTests(open);
    atOnceTests(open);
  });
}

function keptTests(open: () => Promise<Store>): void {
  test('are kept whole, oldest first', async () => {
    await using store = await open();
    const all = { role: 'moderator', createdBy: 'operator', notBefore: NOW, expiresAt: NOW + 9 } as const;
    await store.invites.create(invite(2, { ...all, usesLeft: 100, revokedAt: NOW + 5 }));
    await store.invites.create(invite(1));
    assert.deepEqual(await store.invites.invites(), [
      invite(1),
      invite(2, { ...all, usesLeft: 100, revokedAt: NOW + 5 }),
    ]);
  });

  test('are not made twice', async () => {
    await using store = await open();
    await store.invites.create(invite(1));
    await store.invites.use(feed(1), feed(8), NOW);
    await assert.rejects(store.invites.create(invite(1, { usesLeft: 5 })));
    assert.deepEqual(await store.invites.invites(), [invite(1, { usesLeft: 0 })]);
  });

  test('are forgotten by hundreds', async () => {
    await using store = await open();
    const ids = Array.from({ length: 1100 }, (_, n) => {
      const bytes = new Uint8Array(32);
      new DataView(bytes.buffer).setUint32(0, n);
      return feedIdOf(bytes);
    });
    for (const id of ids.slice(0, 20)) await store.invites.create(invite(1, { id }));
    await store.invites.create(invite(9));
    await store.invites.forget(ids);
    await store.invites.forget([]);
    assert.deepEqual(await store.invites.invites(), [invite(9)]);
  });

  test('are taken back once', async () => {
    await using store = await open();
    await store.invites.create(invite(1));
    await store.invites.revoke(feed(1), NOW + 1);
    await store.invites.revoke(feed(1), NOW + 2);
    await store.invites.revoke(feed(2), NOW + 2);
    assert.deepEqual(await store.invites.invites(), [invite(1, { revokedAt: NOW + 1 })]);
  });
}

function useTests(open: () => Promise<Store>): void {
  test('let in as many as they say', async () => {
    await using store = await open();
    await store.invites.create(invite(1, { usesLeft: 2 }));
    const answers: InviteUse[] = [];
    for (const n of [10, 11, 12]) answers.push(await store.invites.use(feed(1), feed(n), NOW));
    assert.deepEqual(answers, [
      { outcome: 'added', member: member(10) },
      { outcome: 'added', member: member(11) },
      { outcome: 'spent' },
    ]);
    assert.deepEqual(await store.members.members(), [member(10), member(11)]);
    assert.deepEqual(await store.invites.invites(), [invite(1, { usesLeft: 0 })]);
  });

  test('that nobody made let nobody in, not even who is in', async () => {
    await using store = await open();
    await store.members.add(member(11));
    for (const n of [10, 11])
      assert.deepEqual(await store.invites.use(feed(1), feed(n), NOW), { outcome: 'unknown' });
    assert.deepEqual(await store.members.members(), [member(11)]);
  });

  for (const [what, times, at, outcome] of [
    ['before its time', { notBefore: NOW + 1 }, NOW, 'dead'],
    ['when its time comes', { notBefore: NOW + 1 }, NOW + 1, 'added'],
    ['just before it expires', { expiresAt: NOW + 1 }, NOW, 'added'],
    ['when it expires', { expiresAt: NOW + 1 }, NOW + 1, 'dead'],
    ['taken back', { revokedAt: NOW - 1 }, NOW, 'dead'],
  ] as const) {
    test(`${what}: ${outcome}`, async () => {
      await using store = await open();
      await store.invites.create(invite(1, times));
      assert.equal((await store.invites.use(feed(1), feed(10), at)).outcome, outcome);
      const [kept] = await store.invites.invites();
      assert.equal(kept?.usesLeft, outcome === 'added' ? 0 : 1);
      assert.equal((await store.members.members()).length, outcome === 'added' ? 1 : 0);
    });
  }
}

function roleTests(open: () => Promise<Store>): void {
  test('cost a member nothing, spent or not', async () => {
    await using store = await open();
    await store.invites.create(invite(1));
    await store.members.add(member(10, 'moderator'));
    const there = { outcome: 'there', member: member(10, 'moderator') };
    assert.deepEqual(await store.invites.use(feed(1), feed(10), NOW + 5), there);
    assert.deepEqual(await store.invites.invites(), [invite(1)]);
    await store.invites.use(feed(1), feed(11), NOW);
    assert.deepEqual(await store.invites.use(feed(1), feed(10), NOW), there);
    assert.deepEqual(await store.invites.use(feed(1), feed(11), NOW + 5), {
      outcome: 'there',
      member: member(11),
    });
  });

  test('raise a role for one use, keep since when they are in, and lower none', async () => {
    await using store = await open();
    await store.invites.create(invite(1, { role: 'moderator', usesLeft: 2 }));
    await store.invites.create(invite(2, { role: 'viewer' }));
    await store.members.add(member(10));
    const raised = { outcome: 'raised', member: member(10, 'moderator') };
    assert.deepEqual(await store.invites.use(feed(1), feed(10), NOW + 5), raised);
    assert.equal((await store.invites.use(feed(2), feed(10), NOW + 5)).outcome, 'there');
    assert.deepEqual(await store.members.members(), [member(10, 'moderator')]);
    assert.deepEqual(
      (await store.invites.invites()).map(({ usesLeft }) => usesLeft),
      [1, 1],
    );
  });

  test('raise nobody once they are spent', async () => {
    await using store = await open();
    await store.invites.create(invite(1, { role: 'owner' }));
    await store.members.add(member(10));
    await store.invites.use(feed(1), feed(11), NOW);
    assert.deepEqual(await store.invites.use(feed(1), feed(10), NOW), { outcome: 'spent' });
    assert.deepEqual(await store.members.members(), [member(10), member(11, 'owner')]);
  });
}

function atOnceTests(open: () => Promise<Store>): void {
  for (const usesLeft of [1, 3]) {
    test(`of ${usesLeft} uses let in ${usesLeft} of eight at once`, async () => {
      await using store = await open();
      await store.invites.create(invite(99, { usesLeft }));
      const answers = outcomes(await eight((n) => store.invites.use(feed(99), feed(n), NOW)));
      assert.equal(answers.filter((outcome) => outcome === 'added').length, usesLeft);
      assert.equal(answers.filter((outcome) => outcome === 'spent').length, 8 - usesLeft);
      assert.equal((await store.members.members()).length, usesLeft);
      assert.equal((await store.invites.invites())[0]?.usesLeft, 0);
    });
  }

  test('spend one use for one who asks eight times at once', async () => {
    await using store = await open();
    await store.invites.create(invite(99, { usesLeft: 3 }));
    const answers = outcomes(await eight(() => store.invites.use(feed(99), feed(1), NOW)));
    assert.deepEqual(answers.toSorted(), ['added', ...Array(7).fill('there')]);
    assert.equal((await store.invites.invites())[0]?.usesLeft, 2);
  });

  test('taken back while eight use them: whoever is in has spent a use', async () => {
    await using store = await open();
    await store.invites.create(invite(99, { usesLeft: 8 }));
    const using = eight((n) => store.invites.use(feed(99), feed(n), NOW));
    await store.invites.revoke(feed(99), NOW);
    const added = outcomes(await using).filter((outcome) => outcome === 'added').length;
    assert.equal((await store.members.members()).length, added);
    assert.equal((await store.invites.invites())[0]?.usesLeft, 8 - added);
  });
}
