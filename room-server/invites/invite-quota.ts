import { Refused, TokenBucket } from '@open-rooms/protocol';
import { type Actor, actorName } from '../rooms/actor.ts';
import type { InviteIndex } from './invite-index.ts';
import type { InviteParts } from './invite-parts.ts';
import { VISITOR } from './invite-state.ts';

/** Invites that somebody who moderates nothing may have: many meetings; what can be used no more makes room. */
export const MAX_INVITES_PER_MAKER = 1000;
/** Invites of all who moderate nothing, since keys cost nothing: about 30 MB. */
const MAX_INVITES = 100_000;
/** Invites that all who moderate nothing may make each second, and at once: each waits for the disk, like everybody. */
const MAX_NEW_INVITES_PER_SECOND = 10;
export const MAX_NEW_INVITES_AT_ONCE = 100;

/** Bounds the invites of those who moderate nothing: whoever does is not kept from it by others. */
export class InviteQuota {
  readonly #parts: Pick<InviteParts, 'store' | 'gate' | 'clock' | 'now'>;
  readonly #index: InviteIndex;
  readonly #made = new TokenBucket(MAX_NEW_INVITES_PER_SECOND, MAX_NEW_INVITES_AT_ONCE);

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
    const { store, gate, clock, now } = this.#parts;
    if (actor !== null && gate.may(actor, 'moderate-invites')) return;
    const at = clock.now();
    if (this.#made.delay(at) > 0)
      throw new Refused(
        'too-many',
        'Too many invites are made in this room at the moment: try again in a minute.',
      );
    this.#made.take(at);
    const maker = actor === null ? VISITOR : actorName(actor);
    if (!this.#isFull(maker)) return;
    const over = this.#index.over(now(), this.#hasMost(maker) ? maker : undefined);
    await store.forget(over);
    this.#index.forget(over);
    if (this.#isFull(maker))
      throw new Refused('too-many', 'There are as many open invites as there may be: take some back first.');
  }

  #isFull(maker: string): boolean {
    return this.#index.size >= MAX_INVITES || this.#hasMost(maker);
  }

  #hasMost(maker: string): boolean {
    return maker !== VISITOR && this.#index.count(maker) >= MAX_INVITES_PER_MAKER;
  }
}
