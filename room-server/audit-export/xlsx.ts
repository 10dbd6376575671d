import { Refused, type SealedEntry } from '@open-rooms/protocol';
import type { Cell } from 'write-excel-file/node';
import type { AuditFilter, AuditSource } from '../store/ports/audit.ts';
import { type Column, columnsOf } from './columns.ts';
import { pagesOf } from './pages.ts';

/** Entries of a sheet that a server makes: it is made in one turn, a quarter of a second for which everybody waits. */
const MAX_SHEET_ENTRIES = 2_000;

/** How sheets show dates. */
const DATE_FORMAT = 'yyyy-mm-dd hh:mm:ss';

/**
 * A log as an Excel workbook of one sheet, its dates real ones.
 * @throws Refused `too-many`
 */
export async function* xlsxParts(
  source: AuditSource,
  filter: AuditFilter,
  timeZone: string,
  most: number = MAX_SHEET_ENTRIES,
): AsyncGenerator<Uint8Array, void> {
  const columns = columnsOf(timeZone);
  const rows: Cell[][] = [columns.map(({ title }) => ({ value: title, fontWeight: 'bold' }))];
  for await (const { entries } of pagesOf(source, filter)) {
    for (const entry of entries) rows.push(columns.map((column) => cell(column, entry)));
    if (rows.length - 1 > most) throw tooMany(most);
  }
  const options = { sheet: 'audit', columns: columns.map(({ width }) => ({ width })), stickyRowsCount: 1 };
  // Loaded only when a sheet is made: a start is faster without it.
  const { default: writeExcelFile } = await import('write-excel-file/node');
  yield await writeExcelFile(rows, options).toBuffer();
}

/** Text is text whatever it begins with: no cell holds a formula. */
function cell({ text, date }: Column, entry: SealedEntry): Cell {
  const at = date?.(entry);
  if (at !== undefined && !Number.isNaN(new Date(at).getTime()))
    return { value: new Date(at), type: Date, format: DATE_FORMAT };
  const value = text(entry);
  return value === '' ? null : { value, type: String };
}

function tooMany(most: number): Refused {
  return new Refused(
    'too-many',
    `Cannot make a sheet of more than ${most} entries here: say since and until for a part of them, or ` +
      'take csv or json, which have no limit.',
  );
}
