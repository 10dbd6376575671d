import type { FeedId, Role } from '@open-rooms/protocol';

export interface Member {
  readonly id: FeedId;
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
}

export interface MemberStore {
  /** Oldest first. */
  members(): Promise<Member[]>;
  /** Adds a member; one who is there already keeps the role they have. */
  add(member: Member): Promise<void>;
  /** Gives a member another role; nothing where they are none. */
  setRole(id: FeedId, role: Role): Promise<void>;
  /** Nothing where they are none. */
  remove(id: FeedId): Promise<void>;
}
