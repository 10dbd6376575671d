import type { FeedId } from '@open-rooms/protocol';
import type { Role } from './port.ts';

/** The tables after the last migration. Times are milliseconds since 1970. */
export interface Schema {
  /** One row once the room is claimed, none before. */
  room: { id: number; name: string; description: string; claimed_at: number };
  members: { id: FeedId; role: Role; added_at: number };
  invites: { id: FeedId; created_at: number; note: string; uses_left: number };
  /** `signature` is base64 of 64 bytes. */
  aliases: { name: string; feed: FeedId; signature: string; registered_at: number };
  /** Kysely's own list of the migrations that have run. */
  kysely_migration: { name: string; timestamp: string };
}
