import type { OperationResult } from '@open-rooms/protocol';
import { type Command, Option } from 'commander';
import { StartError } from '../../running-server.ts';
import { tableLines } from '../administration/table.ts';
import { localSecond, readMoment } from '../administration/times.ts';
import type { Terminal } from '../terminal.ts';
import { type RoomCommand, roomCommand, type Said } from './room-act.ts';

const HELP = {
  description: 'What happened in the room: list, verify, export.',
  after: `
TIME is 12h or 7d ago, or a date: 2026-10-06, "2026-10-06 14:30".
Verify and export read the data directory where no server runs on it.

Examples:
  open-rooms audit --event ban_add --since 7d
  open-rooms audit verify
      whether nobody changed it: exit code 1 where somebody did
  open-rooms audit verify audit.json --room @….ed25519
  open-rooms audit export --format xlsx --output audit.xlsx`,
};

/** Entries that one answer of the server has at most. */
const LIST_MAX = 500;

/** `open-rooms audit`. */
export function declareAudit(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  const command = roomCommand(program, 'audit', HELP, terminal, ended);
  command.act({
    words: 'list',
    description: 'List it, the newest first; what runs where nothing is named.',
    options: [...filterOptions(), new Option('--limit <N>', 'How many, 500 at most. [100]')],
    operation: 'audit.list',
    input: ({ flags, now }) => ({ ...filterOf({ flags, now }), limit: countOf(flags['limit']) }),
    show: (entries, _said, style) =>
      tableLines(['ENTRY', 'WHEN', 'EVENT'], entries.map(rowOf), 'There is no such entry.', style),
  });
  declareVerify(command);
  declareExport(command);
}

function declareVerify(command: RoomCommand): void {
  const room = new Option('--room <ID>', 'With a file: whose log it has to be. [whose it says]');
  command.run(
    'verify [file]',
    'Say whether nobody changed it, here or in an export (JSON).',
    [room],
    async (said, config, terminal) => {
      const { verifyFile, verifyLog } = await import('../administration/audit.ts');
      const [file] = said.words;
      if (file !== undefined) return verifyFile(file, said.flags['room'], config, terminal);
      const { connectControl } = await import('../control-client.ts');
      return verifyLog(config, terminal, connectControl);
    },
  );
}

function declareExport(command: RoomCommand): void {
  const formats = ['csv', 'json', 'xlsx'] as const;
  const options = [
    new Option('--format <FORMAT>', 'csv, json (with what proves it) or xlsx.')
      .choices(formats)
      .default('csv'),
    new Option('--output <FILE>', 'A new file. [stdout]'),
    new Option('--force', 'Replace the file.'),
    ...filterOptions(),
  ];
  command.run('export', 'Save it, the oldest first.', options, async (said, config, terminal) => {
    const [{ exportLog }, { connectControl }] = await Promise.all([
      import('../administration/audit.ts'),
      import('../control-client.ts'),
    ]);
    const { format, output, force } = said.flags;
    const wish = {
      ...filterOf(said),
      format: formats.find((known) => known === format) ?? 'csv',
      output,
      force: force !== undefined,
    };
    return exportLog(wish, config, terminal, connectControl);
  });
}

function filterOptions(): Option[] {
  return [
    new Option('--event <NAME>', 'Only this event: ban_add, alias_register …'),
    new Option('--since <TIME>', 'Not what was before.'),
    new Option('--until <TIME>', 'Not what was then or after.'),
  ];
}

function filterOf({ flags: { event, since, until }, now }: Pick<Said, 'flags' | 'now'>) {
  const moment = (text: string | undefined, flag: string) =>
    text === undefined ? undefined : readMoment(text, flag, now, -1);
  return { event, since: moment(since, '--since'), until: moment(until, '--until') };
}

function countOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= LIST_MAX) return Number(text);
  throw new StartError(
    'bad-usage',
    `Cannot use ${JSON.stringify(text)} for --limit: it is a whole number from 1 to ${LIST_MAX}.`,
  );
}

function rowOf({
  id,
  at,
  event,
  by,
  address,
  subject,
  message,
  reason,
}: OperationResult<'audit.list'>[number]) {
  return {
    cells: [String(id), localSecond(at), event],
    more: [
      by === '' ? '' : `by ${by}`,
      address === null ? '' : `from ${address}`,
      subject === '' || subject === by ? '' : `about ${subject}`,
      message,
      reason === '' ? '' : `reason: ${reason}`,
    ],
  };
}
