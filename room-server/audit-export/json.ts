import { AUDIT_EXPORT_FORMAT } from '@open-rooms/protocol';
import type { AuditFilter, AuditSource } from '../store/ports/audit.ts';
import { isWhole, pagesOf } from './pages.ts';

/** A log as JSON that can be verified elsewhere: one entry a line, with what its signature is over. */
export async function* jsonParts(source: AuditSource, filter: AuditFilter): AsyncGenerator<string, void> {
  const about = { format: AUDIT_EXPORT_FORMAT, room: source.room, complete: isWhole(filter) };
  let opening = `${JSON.stringify(about).slice(0, -1)},"entries":[`;
  let end = 'null';
  for await (const { entries, head } of pagesOf(source, filter)) {
    end = JSON.stringify(head);
    if (entries.length === 0) continue;
    yield `${opening}\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}`;
    opening = ',';
  }
  if (opening !== ',') yield opening;
  yield `\n],"head":${end}}\n`;
}
