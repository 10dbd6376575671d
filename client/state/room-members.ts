import {
  type FeedId,
  isAbove,
  mayGrant,
  type OperationResult,
  Refused,
  ROLES,
  type Role,
  type Standing,
} from '@open-rooms/protocol';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Room } from '../connection/room.ts';

export type Member = OperationResult<'members.list'>[number];
export type Ban = OperationResult<'bans.list'>[number];
export type Invite = OperationResult<'invites.list'>[number];
export type MadeInvite = OperationResult<'invites.create'>;

/** What may be done to a room over its connection; see `Room.administration`. */
export type RoomAdministration = NonNullable<Room['administration']>;

const AWAY = 'The room is not connected now. Try again when it is.';

/**
 * What may be done to a room now.
 * @throws Refused where it is not connected
 */
export function administrationOf({ administration }: Room): RoomAdministration {
  if (administration !== undefined) return administration;
  throw new Refused('unavailable', AWAY);
}

/** Somebody's own aliases in a room. Rejects where it refuses, or is not connected. */
export async function ownAliases({ remote }: Room, id: FeedId): Promise<readonly string[]> {
  if (remote === undefined) throw new Refused('unavailable', AWAY);
  return remote['room.listAliases'](id);
}

/** The members of a room with their roles, for those who may see them: asked when somebody looks, and after each change. */
export class RoomMembers {
  readonly #room: Room;
  readonly #list = signal<readonly Member[] | undefined>(undefined);

  constructor(room: Room) {
    this.#room = room;
  }

  /** The oldest first; `undefined` until it was asked. */
  get list(): ReadonlySignal<readonly Member[] | undefined> {
    return this.#list;
  }

  /** What somebody is, as far as it is known here. Reads signals. */
  roleOf(id: FeedId): Role | undefined {
    return this.#list.value?.find((member) => member.id === id)?.role;
  }

  /** Asks the room. Rejects where it refuses. */
  async load(): Promise<void> {
    this.#list.value = await administrationOf(this.#room)['members.list']({});
  }

  /** Gives somebody a role. Rejects where the room refuses. */
  async give(who: FeedId, role: Role): Promise<void> {
    const administration = administrationOf(this.#room);
    if (this.#list.peek() === undefined) await this.load();
    const isMember = this.#list.peek()?.some(({ id }) => id === who) === true;
    if (isMember) await administration['members.setRole']({ who, role, reason: '' });
    else await administration['members.add']({ who, role });
    await this.load();
  }

  /** Takes somebody's role. Rejects where the room refuses. */
  async remove(who: FeedId): Promise<void> {
    await administrationOf(this.#room)['members.remove']({ who, reason: '' });
    await this.load();
  }
}

/** Whether whoever is `own` may moderate somebody. */
export function mayModerate(own: Standing, theirs: Standing): boolean {
  return isAbove(own, theirs);
}

/** The roles that whoever is `own` may give somebody, the highest first; the one they have is none of them. */
export function rolesToGive(own: Standing, theirs: Standing): readonly Role[] {
  return isAbove(own, theirs) ? ROLES.filter((role) => role !== theirs && mayGrant(own, role)) : [];
}

/** The roles that an invite of somebody may give, the usual one first. */
export function rolesToInvite(own: Standing): readonly Role[] {
  const roles: readonly Role[] = ['participant', 'viewer', 'moderator', 'owner'];
  return roles.filter((role) => mayGrant(own, role));
}
