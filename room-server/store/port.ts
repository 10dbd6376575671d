import type { AliasStore } from './ports/aliases.ts';
import type { ApiKeyStore } from './ports/api-keys.ts';
import type { AuditStore } from './ports/audit.ts';
import type { BanStore, EndingStore } from './ports/bans.ts';
import type { InviteStore } from './ports/invites.ts';
import type { MemberStore } from './ports/members.ts';
import type { NoticeStore } from './ports/notices.ts';
import type { RoomStore } from './ports/room.ts';
import type { SessionStore } from './ports/sessions.ts';

export type { Alias, AliasStore } from './ports/aliases.ts';
export type { Member, MemberStore } from './ports/members.ts';
export type { RoomProfile, RoomStore } from './ports/room.ts';

/**
 * Everything a room keeps, one port per concern. Every write is durable when its promise resolves, and rejects with
 * `Refused` (`unavailable`) where the disk does not take it. Disposing it waits for what was begun and closes the
 * database.
 */
export interface Store extends AsyncDisposable {
  readonly room: RoomStore;
  readonly members: MemberStore;
  readonly bans: BanStore;
  readonly endings: EndingStore;
  readonly invites: InviteStore;
  readonly aliases: AliasStore;
  readonly notices: NoticeStore;
  readonly sessions: SessionStore;
  readonly audit: AuditStore;
  readonly apiKeys: ApiKeyStore;
  /** Writes something that changes nothing, all the way to the disk. Rejects with `Refused` where that does not work. */
  checkWritable(): Promise<void>;
}
