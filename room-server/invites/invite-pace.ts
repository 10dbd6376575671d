import { Refused, TokenBucket } from '@open-rooms/protocol';
import type { MakerKind } from './invite-maker.ts';

/**
 * People whom invites of those who moderate nothing may bring each second, and at once: each waits for the disk, in turn
 * with bans. Those of members have as much again as those of guests, so that no guest uses it up for them.
 */
const MAX_USES_PER_SECOND = 10;
export const MAX_USES_AT_ONCE = 200;
/** Members up to whom such invites bring more: the places above are for those whom moderators add and invite. */
export const MAX_BROUGHT_MEMBERS = 90_000;

/** Bounds what comes of invites whose maker does not moderate the room. */
export class InvitePace {
  readonly #used = {
    member: new TokenBucket(MAX_USES_PER_SECOND, MAX_USES_AT_ONCE),
    guest: new TokenBucket(MAX_USES_PER_SECOND, MAX_USES_AT_ONCE),
  };

  /**
   * Counts a use that is about to be made.
   * @throws Refused `too-many`
   */
  take(maker: MakerKind, now: number): void {
    if (maker === 'moderator') return;
    const bucket = this.#used[maker];
    if (bucket.delay(now) > 0)
      throw new Refused(
        'too-many',
        'Too many people use invites to this room at the moment: try again in a minute.',
      );
    bucket.take(now);
  }

  /** How many members the room may have before this brings one more; `undefined` where only the room's own bound holds. */
  mostMembers(maker: MakerKind): number | undefined {
    return maker === 'moderator' ? undefined : MAX_BROUGHT_MEMBERS;
  }
}
