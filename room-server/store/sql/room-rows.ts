import type { Kysely } from 'kysely';
import type { Member } from '../ports/members.ts';
import type { RoomPatch, RoomProfile, RoomStore, StoredSettings } from '../ports/room.ts';
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

  settings(): Promise<StoredSettings | undefined> {
    return this.#begun.run(async () => {
      const row = await this.#db
        .selectFrom('room')
        .select(['mode', 'listed', 'language', 'address_days as addressDays'])
        .executeTakeFirst();
      return row && { ...row, listed: row.listed === 1 };
    });
  }

  claim(profile: RoomProfile, owner: Member | undefined, settings: StoredSettings): Promise<boolean> {
    return this.#begun.run(() =>
      this.#db.transaction().execute(async (rows) => {
        const { name, description, claimedAt } = profile;
        const { numInsertedOrUpdatedRows } = await rows
          .insertInto('room')
          .values({ id: THE_ROOM, name, description, claimed_at: claimedAt, ...rowOf(settings) })
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

  change(patch: RoomPatch): Promise<void> {
    const { name, description, ...settings } = patch;
    const columns = {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...columnsOf(settings),
    };
    return this.#begun.run(async () => {
      if (Object.keys(columns).length === 0) return;
      await this.#db.updateTable('room').set(columns).where('id', '=', THE_ROOM).execute();
    });
  }
}

function rowOf({ mode, listed, language, addressDays }: StoredSettings) {
  return { mode, listed: listed ? 1 : 0, language, address_days: addressDays };
}

/** Settings as the table has them; what is left out is not there. */
function columnsOf({ mode, listed, language, addressDays }: Partial<StoredSettings>) {
  return {
    ...(mode !== undefined && { mode }),
    ...(listed !== undefined && { listed: listed ? 1 : 0 }),
    ...(language !== undefined && { language }),
    ...(addressDays !== undefined && { address_days: addressDays }),
  };
}
