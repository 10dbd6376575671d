import type { Kysely, RawBuilder } from 'kysely';
import type { Store } from './port.ts';
import type { Schema } from './schema.ts';
import { AliasRows } from './sql/alias-rows.ts';
import { ApiKeyRows } from './sql/api-key-rows.ts';
import { AuditRows } from './sql/audit-rows.ts';
import { BanRows, EndingRows } from './sql/ban-rows.ts';
import { Begun } from './sql/begun.ts';
import { InviteRows } from './sql/invite-rows.ts';
import { MemberRows } from './sql/member-rows.ts';
import { NoticeRows } from './sql/notice-rows.ts';
import { RoomRows } from './sql/room-rows.ts';
import { SessionRows } from './sql/session-rows.ts';

/**
 * A store over a migrated SQL database.
 * Its transactions read before they write, so the dialect must run them one after the other.
 *
 * @param touch writes something that changes nothing, in the words of that database.
 */
export function sqlStore(db: Kysely<Schema>, touch: RawBuilder<unknown>): Store {
  const begun = new Begun();
  return {
    room: new RoomRows(db, begun),
    members: new MemberRows(db, begun),
    bans: new BanRows(db, begun),
    endings: new EndingRows(db, begun),
    invites: new InviteRows(db, begun),
    aliases: new AliasRows(db, begun),
    notices: new NoticeRows(db, begun),
    sessions: new SessionRows(db, begun),
    audit: new AuditRows(db, begun),
    apiKeys: new ApiKeyRows(db, begun),
    checkWritable: () => begun.run(async () => void (await touch.execute(db))),
    async [Symbol.asyncDispose]() {
      await begun.settled();
      await db.destroy();
    },
  };
}
