import type { FeedId } from '@open-rooms/protocol';
import type { Alias, AliasStore, Invite, Member, RoomProfile, Store } from './port.ts';

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
    aliases: memoryAliases(),
    async [Symbol.asyncDispose]() {},
  };
}

function memoryAliases(): AliasStore {
  const aliases = new Map<string, Alias>();
  const of = (feed: FeedId) => [...aliases.values()].filter((alias) => alias.feed === feed);
  return {
    async register(alias, limits) {
      const known = aliases.get(alias.name);
      if (known !== undefined && known.feed !== alias.feed) return 'taken';
      if (known === undefined && of(alias.feed).length >= limits.perFeed) return 'too-many';
      if (known === undefined && aliases.size >= limits.inAll) return 'full';
      aliases.set(alias.name, { ...(known ?? alias), signature: alias.signature });
      return 'registered';
    },
    alias: async (name) => aliases.get(name),
    aliasesOf: async (feed) =>
      of(feed).sort((a, b) => a.registeredAt - b.registeredAt || (a.name < b.name ? -1 : 1)),
    async revoke(name, feed) {
      const known = aliases.get(name);
      if (known === undefined) return 'unknown';
      if (known.feed !== feed) return 'not-theirs';
      aliases.delete(name);
      return 'revoked';
    },
  };
}

function byAge(a: number, b: number, first: { id: FeedId }, second: { id: FeedId }): number {
  return a - b || (first.id < second.id ? -1 : 1);
}
