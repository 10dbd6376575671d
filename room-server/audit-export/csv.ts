import type { AuditFilter, AuditSource } from '../store/ports/audit.ts';
import { columnsOf } from './columns.ts';
import { pagesOf } from './pages.ts';

/** What spreadsheets take for the beginning of a formula; tab and line ends, behind which they look for one. */
const FORMULA = /^[=+\-@\t\r\n]/;

const QUOTED = /[",\r\n]/;

/** A log as CSV (RFC 4180), with a line of titles. */
export async function* csvParts(
  source: AuditSource,
  filter: AuditFilter,
  timeZone: string,
): AsyncGenerator<string, void> {
  const columns = columnsOf(timeZone);
  yield line(columns.map(({ title }) => title));
  for await (const { entries } of pagesOf(source, filter)) {
    if (entries.length > 0)
      yield entries.map((entry) => line(columns.map(({ text }) => text(entry)))).join('');
  }
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** A cell that no spreadsheet takes for a formula: it begins with an apostrophe where it could be one. */
function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
