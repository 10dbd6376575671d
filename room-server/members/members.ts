import type { FeedId } from '@open-rooms/protocol';
import type { Member, MemberStore, Role } from '../store/port.ts';

/** Who belongs to a room, and as what. */
export class Members {
  readonly #store: MemberStore;

  constructor(store: MemberStore) {
    this.#store = store;
  }

  /** Whether the room has accepted this feed. */
  async isMember(id: FeedId): Promise<boolean> {
    return (await this.roleOf(id)) !== undefined;
  }

  /** What a feed is in the room; `undefined` for a stranger. */
  async roleOf(id: FeedId): Promise<Role | undefined> {
    return (await this.#store.member(id))?.role;
  }

  /** Everyone who belongs to the room. */
  async list(): Promise<Member[]> {
    return await this.#store.members();
  }
}
