import type { AuditHead, FeedId, SealedEntry } from '@open-rooms/protocol';

/** Which entries are meant: of one event, from `since` on, before `until` (milliseconds since 1970). */
export interface AuditFilter {
  readonly event?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** A piece of a log, the oldest entry first, and the room's word for the end of the log at that moment. */
export interface AuditPiece {
  readonly entries: readonly SealedEntry[];
  /** `null` where nothing was written yet. */
  readonly head: AuditHead | null;
}

/** Where a whole log is read from: a running server, its command line, or a data directory that nobody runs. */
export interface AuditSource {
  /** Whose log it is. */
  readonly room: FeedId;
  /** Entries after an id, the oldest first. Where there are none, the log ends with the head that comes with them. */
  chain(filter: AuditFilter, limit: number, after: number): Promise<AuditPiece>;
}

/** The audit log: rows are added at its end, and nothing of them changes but that addresses are erased. */
export interface AuditStore {
  /** The room's word for the end of the log; `undefined` where nothing was written yet. */
  head(): Promise<AuditHead | undefined>;
  /** Adds entries and puts `head` in the place of the head of before, in one transaction. */
  append(entries: readonly SealedEntry[], head: AuditHead): Promise<void>;
  /** Entries before an id (all, where it is left out), the newest first. */
  newest(filter: AuditFilter, limit: number, before?: number): Promise<SealedEntry[]>;
  /** Entries after an id, the oldest first. */
  after(id: number, filter: AuditFilter, limit: number): Promise<SealedEntry[]>;
  /** The last entry that has an address and is not newer than a time; `undefined` where there is none. */
  lastAddress(until: number): Promise<number | undefined>;
  /** Erases the addresses of entries up to an id, with their salts: as many as `limit`. Answers how many it erased. */
  eraseAddresses(upTo: number, limit: number): Promise<number>;
}
