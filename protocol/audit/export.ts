import * as v from 'valibot';
import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, isFeedId } from '../identity/feed-id.ts';
import { AuditChain, type AuditFault, entryFault, notFollowing } from './chain.ts';
import { entryHash, type SealedEntry, sealedEntrySchema } from './entry.ts';
import { auditHeadSchema } from './head.ts';

/** How the JSON of an exported log calls itself. */
export const AUDIT_EXPORT_FORMAT = 'open-rooms-audit/1';

/** An exported log, as JSON: the oldest entry first. */
export const auditExportSchema = v.object({
  format: v.literal(AUDIT_EXPORT_FORMAT, `an exported log says "format": "${AUDIT_EXPORT_FORMAT}"`),
  room: v.custom<FeedId>(isFeedId, 'should be a feed id, @….ed25519'),
  /** Whether it holds the log from its first entry to its head; else it is what a filter let through. */
  complete: v.boolean(),
  /** `null` where nothing was ever written down. */
  head: v.nullable(auditHeadSchema),
  entries: v.array(sealedEntrySchema),
});
export type AuditExport = v.InferOutput<typeof auditExportSchema>;

export interface ExportVerdict {
  /** Entries that were followed without a fault. */
  readonly entries: number;
  readonly fault: AuditFault | undefined;
}

/**
 * Looks whether an exported log is the word of its room, whole or, of an excerpt, entry by entry.
 * What `room` it has to be is for the caller to say: anybody can make a log of a room of their own.
 */
export function verifyExport(
  crypto: Pick<CryptoBackend, 'sha256' | 'verify'>,
  room: FeedId,
  { complete, head, entries }: Pick<AuditExport, 'complete' | 'head' | 'entries'>,
): ExportVerdict {
  if (!complete) return verifyExcerpt(crypto, room, entries);
  const chain = new AuditChain(crypto, room);
  for (const entry of entries) {
    const fault = chain.next(entry);
    if (fault !== undefined) return { entries: chain.entries, fault };
  }
  return { entries: chain.entries, fault: chain.end(head ?? undefined) };
}

function verifyExcerpt(
  crypto: Pick<CryptoBackend, 'sha256' | 'verify'>,
  room: FeedId,
  entries: readonly SealedEntry[],
): ExportVerdict {
  let before: SealedEntry | undefined;
  for (const [index, entry] of entries.entries()) {
    const fault =
      orderFault(before, entry) ??
      entryFault(crypto, room, entry) ??
      (before?.id === entry.id - 1 && entryHash(crypto, before) !== entry.previous
        ? notFollowing(entry.id)
        : undefined);
    if (fault !== undefined) return { entries: index, fault };
    before = entry;
  }
  return { entries: entries.length, fault: undefined };
}

function orderFault(before: SealedEntry | undefined, { id }: SealedEntry): AuditFault | undefined {
  if (before === undefined || id > before.id) return undefined;
  return { id, why: `Entry ${id} comes after entry ${before.id}: it is not in its place.` };
}
