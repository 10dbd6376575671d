import type { FeedId } from '@open-rooms/protocol';
import type { Member, MemberStore } from '../ports/members.ts';

/** Members that last as long as the process. */
export function memoryMembers(members: Map<FeedId, Member>): MemberStore {
  return {
    members: async () =>
      [...members.values()].sort((a, b) => a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1)),
    async add(member) {
      if (!members.has(member.id)) members.set(member.id, member);
    },
    async setRole(id, role) {
      const known = members.get(id);
      if (known !== undefined) members.set(id, { ...known, role });
    },
    async remove(id) {
      members.delete(id);
    },
  };
}
