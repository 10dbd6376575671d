/** Writes to a room's data directory, without end, and says what it was promised is on the disk. */
import { writeSync } from 'node:fs';
import { type FeedId, feedIdOf, type NamedKeyPair } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { openDataDirectory } from '@open-rooms/room-server/store/data-directory.ts';
import type { Store } from '@open-rooms/room-server/store/port.ts';
import { openSecret } from '@open-rooms/room-server/store/secret.ts';
import { openSqliteStore } from '@open-rooms/room-server/store/sqlite/open.ts';
import { type Fact, NAMED, USES } from './facts.ts';
import { openLog } from './log.ts';

const STDOUT = 1;

/** At once and in whole lines: what is said is said, even if the next instruction is the last. */
function say(fact: Fact): void {
  writeSync(STDOUT, `${JSON.stringify(fact)}\n`);
}

function someone(): FeedId {
  return feedIdOf(sodium.randomBytes(32));
}

async function claim(store: Store): Promise<void> {
  const profile = { name: `Room ${process.pid}`, description: 'x'.repeat(2000), claimedAt: 1 };
  const settings = { mode: 'open', listed: true, language: 'en', addressDays: 30 } as const;
  const owner = { id: someone(), role: 'owner', addedAt: 1 } as const;
  if (await store.room.claim(profile, owner, settings)) say({ done: 'claim', name: profile.name });
}

async function addMembers(store: Store): Promise<never> {
  for (let addedAt = 1; ; addedAt++) {
    const id = someone();
    await store.members.add({ id, role: 'participant', addedAt });
    say({ done: 'add', id });
  }
}

async function letIn(store: Store): Promise<never> {
  for (let createdAt = 1; ; createdAt++) {
    const invite = someone();
    const plain = { createdBy: 'operator', notBefore: null, expiresAt: null, revokedAt: null };
    const note = 'x'.repeat(500);
    await store.invites.create({ ...plain, id: invite, role: 'viewer', createdAt, note, usesLeft: USES });
    say({ done: 'create', id: invite });
    for (let use = 0; use < USES; use++) {
      const id = someone();
      const { outcome } = await store.invites.use(invite, id, createdAt);
      if (outcome !== 'added') throw new Error(`An invite with uses left answered "${outcome}".`);
      say({ done: 'use', invite, id });
    }
  }
}

async function takeNames(store: Store): Promise<never> {
  const limits = { perFeed: Number.MAX_SAFE_INTEGER, inAll: Number.MAX_SAFE_INTEGER };
  for (let number = 1; ; number++) {
    const [alias, kept] = [`p${process.pid}-${number}`, number % 2 === 0];
    const row = { name: alias, feed: NAMED, signature: 'x'.repeat(88), registeredAt: number };
    await store.aliases.register(row, limits);
    say({ done: 'register', alias, kept });
    if (kept) continue;
    await store.aliases.revoke(alias, NAMED);
    say({ done: 'revoke', alias });
  }
}

async function takeDown(store: Store, key: NamedKeyPair): Promise<never> {
  const audit = await openLog(store, key);
  for (let number = 1; ; number++) {
    const by = { kind: 'feed', id: someone(), address: '203.0.113.7' } as const;
    for (let entries = 0; entries <= number % 3; entries++) audit.takeDown({ event: 'member_add', by });
    const [last] = await audit.list({}, 1);
    if (last !== undefined) say({ done: 'entry', id: last.id });
  }
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('Usage: writer.ts DIRECTORY');
say({ done: 'started' });
await using directory = await openDataDirectory(path);
const { key } = await openSecret(directory.secretFile, sodium);
say({ done: 'secret', id: key.id });
await using store = await openSqliteStore(directory.databaseFile);
say({ done: 'opened' });
await Promise.all([claim(store), addMembers(store), letIn(store), takeNames(store), takeDown(store, key)]);
