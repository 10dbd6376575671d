import { Refused, TokenBucket } from '@open-rooms/protocol';
import { type Actor, actorName } from '../rooms/actor.ts';
import type { InviteIndex } from './invite-index.ts';
import { kindOfActor, type MakerKind } from './invite-maker.ts';
import type { InviteParts } from './invite-parts.ts';
import { VISITOR } from './invite-state.ts';

/** Invites that somebody who moderates nothing may have: many meetings; what can be used no more makes room. */
export const MAX_INVITES_PER_MAKER = 1000;
/**
 * Invites of all, up to which each kind of maker may add one, since keys cost nothing: guests leave places to members,
 * and both to who moderates. All are in memory: about 60 MB.
 */
export const MAX_GUEST_INVITES = 50_000;
export const MAX_MEMBER_INVITES = 100_000;
export const MAX_INVITES = 200_000;
const MOST: Readonly<Record<MakerKind, number>> = {
  guest: MAX_GUEST_INVITES,
  member: MAX_MEMBER_INVITES,
  moderator: MAX_INVITES,
};
/**
 * Invites that all guests, and beside them all members who moderate nothing, may make each second, and at once: each
 * waits for the disk, like everybody.
 */
const MAX_NEW_INVITES_PER_SECOND = 10;
export const MAX_NEW_INVITES_AT_ONCE = 100;

/** Bounds the invites that are kept: no guest keeps members from inviting, and neither keeps who moderates from it. */
export class InviteQuota {
  readonly #parts: Pick<InviteParts, 'store' | 'gate' | 'clock' | 'now'>;
  readonly #index: InviteIndex;
  readonly #made = {
    guest: new TokenBucket(MAX_NEW_INVITES_PER_SECOND, MAX_NEW_INVITES_AT_ONCE),
    member: new TokenBucket(MAX_NEW_INVITES_PER_SECOND, MAX_NEW_INVITES_AT_ONCE),
  };

  constructor(parts: Pick<InviteParts, 'store' | 'gate' | 'clock' | 'now'>, index: InviteIndex) {
    this.#parts = parts;
    this.#index = index;
  }

  /**
   * Counts an invite that is about to be made. Where there are too many, those that can be used no more make room.
   * @param actor `null` for a visitor
   * @throws Refused `too-many`
   */
  async take(actor: Actor | null): Promise<void> {
    const { store, gate, now } = this.#parts;
    const kind = kindOfActor(actor, gate);
    if (kind !== 'moderator') this.#pace(kind);
    const maker = actor === null ? VISITOR : actorName(actor);
    if (!this.#isFull(kind, maker)) return;
    const over = this.#index.over(now(), this.#hasMost(kind, maker) ? maker : undefined);
    await store.forget(over);
    this.#index.forget(over);
    if (this.#isFull(kind, maker))
      throw new Refused('too-many', 'There are as many open invites as there may be: take some back first.');
  }

  #pace(kind: 'guest' | 'member'): void {
    const at = this.#parts.clock.now();
    const bucket = this.#made[kind];
    if (bucket.delay(at) > 0)
      throw new Refused(
        'too-many',
        'Too many invites are made in this room at the moment: try again in a minute.',
      );
    bucket.take(at);
  }

  #isFull(kind: MakerKind, maker: string): boolean {
    return this.#index.size >= MOST[kind] || this.#hasMost(kind, maker);
  }

  #hasMost(kind: MakerKind, maker: string): boolean {
    return kind !== 'moderator' && maker !== VISITOR && this.#index.count(maker) >= MAX_INVITES_PER_MAKER;
  }
}
