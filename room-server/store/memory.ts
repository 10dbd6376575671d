import type { FeedId } from '@open-rooms/protocol';
import { memoryAliases } from './memory/aliases.ts';
import { memoryApiKeys } from './memory/api-keys.ts';
import { memoryAudit } from './memory/audit.ts';
import { memoryBans, memoryEndings } from './memory/bans.ts';
import { memoryInvites } from './memory/invites.ts';
import { memoryMembers } from './memory/members.ts';
import { memoryNotices } from './memory/notices.ts';
import { memoryRoom } from './memory/room.ts';
import { memorySessions } from './memory/sessions.ts';
import type { Member, Store } from './port.ts';

/** A store that forgets: for tests and for rooms that live as long as their process. */
export function memoryStore(): Store {
  const members = new Map<FeedId, Member>();
  return {
    room: memoryRoom(members),
    members: memoryMembers(members),
    bans: memoryBans(),
    endings: memoryEndings(),
    invites: memoryInvites(members),
    aliases: memoryAliases(),
    notices: memoryNotices(),
    sessions: memorySessions(),
    audit: memoryAudit(),
    apiKeys: memoryApiKeys(),
    checkWritable: async () => undefined,
    async [Symbol.asyncDispose]() {},
  };
}
