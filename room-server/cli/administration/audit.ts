import { readFile } from 'node:fs/promises';
import {
  type AuditExport,
  auditExportSchema,
  type FeedId,
  isFeedId,
  verifyExport,
} from '@open-rooms/protocol';
import { isSystemError, sodium } from '@open-rooms/protocol/node';
import * as v from 'valibot';
import { type ExportedAudit, type ExportFormat, exportAudit } from '../../audit-export/export-audit.ts';
import type { Config } from '../../config/config.ts';
import { StartError } from '../../running-server.ts';
import { openStoredAudit, type StoredAudit } from '../../stored-audit.ts';
import type { ConnectControl } from '../control-client.ts';
import { EXIT } from '../failure.ts';
import { NewFile } from '../new-file.ts';
import type { Terminal } from '../terminal.ts';
import { print } from './ask.ts';
import { ifRunning } from './running.ts';

/** A sheet of as many rows as Excel opens. */
const MOST_ROWS = 1_048_575;

/** What is found of a log, as it is printed. */
interface Verdict {
  readonly room: FeedId;
  readonly entries: number;
  readonly whole: boolean;
  readonly fault: string | null;
  readonly head: AuditExport['head'];
}

/**
 * Verifies the log of the running server; of its data directory where none runs. Answers the exit code: 1 where something
 * is wrong with it.
 */
export async function verifyLog(
  config: Config,
  terminal: Terminal,
  connect: ConnectControl,
): Promise<number> {
  await using audit = await openAudit(config, connect);
  return tell({ room: audit.room, ...(await audit.verify()) }, 'The audit log', config, terminal);
}

/**
 * Verifies an exported log. Answers the exit code: 1 where something is wrong with it.
 * @param room whose it has to be; where nobody says, it is printed whose it is
 */
export async function verifyFile(
  file: string,
  room: string | undefined,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const log = await readExport(file);
  const due = room ?? log.room;
  if (!isFeedId(due))
    throw new StartError(
      'bad-usage',
      `Cannot use ${JSON.stringify(due)} for --room: it is an id, @….ed25519.`,
    );
  const { entries, fault } = verifyExport(sodium, due, log);
  const whole = fault === undefined;
  const what = log.complete ? 'The audit log' : 'This part of the audit log';
  return tell(
    { room: due, entries, whole, fault: fault?.why ?? null, head: log.head },
    what,
    config,
    terminal,
  );
}

export interface ExportWish {
  readonly format: ExportFormat;
  readonly event: string | undefined;
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** The file; stdout where it is left out. */
  readonly output: string | undefined;
  readonly force: boolean;
}

/** Exports the log of the running server, or of its data directory where none runs. Answers the exit code. */
export async function exportLog(
  { output, force, ...filter }: ExportWish,
  config: Config,
  terminal: Terminal,
  connect: ConnectControl,
): Promise<number> {
  if (output === undefined && filter.format === 'xlsx' && terminal.stdout.isTTY === true)
    throw new StartError('bad-usage', 'Cannot print a workbook on a terminal: name a file with --output.');
  using file = output === undefined ? undefined : NewFile.open(output, force);
  await using audit = await openAudit(config, connect);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { body }: ExportedAudit = await exportAudit(audit, {
    ...filter,
    timeZone,
    maxSheetEntries: MOST_ROWS,
  });
  for await (const bytes of body) {
    if (file === undefined) await written(terminal, bytes);
    else file.write(bytes);
  }
  if (file === undefined) return EXIT.done;
  await file.keep();
  print(config, terminal, {
    json: { file: output, room: audit.room, format: filter.format },
    lines: () => [`Saved the audit log of ${audit.room} to ${output}.`],
  });
  return EXIT.done;
}

async function openAudit({ data }: Config, connect: ConnectControl): Promise<StoredAudit> {
  const control = await ifRunning(data, connect);
  if (control === undefined) return openStoredAudit(data);
  await using opened = new AsyncDisposableStack();
  opened.defer(() => control.close());
  const { id } = await control.status();
  const all = opened.move();
  return {
    room: id,
    chain: (filter, limit, after) => control.ask('audit.chain', { ...filter, limit, after }),
    verify: () => control.ask('audit.verify', {}),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function readExport(file: string): Promise<AuditExport> {
  const refuse = (why: string, cause: unknown) =>
    new StartError('file-unusable', `Cannot verify ${file}: ${why}.`, { cause });
  try {
    return v.parse(auditExportSchema, JSON.parse(await readFile(file, 'utf8')), { abortEarly: true });
  } catch (error) {
    if (isSystemError(error)) throw refuse(error.message, error);
    const why = v.isValiError(error) ? `: ${error.message}` : '';
    throw refuse(`it is no exported log${why}; "open-rooms audit export --format json" makes one`, error);
  }
}

function tell(verdict: Verdict, what: string, config: Config, terminal: Terminal): number {
  const { room, entries, whole, fault, head } = verdict;
  print(config, terminal, {
    json: verdict,
    lines: () => [
      whole ? `${what} is whole: ${entries} entries.` : `${what} is not whole: ${fault}`,
      `  Room      ${room}`,
      ...(head === null ? [] : [`  Ends with entry ${head.id}, ${head.hash}`]),
    ],
  });
  return whole ? EXIT.done : EXIT.fault;
}

function written({ stdout }: Terminal, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
