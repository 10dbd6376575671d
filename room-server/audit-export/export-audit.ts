import type { AuditFilter, AuditSource } from '../store/ports/audit.ts';
import { csvParts } from './csv.ts';
import { jsonParts } from './json.ts';
import { xlsxParts } from './xlsx.ts';

export const EXPORT_FORMATS = ['csv', 'json', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What an export is asked for. */
export interface ExportWish extends AuditFilter {
  readonly format: ExportFormat;
  /** The IANA name of the zone that local dates are shown in. */
  readonly timeZone: string;
  /** Entries that a sheet may have: a program with nobody else to serve may make longer ones than a server. */
  readonly maxSheetEntries?: number;
}

/** An exported log, ready to be sent or written to a file. */
export interface ExportedAudit {
  /** Its media type. */
  readonly type: string;
  /** What a file of it is called. */
  readonly name: string;
  /** Read as it is made, page by page: it errors where the log cannot be read any more. */
  readonly body: ReadableStream<Uint8Array>;
}

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * Exports a log, the oldest entry first (spec/audit.md).
 * @throws Refused `too-many` (rejected) where a sheet would have more rows than it may, or what the source refuses
 */
export async function exportAudit(source: AuditSource, wish: ExportWish): Promise<ExportedAudit> {
  const parts = await partsOf(source, wish);
  // The first part is made before anything is answered: what is refused is refused with its own status.
  const first = await parts.next();
  return { type: TYPES[wish.format], name: `audit.${wish.format}`, body: streamOf(first, parts) };
}

function partsOf(source: AuditSource, wish: ExportWish): AsyncGenerator<string | Uint8Array, void> {
  switch (wish.format) {
    case 'csv':
      return csvParts(source, wish, wish.timeZone);
    case 'json':
      return jsonParts(source, wish);
    case 'xlsx':
      return xlsxParts(source, wish, wish.timeZone, wish.maxSheetEntries);
  }
}

type Step = IteratorResult<string | Uint8Array, void>;

function streamOf(first: Step, parts: AsyncGenerator<string | Uint8Array, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let due: Step | undefined = first;
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const step = due ?? (await parts.next());
      due = undefined;
      if (step.done === true) controller.close();
      else controller.enqueue(typeof step.value === 'string' ? encoder.encode(step.value) : step.value);
    },
    cancel: async () => {
      await parts.return();
    },
  });
}
