import {
  type Act,
  type FeedId,
  isAbove,
  isFeedId,
  mayGrant,
  Refused,
  type Role,
  Watchers,
} from '@open-rooms/protocol';
import type { TakeDown } from '../audit/happening.ts';
import { type Actor, isSelf } from '../rooms/actor.ts';
import type { Turns } from '../rooms/turns.ts';
import type { Member, MemberStore } from '../store/ports/members.ts';

/**
 * Members of a room, all of whom are kept in memory: 20 MB. In an open room anybody may make invites, and keys cost
 * nothing, so that only this bounds them.
 */
const MAX_MEMBERS = 100_000;

export interface MemberParts {
  /** The room itself, which is no member of its own. */
  readonly roomId: FeedId;
  readonly store: MemberStore;
  /** What is changed is changed in turn with bans and settings. */
  readonly turns: Turns;
  /** Throws `Refused` where the actor may not do this (any more). */
  readonly check: (actor: Actor, act: Act) => void;
  readonly isBanned: (id: FeedId) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly takeDown: TakeDown;
}

/** Somebody's role before and after a change; `undefined` is none. */
export interface RoleChange {
  readonly who: FeedId;
  readonly before: Role | undefined;
  readonly after: Role | undefined;
  /** Why, in the words of whoever did it; may be empty. */
  readonly reason: string;
}

/** Who belongs to a room, and as what (spec/roles.md). All are in memory, and each change is on the disk before it holds. */
export class Members {
  readonly #parts: MemberParts;
  readonly #members = new Map<FeedId, Member>();
  readonly #watchers = new Watchers<RoleChange>();

  private constructor(parts: MemberParts) {
    this.#parts = parts;
  }

  static async open(parts: MemberParts): Promise<Members> {
    const members = new Members(parts);
    for (const member of await parts.store.members()) members.#members.set(member.id, member);
    return members;
  }

  /** What a feed is in the room; `undefined` for whoever is none of its members. */
  roleOf(id: FeedId): Role | undefined {
    return this.#members.get(id)?.role;
  }

  /** A member as they are now. */
  memberOf(id: FeedId): Member | undefined {
    return this.#members.get(id);
  }

  /** Whether the room has accepted this feed, whatever its role. */
  isMember(id: FeedId): boolean {
    return this.#members.has(id);
  }

