import type { AuditFilter, AuditPiece, AuditSource } from '../store/ports/audit.ts';

/** Entries that are read at once: what one answer of a running server holds. */
const PAGE = 200;

/** A log page by page, the oldest entry first; the last page has no entries, and the head that the log ends with. */
export async function* pagesOf(source: AuditSource, filter: AuditFilter): AsyncGenerator<AuditPiece, void> {
  const { event, since, until } = filter;
  let after = 0;
  for (;;) {
    const piece = await source.chain({ event, since, until }, PAGE, after);
    yield piece;
    const last = piece.entries.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

/** Whether a filter lets everything through. */
export function isWhole({ event, since, until }: AuditFilter): boolean {
  return event === undefined && since === undefined && until === undefined;
}
