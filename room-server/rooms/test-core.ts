import { type FeedId, feedIdOf, type PrivacyMode } from '@open-rooms/protocol';
import type { Happening } from '../audit/happening.ts';
import { Bans } from '../bans/bans.ts';
import { Members, type RoleChange } from '../members/members.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/port.ts';
import { Gate } from './gate.ts';
import { Turns } from './turns.ts';

/** Somebody for tests, by a number. */
export function feedOf(n: number): FeedId {
  return feedIdOf(new Uint8Array(32).fill(n));
}

/** Members and bans of a room in memory, whose clock stands until the test moves it. */
export async function coreInMemory(roomId: FeedId, store: Store = memoryStore()) {
  const time = { now: 1_000_000 };
  const settings: { mode: PrivacyMode } = { mode: 'open' };
  const keys = new Set<FeedId>();
  const happened: Happening[] = [];
  const late: { members?: Members; bans?: Bans } = {};
  const gate = new Gate({
    settings,
    members: { roleOf: (id) => late.members?.roleOf(id) },
    bans: { isBanned: (id) => late.bans?.isBanned(id) },
    invites: { isKey: (id) => keys.has(id) },
  });
  const parts = {
    roomId,
    turns: new Turns(),
    check: gate.check.bind(gate),
    now: () => time.now,
    takeDown: (happening: Happening) => void happened.push(happening),
  };
  const isBanned = (id: FeedId) => late.bans?.isBanned(id) !== undefined;
  const members = await Members.open({ ...parts, store: store.members, isBanned });
  const owners = () => members.owners();
  const standingOf = gate.standingOf.bind(gate);
  const bans = await Bans.open({ ...parts, store: store.bans, standingOf, owners });
  Object.assign(late, { members, bans });
  const changes: RoleChange[] = [];
  members.watch((change) => changes.push(change));
  const reopen = () => coreInMemory(roomId, store);
  return { time, settings, keys, happened, changes, gate, members, bans, reopen, parts };
}
