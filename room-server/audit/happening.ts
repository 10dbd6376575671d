import type { Actor } from '../rooms/actor.ts';

/**
 * What the audit log tells of. The first words are VROOM's, where the same happens here; the others are what a room of
 * SSB has besides.
 */
export const AUDIT_EVENTS = [
  'session_create',
  'session_destroy',
  'room_create',
  'room_modify',
  'peer_role',
  'send_invitation',
  'invitation_response',
  'invalidate_invitation',
  'admin_key',
  'peer_id_mismatch',
  'no_role',
  'member_off_limit',
  'room_join',
  'room_leave',
  'api_action_denied',
  'api_action_allowed',
  'member_add',
  'member_remove',
  'ban_add',
  'ban_lift',
  'banned_attempt',
  'alias_register',
  'alias_revoke',
  'notice_modify',
  'share_begin',
  'share_end',
  'backup_create',
  'server_start',
  'server_stop',
  'address_erase',
  'entries_lost',
] as const;

export type AuditEvent = (typeof AUDIT_EVENTS)[number];

/** Something that happened in a room and is worth keeping. */
export interface Happening {
  readonly event: AuditEvent;
  /** Who did it; `null` where it is not known. */
  readonly by: Actor | null;
  /** Whether they did it by the right of an owner or a moderator: it has its own entry, always. */
  readonly byRight?: boolean;
  /** The network address it came from, where `by` does not say. */
  readonly address?: string | undefined;
  /** Whom or what it was done to: a feed id, an alias, the id of an invite. */
  readonly subject?: string;
  /** One line in English. */
  readonly message?: string;
  /** Why, in the words of whoever did it. */
  readonly reason?: string;
}

/** Takes something down in the audit log. It is written behind the answer; a disk that is full does not undo what was done. */
export type TakeDown = (happening: Happening) => void;
