import { type FeedId, feedIdOf, type KeyPair, newChallenge } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import type { Happening } from '../audit/happening.ts';
import { SignIns } from './sign-ins.ts';
import { callAnswered, type TestApp } from './test-apps.ts';

export const room = feedIdOf(new Uint8Array(32).fill(9));
export const alice = sodium.signKeyPair(new Uint8Array(32).fill(1));
export const bob = sodium.signKeyPair(new Uint8Array(32).fill(2));
export const cc = newChallenge(sodium);
export const browser = { agent: 'Browser', address: '192.0.2.1' };

/** A room with apps in it, by whose they say they are. */
export function world(apps: readonly (readonly [KeyPair, TestApp])[] = []) {
  const clock = new VirtualClock();
  const made: FeedId[] = [];
  const out = new Set<FeedId>();
  const asked: string[] = [];
  const told: Happening[] = [];
  const parts = {
    room,
    crypto: sodium,
    clock,
    reaches: (id: FeedId) =>
      apps
        .filter(([keys]) => feedIdOf(keys.publicKey) === id)
        .map(([, app]) =>
          callAnswered((sc, own) => {
            asked.push(sc);
            return app(sc, own);
          }),
        ),
    maySignIn: (id: FeedId) => !out.has(id),
    sessions: {
      create: async (id: FeedId) => `token-${made.push(id)}`,
      revokeAll: async () => 0,
    },
    siteOf: (address: string) => address.split(':').slice(0, 3).join(':'),
    takeDown: (happening: Happening) => void told.push(happening),
  };
  return { signIns: new SignIns(parts), clock, made, out, asked, told };
}

export const idOf = ({ publicKey }: KeyPair) => feedIdOf(publicKey);
export const no = (fault: string) => ({ name: 'Refused', fault });
