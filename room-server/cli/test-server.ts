import { feedIdOf } from '@open-rooms/protocol';
import type { RunningServer } from '../running-server.ts';

/** A room that is claimed by calling it: what {@link testServer} adds to a running server. */
export interface TestServer extends RunningServer {
  claimAs(name: string, invite: string): void;
}

export const ROOM_ID = feedIdOf(new Uint8Array(32).fill(7));
export const CLAIM = 'http://127.0.0.1:41002/claim/correct-horse-battery';
export const INVITE = `127.0.0.1:41001:${ROOM_ID}~c2VlZHNlZWRzZWVkc2VlZHNlZWRzZWVkc2VlZHNlZWQ=`;

/** A running server in memory, unclaimed unless `told` says more. */
export function testServer(told: Partial<RunningServer> = {}): TestServer {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const listeners: ((name: string) => void)[] = [];
  const state = { name: told.name ?? null, invite: told.invite ?? null };
  return {
    id: ROOM_ID,
    addresses: ['net:127.0.0.1:41001~shs:BwcH', 'ws:127.0.0.1:41002~shs:BwcH'],
    http: 'http://127.0.0.1:41002',
    web: 'http://127.0.0.1:41002',
    whois: 'http://127.0.0.1:41003/whois',
    claim: CLAIM,
    stun: 'stun:127.0.0.1:41005',
    metrics: 'http://127.0.0.1:41004/metrics',
    ownCertificate: null,
    awaitedCertificate: null,
    operations: {} as RunningServer['operations'],
    endLinks: () => undefined,
    pid: 1234,
    closed,
    onClaimed: (listener) => void listeners.push(listener),
    stop: async () => resolve(),
    ...told,
    get name() {
      return state.name;
    },
    get invite() {
      return state.invite;
    },
    claimAs(name, invite) {
      Object.assign(state, { name, invite });
      for (const listener of listeners) listener(name);
    },
  };
}
