import {
  type Act,
  type FeedId,
  isAbove,
  isFeedId,
  Refused,
  type Standing,
  Watchers,
} from '@open-rooms/protocol';
import type { TakeDown } from '../audit/happening.ts';
import { type Actor, actorName, isSelf } from '../rooms/actor.ts';
import type { Turns } from '../rooms/turns.ts';
import type { Ban, BanStore } from '../store/ports/bans.ts';

/** Bans of a room, all of whom are kept in memory: 40 MB. Moderators make them one by one. */
const MAX_BANS = 100_000;

export interface BanParts {
  readonly roomId: FeedId;
  readonly store: BanStore;
  /** What is changed is changed in turn with members and settings. */
  readonly turns: Turns;
  /** Throws `Refused` where the actor may not do this (any more). */
  readonly check: (actor: Actor, act: Act) => void;
  readonly standingOf: (id: FeedId) => Standing;
  /** The owners whom nobody has banned. */
  readonly owners: () => readonly FeedId[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly takeDown: TakeDown;
}

/** Somebody was banned, or is no longer: `ban` is `undefined` then. */
export interface BanChange {
  readonly who: FeedId;
  readonly ban: Ban | undefined;
}

/** Who is let in no more, however they stand (spec/roles.md). Roles are kept meanwhile. */
export class Bans {
  readonly #parts: BanParts;
  readonly #bans = new Map<FeedId, Ban>();
  readonly #watchers = new Watchers<BanChange>();

  private constructor(parts: BanParts) {
    this.#parts = parts;
  }

  static async open(parts: BanParts): Promise<Bans> {
    const bans = new Bans(parts);
    for (const ban of await parts.store.bans()) bans.#bans.set(ban.id, ban);
    return bans;
  }

  /** The ban that holds now, if one does: it ends by itself when its time has come. */
  isBanned(id: FeedId): Ban | undefined {
    const ban = this.#bans.get(id);
    return ban !== undefined && this.#holds(ban) ? ban : undefined;
  }

  /** Bans that hold, the newest first. */
  list(): Ban[] {
    const holding = [...this.#bans.values()].filter((ban) => this.#holds(ban));
    return holding.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
  }

  /** Tells `told` of every ban and of every one that is lifted; not of those that end by themselves. */
  watch(told: (change: BanChange) => void): Disposable {
    return this.#watchers.add(told);
  }

  /**
   * Bans somebody, or bans them anew with another reason or another end.
   * @param expiresAt milliseconds since 1970; `null` is until it is lifted
   * @throws Refused `not-allowed` (not above them, oneself, the last owner), `bad-argument` (no person, no time to come)
   */
  add(
    actor: Actor,
    who: FeedId,
    { reason, expiresAt }: { readonly reason: string; readonly expiresAt: number | null },
  ): Promise<Ban> {
    const { turns, check, store, now, takeDown } = this.#parts;
    return turns.run(async () => {
      check(actor, 'ban');
      this.#checkWhom(actor, who);
      const at = now();
      if (expiresAt !== null && expiresAt <= at) throw pastEnd(who, expiresAt);
      await this.#forgetEnded();
      if (!this.#bans.has(who) && this.#bans.size >= MAX_BANS) throw tooMany(who);
      const ban = { id: who, reason, by: actorName(actor), at, expiresAt };
      await store.ban(ban);
      this.#bans.set(who, ban);
      this.#watchers.tell({ who, ban });
      const until = expiresAt === null ? 'until it is lifted' : `until ${new Date(expiresAt).toISOString()}`;
      takeDown({ event: 'ban_add', by: actor, subject: who, message: until, reason });
      return ban;
    });
  }

  /**
   * Lifts a ban: they stand as they stood before.
   * @throws Refused `not-allowed` (not above them, oneself), `not-found`
   */
  lift(actor: Actor, who: FeedId): Promise<void> {
    const { turns, check, store, takeDown } = this.#parts;
    return turns.run(async () => {
      check(actor, 'ban');
      if (this.isBanned(who) === undefined)
        throw new Refused('not-found', `${who} is not banned from this room: nothing to lift.`);
      if (isSelf(actor, who)) throw new Refused('not-allowed', 'not allowed: nobody lifts their own ban.');
      this.#checkAbove(actor, who);
      await store.lift([who]);
      this.#bans.delete(who);
      this.#watchers.tell({ who, ban: undefined });
      takeDown({ event: 'ban_lift', by: actor, subject: who });
    });
  }

  #holds({ expiresAt }: Ban): boolean {
    return expiresAt === null || this.#parts.now() < expiresAt;
  }

  #checkWhom(actor: Actor, who: FeedId): void {
    const { roomId, standingOf, owners } = this.#parts;
    if (!isFeedId(who) || who === roomId)
      throw new Refused(
        'bad-argument',
        `Cannot ban "${who}": say the id of a person, @….ed25519, or their alias.`,
      );
    if (isSelf(actor, who)) throw new Refused('not-allowed', 'not allowed: nobody bans themselves.');
    this.#checkAbove(actor, who);
    const standing = standingOf(who);
    const left = owners().filter((id) => id !== who);
    if (standing === 'owner' && this.isBanned(who) === undefined && left.length === 0) throw lastOwner(who);
  }

  /** Who is banned keeps their role meanwhile: a ban is lifted by whoever stands above that, too. */
  #checkAbove(actor: Actor, who: FeedId): void {
    const { standingOf } = this.#parts;
    const standing = standingOf(who);
    if (actor.kind === 'feed' && !isAbove(standingOf(actor.id), standing)) throw notBelow(who, standing);
  }

  async #forgetEnded(): Promise<void> {
    const ended = [...this.#bans.values()].filter((ban) => !this.#holds(ban)).map(({ id }) => id);
    if (ended.length === 0) return;
    await this.#parts.store.lift(ended);
    for (const id of ended) this.#bans.delete(id);
  }
}

function pastEnd(who: FeedId, expiresAt: number): Refused {
  return new Refused(
    'bad-argument',
    `Cannot ban ${who} until ${expiresAt}: that is over. Say milliseconds since 1970 that are still to come.`,
  );
}

function tooMany(who: FeedId): Refused {
  return new Refused(
    'too-many',
    `Cannot ban ${who}: this room has ${MAX_BANS} bans, which is the most; lift some.`,
  );
}

function notBelow(who: FeedId, standing: Standing): Refused {
  return new Refused(
    'not-allowed',
    `not allowed: ${who} is ${standing} here, which is not below your own role: ask an owner of the room.`,
  );
}

function lastOwner(who: FeedId): Refused {
  return new Refused(
    'not-allowed',
    `Cannot ban ${who}, the last owner of this room: make somebody else an owner first.`,
  );
}
