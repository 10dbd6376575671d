import { feedIdOf, type SessionLimits, serverIdentity } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import type { Runtime } from '../connection/runtime.ts';
import { createIdentity } from '../identity/identity.ts';
import { PeerConnection, type PeerParts } from '../peers/peer-connection.ts';
import { CONTACT_LIMITS } from '../peers/peer-limits.ts';
import { type TunnelPair, tunnelPair } from './tunnel-pair.ts';

/** The room that a tunnel in memory goes through. */
export const ROOM = feedIdOf(new Uint8Array(32).fill(7));

/** Two people, and what is needed to shake hands through a tunnel between them. */
export interface PeerPair {
  readonly tunnel: TunnelPair;
  readonly alice: PeerParts;
  readonly bob: PeerParts;
}

/** Alice, who dials, and Bob, who is asked. What they ask each other is answered by `onRequest`. */
export async function peerPair(
  onRequest: PeerParts['onRequest'] = (_peer, stream) => stream.fail('nothing is answered here'),
  limits: SessionLimits = CONTACT_LIMITS,
): Promise<PeerPair> {
  const tunnel = await tunnelPair();
  const runtime: Runtime = {
    crypto: sodium,
    clock: tunnel.clock,
    now: () => tunnel.clock.now(),
    transports: [],
    dial: () => Promise.reject(new Error('nothing is dialled in memory')),
    ask: () => Promise.reject(new Error('nothing is asked in memory')),
  };
  const someone = (): PeerParts => {
    const identity = createIdentity(sodium);
    const server = serverIdentity(sodium, identity);
    return { identity, server, runtime, networkKey: NETWORK_KEY, limits, onRequest };
  };
  return { tunnel, alice: someone(), bob: someone() };
}

/** Shakes hands on both ends. */
export async function connected({
  tunnel,
  alice,
  bob,
}: PeerPair): Promise<[alice: PeerConnection, bob: PeerConnection]> {
  return Promise.all([
    PeerConnection.dial(tunnel.dialled, ROOM, bob.identity.id, alice),
    PeerConnection.answer(tunnel.answered, ROOM, alice.identity.id, bob),
  ]);
}
