import type { FeedId, Role } from '@open-rooms/protocol';
import type { Kysely } from 'kysely';
import type { Member, MemberStore } from '../ports/members.ts';
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

  members(): Promise<Member[]> {
    return this.#begun.run(() => selectMembers(this.#db).orderBy('added_at').orderBy('id').execute());
  }

  add(member: Member): Promise<void> {
    return this.#begun.run(() => insertMember(this.#db, member));
  }

  setRole(id: FeedId, role: Role): Promise<void> {
    return this.#begun.run(async () => {
      await this.#db.updateTable('members').set({ role }).where('id', '=', id).execute();
    });
  }

  remove(id: FeedId): Promise<void> {
    return this.#begun.run(async () => {
      await this.#db.deleteFrom('members').where('id', '=', id).execute();
    });
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
