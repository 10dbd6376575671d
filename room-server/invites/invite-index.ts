import type { FeedId } from '@open-rooms/protocol';
import type { Invite } from '../store/ports/invites.ts';
import { isOver } from './invite-state.ts';

/** Every invite that the store has, in memory, oldest first: whether a key is one is asked at each handshake. */
export class InviteIndex {
  readonly #invites = new Map<FeedId, Invite>();
  readonly #counts = new Map<string, number>();

  get size(): number {
    return this.#invites.size;
  }

  get(id: FeedId): Invite | undefined {
    return this.#invites.get(id);
  }

  /** How many somebody made. */
  count(maker: string): number {
    return this.#counts.get(maker) ?? 0;
  }

  all(): Invite[] {
    return [...this.#invites.values()];
  }

  of(maker: string): Invite[] {
    return this.all().filter(({ createdBy }) => createdBy === maker);
  }

  put(invite: Invite): void {
    this.#invites.set(invite.id, invite);
    this.#counts.set(invite.createdBy, this.count(invite.createdBy) + 1);
  }

  change(id: FeedId, how: (invite: Invite) => Invite): void {
    const invite = this.#invites.get(id);
    if (invite !== undefined) this.#invites.set(id, how(invite));
  }

  /** Those that nothing makes of use again, of one maker or of all. */
  over(now: number, maker: string | undefined): FeedId[] {
    const some = maker === undefined ? this.all() : this.of(maker);
    return some.filter((invite) => isOver(invite, now)).map(({ id }) => id);
  }

  forget(ids: readonly FeedId[]): void {
    for (const id of ids) {
      const invite = this.#invites.get(id);
      if (invite === undefined) continue;
      this.#invites.delete(id);
      const left = this.count(invite.createdBy) - 1;
      if (left > 0) this.#counts.set(invite.createdBy, left);
      else this.#counts.delete(invite.createdBy);
    }
  }
}