  /** Everyone who belongs to the room, the oldest first. */
  list(): Member[] {
    return [...this.#members.values()].sort((a, b) => a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1));
  }

  /** Owners whom nobody has banned: a room that has had one keeps one. */
  owners(): FeedId[] {
    const owners = [...this.#members.values()].filter(({ role }) => role === 'owner');
    return owners.map(({ id }) => id).filter((id) => !this.#parts.isBanned(id));
  }

  /** Tells `told` of every change, before whoever made it hears that it is made. */
  watch(told: (change: RoleChange) => void): Disposable {
    return this.#watchers.add(told);
  }

  /**
   * Makes somebody a member, by the word of `actor`. One who has that role already stays as they are.
   * @throws Refused `not-allowed`, `bad-argument` (no person), `taken` (has another role), `too-many`
   */
  add(actor: Actor, who: FeedId, role: Role): Promise<Member> {
    const { turns, check, store, now, isBanned, roomId } = this.#parts;
    return turns.run(async () => {
      check(actor, 'manage-members');
      if (!isFeedId(who) || who === roomId) throw noPerson(who);
      this.#checkGrant(actor, role);
      const known = this.#members.get(who);
      if (known?.role === role) return known;
      if (known !== undefined) throw hasRole(known);
      if (isBanned(who)) throw isOut(who);
      this.#checkPlace();
      const member = { id: who, role, addedAt: now() };
      await store.add(member);
      this.#took(actor, member, { byRight: true });
      return member;
    });
  }

  /**
   * Lets the store write a member together with something else: an invite's use, the claim of the room. Whose right it is
   * to do so, the caller knows.
   * @param actor `null` where nobody has proven who they are
   * @param memberOf the member as they are now, or none where nothing was changed
   * @param most members that there may be before this adds one
   * @throws Refused `too-many`, and what `write` throws
   */
  addWith<T>(
    actor: Actor | null,
    who: FeedId,
    write: () => Promise<T>,
    memberOf: (written: T) => Member | undefined,
    most: number = MAX_MEMBERS,
  ): Promise<T> {
    return this.#parts.turns.run(async () => {
      if (!this.#members.has(who)) this.#checkPlace(most);
      const written = await write();
      const member = memberOf(written);
      if (member !== undefined) this.#took(actor, member, { byRight: false });
      return written;
    });
  }

  /**
   * Gives a member another role.
   * @throws Refused `not-allowed` (not above them, not to be granted), `not-found`, `last-owner` as `not-allowed`
   */
  setRole(actor: Actor, who: FeedId, role: Role, reason: string): Promise<Member> {
    const { turns, check, store } = this.#parts;
    return turns.run(async () => {
      check(actor, 'manage-members');
      const known = this.#of(who);
      if (known.role === role) return known;
      this.#checkAbove(actor, known);
      if (!isSelf(actor, who)) this.#checkGrant(actor, role);
      else if (isAbove(role, known.role)) throw notToGrant(role);
      if (role !== 'owner') this.#checkOwnerLeft(who, 'demote');
      await store.setRole(who, role);
      const member = { ...known, role };
      this.#took(actor, member, { byRight: true, reason });
      return member;
    });
  }

  /**
   * Removes a member, who is external from then on.
   * @throws Refused `not-allowed` (not above them, the last owner), `not-found`
   */
  remove(actor: Actor, who: FeedId, reason: string): Promise<void> {
    const { turns, check, store, takeDown } = this.#parts;
    return turns.run(async () => {
      check(actor, 'manage-members');
      const known = this.#of(who);
      this.#checkAbove(actor, known);
      this.#checkOwnerLeft(who, 'remove');
      await store.remove(who);
      this.#members.delete(who);
      this.#watchers.tell({ who, before: known.role, after: undefined, reason });
      takeDown({ event: 'member_remove', by: actor, subject: who, message: `was ${known.role}`, reason });
    });
  }

  /** Keeps what is on the disk, and tells of it. */
  #took(
    actor: Actor | null,
    member: Member,
    { byRight, reason = '' }: { readonly byRight: boolean; readonly reason?: string },
  ): void {
    const { id, role } = member;
    const known = this.#members.get(id);
    const before = known?.role;
    this.#members.set(id, known === undefined ? member : { ...known, role });
    if (before === role) return;
    this.#watchers.tell({ who: id, before, after: role, reason });
    const told = before === undefined ? ({ event: 'member_add', message: role } as const) : undefined;
    const changed = { event: 'peer_role', message: `${before} is now ${role}` } as const;
    this.#parts.takeDown({ ...(told ?? changed), by: actor, byRight, subject: id, reason });
  }

  #of(who: FeedId): Member {
    const known = this.#members.get(who);
    if (known === undefined)
      throw new Refused('not-found', `${who} is no member of this room: add them first, or check the id.`);
    return known;
  }

  #checkGrant(actor: Actor, role: Role): void {
    if (actor.kind === 'feed' && !mayGrant(this.roleOf(actor.id) ?? 'external', role)) throw notToGrant(role);
  }

  /** One may always step down oneself. */
  #checkAbove(actor: Actor, { id, role }: Member): void {
    if (actor.kind !== 'feed' || isSelf(actor, id)) return;
    const own = this.roleOf(actor.id) ?? 'external';
    if (isAbove(own, role)) return;
    throw new Refused(
      'not-allowed',
      `not allowed: ${id} is ${role} here, which is not below your own role (${own}): ask an owner of the room.`,
    );
  }

  #checkOwnerLeft(who: FeedId, verb: string): void {
    const owners = this.owners();
    if (this.roleOf(who) !== 'owner' || owners.some((id) => id !== who)) return;
    throw new Refused(
      'not-allowed',
      `Cannot ${verb} ${who}, the last owner of this room: make somebody else an owner first.`,
    );
  }

  #checkPlace(most: number = MAX_MEMBERS): void {
    if (this.#members.size < most) return;
    const whose = most < MAX_MEMBERS ? 'the most that such an invite may add to' : 'the most';
    throw new Refused(
      'too-many',
      `This room has ${this.#members.size} members, which is ${whose}: ask who moderates it to remove some.`,
    );
  }
}

function noPerson(who: string): Refused {
  return new Refused(
    'bad-argument',
    `Cannot add "${who}": say the id of a person, @….ed25519, or their alias.`,
  );
}

function hasRole({ id, role }: Member): Refused {
  return new Refused('taken', `${id} is ${role} here already: give them another role instead.`);
}

function isOut(who: FeedId): Refused {
  return new Refused('not-allowed', `${who} is banned from this room: lift the ban first.`);
}

function notToGrant(role: Role): Refused {
  return new Refused(
    'not-allowed',
    `not allowed: you may not make somebody ${role} here: ask an owner of the room.`,
  );
}
