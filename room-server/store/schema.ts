import type { FeedId, PrivacyMode, Role } from '@open-rooms/protocol';

/** The tables after the last migration. Times are milliseconds since 1970. */
export interface Schema {
  /** One row once the room is claimed, none before. */
  room: {
    id: number;
    name: string;
    description: string;
    claimed_at: number;
    mode: PrivacyMode;
    /** 0 or 1. */
    listed: number;
    language: string;
    address_days: number;
  };
  members: { id: FeedId; role: Role; added_at: number };
  /** `banned_by` is a feed id or `operator`. */
  bans: { id: FeedId; reason: string; banned_by: string; banned_at: number; expires_at: number | null };
  /** `who` is a feed id, or `*` for everybody; `word` is the signed ending as JSON. */
  endings: { who: string; at: number; word: string };
  invites: {
    id: FeedId;
    role: Role;
    note: string;
    /** A feed id, `operator` or `visitor`. */
    created_by: string;
    created_at: number;
    not_before: number | null;
    expires_at: number | null;
    uses_left: number;
    revoked_at: number | null;
  };
  /** `signature` is base64 of 64 bytes. */
  aliases: { name: string; feed: FeedId; signature: string; registered_at: number };
  /** The log of what happened; an address and its salt are erased after a time. */
  audit: {
    id: number;
    at: number;
    event: string;
    by_whom: string;
    address: string | null;
    address_salt: string | null;
    address_hash: string;
    subject: string;
    message: string;
    reason: string;
    previous: string;
    signature: string;
  };
  /** One row once something was written down, none before: the room's word for the end of the log. */
  audit_head: { row: number; id: number; hash: string; signature: string };
  /** `name` and `language` together are of one row. */
  notices: {
    id: number;
    name: string;
    language: string;
    title: string;
    content: string;
    updated_at: number;
  };
  /** `token_hash` is hex of SHA-256: the token is nowhere. */
  sessions: {
    id: string;
    token_hash: string;
    feed: FeedId;
    agent: string;
    created_at: number;
    last_used_at: number;
  };
  /** `key_hash` is hex of SHA-256: the key is nowhere. `made_by` is a feed id or `operator`. */
  api_keys: {
    id: string;
    key_hash: string;
    name: string;
    made_by: string;
    created_at: number;
    last_used_at: number | null;
  };
  /** Kysely's own list of the migrations that have run. */
  kysely_migration: { name: string; timestamp: string };
}
