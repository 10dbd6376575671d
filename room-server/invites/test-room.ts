import {
  type Act,
  type FeedId,
  feedIdOf,
  mayDo,
  type PrivacyMode,
  type RefusalCode,
  Refused,
  type Role,
  type SocketAddress,
  type Standing,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import type { Happening } from '../audit/happening.ts';
import type { Actor } from '../rooms/actor.ts';
import { memoryStore } from '../store/memory.ts';
import type { Member } from '../store/ports/members.ts';
import type { InviteParts } from './invite-parts.ts';
import { Invites } from './invites.ts';

export const ROOM = feedIdOf(new Uint8Array(32).fill(9));
export const ADDRESS: SocketAddress = { transport: 'net', host: 'room.example', port: 8008, key: ROOM };
export const PLACE = { net: ADDRESS, web: 'https://room.example' };
export const ANA = feedIdOf(new Uint8Array(32).fill(1));
export const BOB = feedIdOf(new Uint8Array(32).fill(2));
export const MAKER = feedIdOf(new Uint8Array(32).fill(3));
export const NOW = 1_700_000_000_000;

export const as = (id: FeedId): Actor => ({ kind: 'feed', id });

/** A room of which a test turns mode, roles and bans. */
export async function setting(mode: PrivacyMode = 'open') {
  const store = memoryStore();
  const turn = { mode, now: NOW, banned: new Set<FeedId>(), roles: new Map<FeedId, Role>() };
  const told: Happening[] = [];
  const joined: [Member, Actor | null][] = [];
  const bounds: (number | undefined)[] = [];
  const clock = new VirtualClock();
  const standingOf = (id: FeedId): Standing => turn.roles.get(id) ?? 'external';
  const may = (actor: Actor | FeedId, act: Act) => {
    const id = typeof actor === 'string' ? actor : actor.kind === 'feed' ? actor.id : undefined;
    return id === undefined || (!turn.banned.has(id) && mayDo(turn.mode, standingOf(id), act));
  };
  const gate = {
    mayVisitor: (act: Act) => mayDo(turn.mode, 'external', act),
    standingOf,
    may,
    check(actor: Actor | FeedId, act: Act) {
      if (!may(actor, act)) throw new Refused('not-allowed', `may not ${act}`);
    },
  };
  const ban = (id: FeedId) => ({ id, reason: '', by: 'operator', at: 0, expiresAt: null });
  const members: InviteParts['members'] = {
    memberOf(id) {
      const role = turn.roles.get(id);
      return role && { id, role, addedAt: NOW };
    },
    async addWith(by, who, write, memberOf, most) {
      bounds.push(most);
      const written = await write();
      const member = memberOf(written);
      if (member !== undefined && turn.roles.get(who) !== member.role) joined.push([member, by]);
      if (member !== undefined) turn.roles.set(who, member.role);
      return written;
    },
  };
  const parts: InviteParts = {
    store: store.invites,
    crypto: sodium,
    takeDown: (happening) => void told.push(happening),
    clock,
    now: () => turn.now,
    settings: turn,
    bans: { isBanned: (id) => (turn.banned.has(id) ? ban(id) : undefined) },
    gate,
    members,
  };
  return { store, turn, told, joined, bounds, clock, parts, invites: await Invites.open(parts) };
}

/** For `assert.rejects`: a refusal of that code, whose sentence matches. */
export function refusal(code: RefusalCode, sentence = /./) {
  return (error: unknown) => error instanceof Refused && error.code === code && sentence.test(error.message);
}
