import type { FeedId } from '@open-rooms/protocol';
import type { Member } from '../ports/members.ts';
import type { RoomProfile, RoomStore, StoredSettings } from '../ports/room.ts';

/** A room that lasts as long as the process; its owner is put into `members`. */
export function memoryRoom(members: Map<FeedId, Member>): RoomStore {
  let kept: { profile: RoomProfile; settings: StoredSettings } | undefined;
  return {
    profile: async () => kept?.profile,
    settings: async () => kept?.settings,
    async claim(profile, owner, settings) {
      if (kept !== undefined) return false;
      kept = { profile, settings };
      if (owner) members.set(owner.id, { ...(members.get(owner.id) ?? owner), role: owner.role });
      return true;
    },
    async change({ name, description, ...settings }) {
      if (kept === undefined) return;
      const profile = {
        ...kept.profile,
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
      };
      kept = { profile, settings: { ...kept.settings, ...settings } };
    },
  };
}
