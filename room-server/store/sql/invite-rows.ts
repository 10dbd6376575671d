import type { FeedId } from '@open-rooms/protocol';
import type { Kysely } from 'kysely';
import type { Invite, InviteStore, Member } from '../port.ts';
import type { Schema } from '../schema.ts';
import type { Begun } from './begun.ts';
import { insertMember, selectMembers } from './member-rows.ts';

/** The codes that people were given: table `invites`. */
export class InviteRows implements InviteStore {
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

function selectInvites(db: Kysely<Schema>) {
  return db.selectFrom('invites').select(['id', 'created_at as createdAt', 'note', 'uses_left as usesLeft']);
}
