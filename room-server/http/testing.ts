import { type FeedId, feedIdOf, type PrivacyMode } from '@open-rooms/protocol';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import type { Hono } from 'hono';
import { ApiKeys } from '../administration/api-keys.ts';
import { Aliases } from '../aliases/aliases.ts';
import type { Happening } from '../audit/happening.ts';
import { TestLog } from '../audit/testing.ts';
import { openCore } from '../compose-core.ts';
import { allOperations } from '../compose-operations.ts';
import { People } from '../members/people.ts';
import { Notices } from '../notices/notices.ts';
import { Addresses, webAddress } from '../rooms/addresses.ts';
import type { Core } from '../rooms/core.ts';
import type { NamingInput } from '../rooms/naming.ts';
import type { Room } from '../rooms/room.ts';
import { Sessions } from '../signin/sessions.ts';
import { type SignInParts, SignIns } from '../signin/sign-ins.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/port.ts';
import { createHttpApp } from './app.ts';
import type { HttpParts, Life } from './parts.ts';
import type { WebBuild } from './web/web-build.ts';
import { createWhoisApp } from './whois.ts';

export const CODE = 'a-claim-code-of-128-bits';
export const KEY = 'c3RhcnMgYXJlIHN1bnMgdGhhdCBhcmUgZmFyIGF3YXk=';
export const ROOM_ID = feedIdOf(new TextEncoder().encode('stars are suns that are far away'));
export const NOW = 1_700_000_000_000;

/** A room in memory behind both apps, with what tests turn: the clock, the number online, the caller, who is there. */
export interface TestRoom {
  readonly app: Hono;
  readonly whoisApp: Hono;
  readonly room: Room;
  readonly store: Store;
  readonly faults: unknown[];
  readonly turn: {
    now: number;
    online: number;
    caller: string;
    there: Set<FeedId>;
    mayMakeInvites: boolean;
    life: { -readonly [Fact in keyof Life]: Life[Fact] };
    /** The connections of whoever is there, to sign in by. */
    reaches: SignInParts['reaches'];
  };
  /** Who may do what, and what decides it. */
  readonly core: Core;
  readonly parts: HttpParts;
  /** What the audit log was told. */
  readonly told: readonly Happening[];
}

/** Makes a room in memory; with `naming` it is claimed. */
export async function testRoom(
  naming?: NamingInput,
  publicHost: string | null = null,
  store: Store = memoryStore(),
  web: WebBuild | null = null,
  https = false,
  mode: PrivacyMode = 'open',
): Promise<TestRoom> {
  const turn: TestRoom['turn'] = {
    now: NOW,
    online: 0,
    caller: '192.0.2.1',
    there: new Set(),
    mayMakeInvites: true,
    life: { startedAt: NOW - 90_000_000, isStopping: false, certificateEnds: null },
    reaches: () => [],
  };
  const told: Happening[] = [];
  const base: TestBase = {
    now: () => turn.now,
    takeDown: (happening) => void told.push(happening),
    faults: [],
    store,
    reaches: (id) => turn.reaches(id),
  };
  const stored = { key: { id: ROOM_ID }, store };
  const core = await openCore({ ...base, stored, claimCode: CODE, mode, clock: systemClock });
  const { room } = core;
  if (naming) await room.setUp(naming);
  const addresses = addressesOf(publicHost, https);
  const others = await othersOf(base, core, addresses);
  const presence = { attendants: turn.there };
  const place = () => ({ net: addresses.atStart().net, web: webAddress(addresses.atStart()) });
  const parts: HttpParts = {
    ...core,
    ...others,
    version: '0.0.0',
    operations: allOperations({ ...core, ...others, presence }, place),
    auditLog: others.audit,
    takeDown: base.takeDown,
    addresses,
    publicHost,
    crypto: sodium,
    web,
    life: turn.life,
    features: ['tunnel', 'room1'],
    visitorInvites: { allows: () => turn.mayMakeInvites },
    online: () => turn.online,
    isOnline: (id) => turn.there.has(id),
    callerOf: () => turn.caller,
    now: base.now,
    onFault: (error) => void base.faults.push(error),
  };
  const apps = { app: createHttpApp(parts), whoisApp: createWhoisApp(parts) };
  return { ...apps, room, store, faults: base.faults, turn, core, parts, told };
}

function addressesOf(publicHost: string | null, https: boolean): Addresses {
  return new Addresses({
    id: ROOM_ID,
    publicHost,
    boundTo: null,
    ownHost: () => '198.51.100.7',
    ports: () => ({ net: 8008, http: 3000 }),
    https,
  });
}

interface TestBase {
  readonly now: () => number;
  readonly takeDown: (happening: Happening) => void;
  readonly faults: unknown[];
  readonly store: Store;
  readonly reaches: SignInParts['reaches'];
}

/** The services around the core of a room. */
async function othersOf(
  { now, takeDown, faults, store, reaches }: TestBase,
  core: Core,
  addresses: Addresses,
) {
  const maySignIn = (id: FeedId) => core.gate.may(id, 'sign-in');
  const onFault = (error: unknown) => void faults.push(error);
  const sessions = await Sessions.open({
    store: store.sessions,
    crypto: sodium,
    now,
    takeDown,
    maySignIn,
    onFault,
  });
  const apiKeys = await ApiKeys.open({ store: store.apiKeys, crypto: sodium, now, takeDown, onFault });
  return {
    people: new People(store.aliases),
    sessions,
    apiKeys,
    audit: await new TestLog(store.audit).open(),
    notices: await Notices.open({ store: store.notices, takeDown, now }),
    aliases: new Aliases({
      roomId: ROOM_ID,
      store: store.aliases,
      crypto: sodium,
      urlOf: (label) => `${webAddress(addresses.atStart())}/alias/${label}`,
      mayHave: (id) => core.gate.may(id, 'alias'),
      isBanned: (id) => core.bans.isBanned(id) !== undefined,
      clock: systemClock,
      now,
      takeDown,
    }),
    signIns: new SignIns({
      room: ROOM_ID,
      crypto: sodium,
      clock: systemClock,
      reaches,
      maySignIn,
      sessions,
      takeDown,
      siteOf: (address) => address,
    }),
  };
}
