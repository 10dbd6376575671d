import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import type { NamedKeyPair } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { openDataDirectory } from '@open-rooms/room-server/store/data-directory.ts';
import type { Member, RoomProfile } from '@open-rooms/room-server/store/port.ts';
import type { Invite } from '@open-rooms/room-server/store/ports/invites.ts';
import { openSecret } from '@open-rooms/room-server/store/secret.ts';
import { openSqliteStore } from '@open-rooms/room-server/store/sqlite/open.ts';
import { type Fact, LANES, NAMED, USES } from './crash/facts.ts';
import { type Instant, killWriter } from './crash/kill-writer.ts';
import { openLog } from './crash/log.ts';

/** Change it to try other instants; each round names its own. */
const SEED = 20_110_708;

const ROUNDS_WRITING = 8;

const ROUNDS_STARTING = 6;

/** About what the writer takes from its first word to its key, and from there to an open store. */
const STARTING_MICROS = 20_000;

/** Some writes of the writer. */
const WRITING_MICROS = 5_000;

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-crash-'));
after(() => rm(folder, { recursive: true }));

/** Linear congruential, as in POSIX: enough to spread instants. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    yield state / 0x80000000;
  }
}

const random = numbers(SEED);

function below(limit: number): number {
  return Math.floor(random.next().value * limit);
}

interface Kept {
  readonly id: string;
  readonly profile: RoomProfile | undefined;
  readonly members: readonly Member[];
  readonly invites: readonly Invite[];
  /** The names of the aliases. */
  readonly aliases: ReadonlySet<string>;
  /** Entries of the audit log, which is whole. */
  readonly entries: number;
}

/** Starts on what the killed writer left, as the room would. */
async function reopen(path: string): Promise<Kept> {
  await using directory = await openDataDirectory(path);
  const { key, warnings } = await openSecret(directory.secretFile, sodium);
  assert.deepEqual([...directory.warnings, ...warnings], []);
  const kept = await read(directory.databaseFile, key);
  using database = new DatabaseSync(directory.databaseFile, { readOnly: true });
  assert.deepEqual({ ...database.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' });
  return kept;
}

async function read(databaseFile: string, key: NamedKeyPair): Promise<Kept> {
  await using store = await openSqliteStore(databaseFile);
  const { fault, entries } = await (await openLog(store, key)).verify();
  assert.equal(fault, null);
  return {
    id: key.id,
    entries,
    profile: await store.room.profile(),
    members: await store.members.members(),
    invites: await store.invites.invites(),
    aliases: new Set((await store.aliases.aliasesOf(NAMED)).map(({ name }) => name)),
  };
}

function checkNothingLost(facts: readonly Fact[], kept: Kept): void {
  const roles = new Map<string, string>(kept.members.map(({ id, role }) => [id, role]));
  const invites = new Map<string, number>(kept.invites.map(({ id, usesLeft }) => [id, usesLeft]));
  for (const fact of facts) {
    if (fact.done === 'secret') assert.equal(kept.id, fact.id);
    if (fact.done === 'claim') assert.equal(kept.profile?.name, fact.name);
    if (fact.done === 'add') assert.equal(roles.get(fact.id), 'participant', JSON.stringify(fact));
    if (fact.done === 'use') assert.equal(roles.get(fact.id), 'viewer', JSON.stringify(fact));
    if (fact.done === 'register' && fact.kept) assert.ok(kept.aliases.has(fact.alias), fact.alias);
    if (fact.done === 'entry') assert.ok(kept.entries >= fact.id, JSON.stringify(fact));
    if (fact.done === 'revoke') assert.ok(!kept.aliases.has(fact.alias), fact.alias);
    if (fact.done !== 'create') continue;
    const used = facts.filter((use) => use.done === 'use' && use.invite === fact.id).length;
    assert.ok((invites.get(fact.id) ?? Number.POSITIVE_INFINITY) <= USES - used, JSON.stringify(fact));
  }
}

/** A use and its member are written together or not at all; so are a room and its owner. */
function checkNothingHalf({ profile, members, invites }: Kept): void {
  const spent = invites.reduce((sum, { usesLeft }) => sum + USES - usesLeft, 0);
  assert.equal(members.filter(({ role }) => role === 'viewer').length, spent);
  assert.equal(members.filter(({ role }) => role === 'owner').length, profile === undefined ? 0 : 1);
}

/** Rows there may be beyond what was said: the writes under way at each kill. */
function checkNothingMore(facts: readonly Fact[], { members, invites, aliases }: Kept, kills: number): void {
  const rows = members.length + invites.length + aliases.size;
  const revoked = facts.filter(({ done }) => done === 'revoke').length;
  const made = ['claim', 'add', 'create', 'use', 'register'];
  const said = facts.filter(({ done }) => made.includes(done)).length - revoked;
  assert.ok(rows - said <= LANES * kills, `${rows} rows, ${said} of them said, after ${kills} kills`);
}

function described({ facts, micros }: Instant): string {
  return `${micros} µs after fact ${facts}`;
}

describe(`a room killed with signal 9 (seed ${SEED})`, () => {
  const path = join(folder, 'writing');
  const facts: Fact[] = [];
  for (let round = 1; round <= ROUNDS_WRITING; round++) {
    const instant = { facts: 4 + below(80), micros: below(WRITING_MICROS) };
    test(`while it writes, round ${round}, ${described(instant)}`, async () => {
      facts.push(...(await killWriter(path, instant)));
      const kept = await reopen(path);
      checkNothingLost(facts, kept);
      checkNothingHalf(kept);
      checkNothingMore(facts, kept, round);
    });
  }

  for (let round = 1; round <= ROUNDS_STARTING; round++) {
    const instant = { facts: 1 + (round % 2), micros: below(STARTING_MICROS) };
    test(`in its first moments, round ${round}, ${described(instant)}`, async () => {
      const fresh = join(folder, `starting-${round}`);
      const said = await killWriter(fresh, instant);
      const kept = await reopen(fresh);
      checkNothingLost(said, kept);
      checkNothingHalf(kept);
      checkNothingMore(said, kept, 1);
    });
  }
});
