import type { Kysely } from 'kysely';
import type { Member, RoomProfile, RoomStore } from '../port.ts';
import type { Schema } from '../schema.ts';
import type { Begun } from './begun.ts';

/** The one row of table `room`. */
const THE_ROOM = 1;

/** What the room is called: table `room`. */
export class RoomRows implements RoomStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  profile(): Promise<RoomProfile | undefined> {
    return this.#begun.run(() =>
      this.#db
        .selectFrom('room')
        .select(['name', 'description', 'claimed_at as claimedAt'])
        .executeTakeFirst(),
    );
  }

  claim(profile: RoomProfile, owner: Member | undefined): Promise<boolean> {
    return this.#begun.run(() =>
      this.#db.transaction().execute(async (rows) => {
        const { name, description, claimedAt } = profile;
        const { numInsertedOrUpdatedRows } = await rows
          .insertInto('room')
          .values({ id: THE_ROOM, name, description, claimed_at: claimedAt })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows === 0n) return false;
        if (owner) {
          await rows
            .insertInto('members')
            .values({ id: owner.id, role: owner.role, added_at: owner.addedAt })
            .onConflict((conflict) => conflict.column('id').doUpdateSet({ role: owner.role }))
            .execute();
        }
        return true;
      }),
    );
  }
}
