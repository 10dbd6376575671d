import type { FeedId } from '@open-rooms/protocol';
import type { Kysely } from 'kysely';
import type { Member, MemberStore } from '../port.ts';
import type { Schema } from '../schema.ts';
import type { Begun } from './begun.ts';

/** Who belongs to the room: table `members`. */
export class MemberRows implements MemberStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  member(id: FeedId): Promise<Member | undefined> {
    return this.#begun.run(() => selectMembers(this.#db).where('id', '=', id).executeTakeFirst());
  }

  members(): Promise<Member[]> {
    return this.#begun.run(() => selectMembers(this.#db).orderBy('added_at').orderBy('id').execute());
  }

  add(member: Member): Promise<void> {
    return this.#begun.run(() => insertMember(this.#db, member));
  }
}

/** Members as the port has them, to be narrowed down. */
export function selectMembers(db: Kysely<Schema>) {
  return db.selectFrom('members').select(['id', 'role', 'added_at as addedAt']);
}

/** Adds a member who is not there yet. */
export async function insertMember(db: Kysely<Schema>, member: Member): Promise<void> {
  await db
    .insertInto('members')
    .values({ id: member.id, role: member.role, added_at: member.addedAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
