import { type FeedId, ROLES, type Role } from '@open-rooms/protocol';
import type { Kysely } from 'kysely';
import type { Invite, InviteStore, InviteUse } from '../ports/invites.ts';
import type { Member } from '../ports/members.ts';
import type { Schema } from '../schema.ts';
import type { Begun } from './begun.ts';
import { insertMember, selectMembers } from './member-rows.ts';

/** Ids in one statement: SQLite takes 32,766 parameters, others fewer. */
const IDS_PER_STATEMENT = 500;

/** The invites that people were given: table `invites`. */
export class InviteRows implements InviteStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  create(invite: Invite): Promise<void> {
    return this.#begun.run(async () => {
      await this.#db.insertInto('invites').values(rowOf(invite)).execute();
    });
  }

  invites(): Promise<Invite[]> {
    return this.#begun.run(() => selectInvites(this.#db).orderBy('created_at').orderBy('id').execute());
  }

  use(id: FeedId, who: FeedId, now: number): Promise<InviteUse> {
    return this.#begun.run(() => this.#db.transaction().execute((rows) => useInvite(rows, id, who, now)));
  }

  revoke(id: FeedId, at: number): Promise<void> {
    return this.#begun.run(async () => {
      await this.#db
        .updateTable('invites')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute();
    });
  }

  forget(ids: readonly FeedId[]): Promise<void> {
    return this.#begun.run(async () => {
      for (let at = 0; at < ids.length; at += IDS_PER_STATEMENT) {
        const some = ids.slice(at, at + IDS_PER_STATEMENT);
        await this.#db.deleteFrom('invites').where('id', 'in', some).execute();
      }
    });
  }
}

async function useInvite(rows: Kysely<Schema>, id: FeedId, who: FeedId, now: number): Promise<InviteUse> {
  const invite = await selectInvites(rows).where('id', '=', id).executeTakeFirst();
  if (invite === undefined) return { outcome: 'unknown' };
  if (isDead(invite, now)) return { outcome: 'dead' };
  const known = await selectMembers(rows).where('id', '=', who).executeTakeFirst();
  if (known !== undefined && !isHigher(invite.role, known.role)) return { outcome: 'there', member: known };
  if (invite.usesLeft === 0) return { outcome: 'spent' };
  await rows
    .updateTable('invites')
    .set({ uses_left: invite.usesLeft - 1 })
    .where('id', '=', id)
    .execute();
  if (known === undefined) {
    const member: Member = { id: who, role: invite.role, addedAt: now };
    await insertMember(rows, member);
    return { outcome: 'added', member };
  }
  await rows.updateTable('members').set({ role: invite.role }).where('id', '=', who).execute();
  return { outcome: 'raised', member: { ...known, role: invite.role } };
}

/** Whether an invite may not be used at this time, however many uses it has left. */
function isDead({ revokedAt, notBefore, expiresAt }: Invite, now: number): boolean {
  return (
    revokedAt !== null || (notBefore !== null && now < notBefore) || (expiresAt !== null && now >= expiresAt)
  );
}

/** Whether one role is above another. */
function isHigher(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) < ROLES.indexOf(other);
}

function rowOf({ id, role, note, createdBy, createdAt, usesLeft, ...times }: Invite): Schema['invites'] {
  const { notBefore, expiresAt, revokedAt } = times;
  const dates = { not_before: notBefore, expires_at: expiresAt, revoked_at: revokedAt };
  return { id, role, note, created_by: createdBy, created_at: createdAt, uses_left: usesLeft, ...dates };
}

function selectInvites(db: Kysely<Schema>) {
  return db
    .selectFrom('invites')
    .select([
      'id',
      'role',
      'note',
      'created_by as createdBy',
      'created_at as createdAt',
      'not_before as notBefore',
      'expires_at as expiresAt',
      'uses_left as usesLeft',
      'revoked_at as revokedAt',
    ]);
}
