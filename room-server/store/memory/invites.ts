import { type FeedId, ROLES } from '@open-rooms/protocol';
import type { Invite, InviteStore, InviteUse } from '../ports/invites.ts';
import type { Member } from '../ports/members.ts';

/** Invites that last as long as the process; whom they bring in is put into `members`. */
export function memoryInvites(members: Map<FeedId, Member>): InviteStore {
  const invites = new Map<FeedId, Invite>();
  return {
    async create(invite) {
      if (invites.has(invite.id)) throw new Error(`The invite ${invite.id} is there already.`);
      invites.set(invite.id, invite);
    },
    invites: async () =>
      [...invites.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)),
    use: async (id, who, now) => useInvite(invites, members, id, who, now),
    async revoke(id, at) {
      const invite = invites.get(id);
      if (invite?.revokedAt === null) invites.set(id, { ...invite, revokedAt: at });
    },
    async forget(ids) {
      for (const id of ids) invites.delete(id);
    },
  };
}

function useInvite(
  invites: Map<FeedId, Invite>,
  members: Map<FeedId, Member>,
  id: FeedId,
  who: FeedId,
  now: number,
): InviteUse {
  const invite = invites.get(id);
  if (invite === undefined) return { outcome: 'unknown' };
  const { role, revokedAt, notBefore, expiresAt, usesLeft } = invite;
  if (revokedAt !== null || now < (notBefore ?? now) || now >= (expiresAt ?? now + 1))
    return { outcome: 'dead' };
  const known = members.get(who);
  const isEnough = known !== undefined && ROLES.indexOf(known.role) <= ROLES.indexOf(role);
  if (isEnough) return { outcome: 'there', member: known };
  if (usesLeft === 0) return { outcome: 'spent' };
  invites.set(id, { ...invite, usesLeft: usesLeft - 1 });
  const member = known === undefined ? { id: who, role, addedAt: now } : { ...known, role };
  members.set(who, member);
  return { outcome: known === undefined ? 'added' : 'raised', member };
}
