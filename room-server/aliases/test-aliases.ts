import assert from 'node:assert/strict';
import {
  type FeedId,
  feedIdOf,
  type RefusalCode,
  Refused,
  signAliasRegistration,
  writeSignature,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { fixedKeys, VirtualClock } from '@open-rooms/protocol/testing';
import type { Happening } from '../audit/happening.ts';
import type { Actor } from '../rooms/actor.ts';
import { memoryStore } from '../store/memory.ts';
import { Aliases } from './aliases.ts';

export const ROOM = feedIdOf(new Uint8Array(32).fill(9));
export const OTHER_ROOM = feedIdOf(new Uint8Array(32).fill(8));

interface Person {
  readonly id: FeedId;
  /** The signature of this person for `alias`, in a room. */
  sign(alias: string, roomId?: FeedId): Uint8Array;
  signText(alias: string, roomId?: FeedId): string;
}

function person(number: number): Person {
  const { publicKey, secretKey } = fixedKeys(sodium, number);
  const id = feedIdOf(publicKey);
  const sign = (alias: string, roomId: FeedId = ROOM) =>
    signAliasRegistration(sodium, secretKey, { roomId, userId: id, alias });
  return { id, sign, signText: (alias, roomId) => writeSignature(sign(alias, roomId)) };
}

export const ana = person(1);
export const bob = person(2);

/** Aliases in memory, of a room with two members. */
export function setting() {
  const { aliases: store } = memoryStore();
  const clock = new VirtualClock();
  const members = new Set([ana.id, bob.id]);
  const banned = new Set<FeedId>();
  const told: Happening[] = [];
  const aliases = new Aliases({
    roomId: ROOM,
    store,
    crypto: sodium,
    clock,
    now: () => 5,
    urlOf: (label) => `http://room.example:3000/alias/${label}`,
    mayHave: (id) => members.has(id),
    isBanned: (id) => banned.has(id),
    takeDown: (happening) => void told.push(happening),
  });
  const register = (who: Person, alias: string) =>
    aliases.register(actor(who.id), alias, who.signText(alias));
  return { store, clock, aliases, register, members, banned, told };
}

/** Somebody who asks. */
export function actor(id: FeedId): Actor & { kind: 'feed' } {
  return { kind: 'feed', id };
}

/** Whether an error is a refusal of that code, in such words. */
export function refused(code: RefusalCode, sentence: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Refused, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, sentence);
    return true;
  };
}
