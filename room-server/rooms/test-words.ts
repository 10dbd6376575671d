import { type EndingsEvent, feedIdOf, type Outlet } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { TestReader } from '../presence/test-reader.ts';

const keys = sodium.signKeyPair(new Uint8Array(32).fill(1));
export const ROOM = feedIdOf(keys.publicKey);
export const ROOM_KEY = { id: ROOM, secretKey: keys.secretKey };

/** Asks for the room's words; answers, each time, what came since the last. */
export function wordReader(subscribe: (outlet: Outlet<EndingsEvent>) => void): () => EndingsEvent[] {
  const asked = new TestReader();
  asked.ask<EndingsEvent>(subscribe);
  return () => asked.read() as EndingsEvent[];
}
