import type { FeedId } from '@open-rooms/protocol';
import type { Kysely } from 'kysely';
import type { Invite, InviteStore, Member, MemberStore, RoomProfile, RoomStore, Store } from './port.ts';
import type { Schema } from './schema.ts';

/** The one row of table `room`. */
const THE_ROOM = 1;

/**
 * A store over a migrated SQL database.
 * Its transactions read before they write, so the dialect must run them one after the other.
 */
export function sqlStore(db: Kysely<Schema>): Store {
  const begun = new Begun();
  return {
    room: new RoomRows(db, begun),
    members: new MemberRows(db, begun),
    invites: new InviteRows(db, begun),
    async [Symbol.asyncDispose]() {
      await begun.settled();
      await db.destroy();
    },
  };
}

/** What was begun and has not ended: Kysely itself closes a database under queries that wait for it. */
class Begun {
  readonly #running = new Set<Promise<unknown>>();

  async run<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}

class RoomRows implements RoomStore {
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

class MemberRows implements MemberStore {
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

class InviteRows implements InviteStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  create(invite: Invite): Promise<void> {
    const { id, createdAt, note, usesLeft } = invite;
    return this.#begun.run(async () => {
      await this.#db
        .insertInto('invites')
        .values({ id, created_at: createdAt, note, uses_left: usesLeft })
        .execute();
    });
  }

  invite(id: FeedId): Promise<Invite | undefined> {
    return this.#begun.run(() => selectInvites(this.#db).where('id', '=', id).executeTakeFirst());
  }

  invites(): Promise<Invite[]> {
    return this.#begun.run(() => selectInvites(this.#db).orderBy('created_at').orderBy('id').execute());
  }

  use(id: FeedId, member: Member): Promise<'used' | 'spent' | 'unknown'> {
    return this.#begun.run(() =>
      this.#db.transaction().execute(async (rows) => {
        const invite = await selectInvites(rows).where('id', '=', id).executeTakeFirst();
        if (invite === undefined) return 'unknown';
        const known = await selectMembers(rows).where('id', '=', member.id).executeTakeFirst();
        if (known) return 'used';
        if (invite.usesLeft === 0) return 'spent';
        await rows
          .updateTable('invites')
          .set({ uses_left: invite.usesLeft - 1 })
          .where('id', '=', id)
          .execute();
        await insertMember(rows, member);
        return 'used';
      }),
    );
  }
}

function selectMembers(db: Kysely<Schema>) {
  return db.selectFrom('members').select(['id', 'role', 'added_at as addedAt']);
}

function selectInvites(db: Kysely<Schema>) {
  return db.selectFrom('invites').select(['id', 'created_at as createdAt', 'note', 'uses_left as usesLeft']);
}

async function insertMember(db: Kysely<Schema>, member: Member): Promise<void> {
  await db
    .insertInto('members')
    .values({ id: member.id, role: member.role, added_at: member.addedAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
