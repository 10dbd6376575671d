import { feedIdOf } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import type { Hono } from 'hono';
import { Addresses } from '../rooms/addresses.ts';
import type { NamingInput } from '../rooms/naming.ts';
import { Room } from '../rooms/room.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/port.ts';
import { createHttpApp } from './app.ts';
import type { WebBuild } from './web/web-build.ts';
import { createWhoisApp } from './whois.ts';

export const CODE = 'a-claim-code-of-128-bits';
export const KEY = 'c3RhcnMgYXJlIHN1bnMgdGhhdCBhcmUgZmFyIGF3YXk=';
export const ROOM_ID = feedIdOf(new TextEncoder().encode('stars are suns that are far away'));
export const NOW = 1_700_000_000_000;

/** A room in memory behind both apps, with what tests turn: the clock, the number online, the caller. */
export interface TestRoom {
  readonly app: Hono;
  readonly whoisApp: Hono;
  readonly room: Room;
  readonly store: Store;
  readonly faults: unknown[];
  readonly turn: { now: number; online: number; caller: string };
}

/** Makes a room in memory; with `naming` it is claimed. */
export async function testRoom(
  naming?: NamingInput,
  publicHost: string | null = null,
  store: Store = memoryStore(),
  web: WebBuild | null = null,
  https = false,
): Promise<TestRoom> {
  const turn = { now: NOW, online: 0, caller: '192.0.2.1' };
  const now = () => turn.now;
  const room = await Room.open({ id: ROOM_ID, store: store.room, crypto: sodium, claimCode: CODE, now });
  if (naming) await room.setUp(naming);
  const addresses = new Addresses({
    id: ROOM_ID,
    publicHost,
    boundTo: null,
    ownHost: () => '198.51.100.7',
    ports: () => ({ net: 8008, http: 3000 }),
    https,
  });
  const faults: unknown[] = [];
  const parts = {
    room,
    addresses,
    crypto: sodium,
    web,
    features: ['tunnel', 'room1'],
    online: () => turn.online,
    callerOf: () => turn.caller,
    onFault: (error: unknown) => void faults.push(error),
  };
  return { app: createHttpApp(parts), whoisApp: createWhoisApp(parts), room, store, faults, turn };
}
