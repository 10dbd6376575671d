import type { FeedId } from '@open-rooms/protocol';
import type { Invite, Member, RoomProfile, Store } from './port.ts';

/** A store that forgets: for tests and for rooms that live as long as their process. */
export function memoryStore(): Store {
  let kept: RoomProfile | undefined;
  const members = new Map<FeedId, Member>();
  const invites = new Map<FeedId, Invite>();
  return {
    room: {
      profile: async () => kept,
      async claim(profile, owner) {
        if (kept !== undefined) return false;
        kept = profile;
        if (owner) members.set(owner.id, { ...(members.get(owner.id) ?? owner), role: owner.role });
        return true;
      },
    },
    members: {
      member: async (id) => members.get(id),
      members: async () => [...members.values()].sort((a, b) => byAge(a.addedAt, b.addedAt, a, b)),
      async add(member) {
        if (!members.has(member.id)) members.set(member.id, member);
      },
    },
    invites: {
      async create(invite) {
        if (invites.has(invite.id)) throw new Error(`The invite ${invite.id} is there already.`);
        invites.set(invite.id, invite);
      },
      invite: async (id) => invites.get(id),
      invites: async () => [...invites.values()].sort((a, b) => byAge(a.createdAt, b.createdAt, a, b)),
      async use(id, member) {
        const invite = invites.get(id);
        if (invite === undefined) return 'unknown';
        if (members.has(member.id)) return 'used';
        if (invite.usesLeft === 0) return 'spent';
        invites.set(id, { ...invite, usesLeft: invite.usesLeft - 1 });
        members.set(member.id, member);
        return 'used';
      },
    },
    async [Symbol.asyncDispose]() {},
  };
}

function byAge(a: number, b: number, first: { id: FeedId }, second: { id: FeedId }): number {
  return a - b || (first.id < second.id ? -1 : 1);
}
