import { type Command, Option } from 'commander';
import { printable } from '../../observe/printable.ts';
import { StartError } from '../../running-server.ts';
import { tableLines } from '../administration/table.ts';
import { localMinute, readDate, readDuration } from '../administration/times.ts';
import type { Terminal } from '../terminal.ts';
import { reasonOption, roomCommand, type Said } from './room-act.ts';

const HELP = {
  description: 'Who is not let in: list, add, lift.',
  after: `
WHO is an id, or an alias of this room. A ban ends the connections that somebody
has in the room, and those with people whom they met there.

Examples:
  open-rooms bans add @bob@room.example --reason "spam" --for 7d
  open-rooms bans add @….ed25519 --until 2026-12-31
  open-rooms bans lift @….ed25519`,
};

/** `open-rooms bans`. */
export function declareBans(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  const { act } = roomCommand(program, 'bans', HELP, terminal, ended);
  act({
    words: 'list',
    description: 'List them; what runs where nothing is named.',
    operation: 'bans.list',
    input: () => ({}),
    show: (bans, _said, style) =>
      tableLines(
        ['BANNED', 'UNTIL'],
        bans.map(({ id, reason, by, at, expiresAt }) => ({
          cells: [id, until(expiresAt)],
          more: [`${localMinute(at)} by ${by}`, reason],
        })),
        'Nobody is banned.',
        style,
      ),
  });
  act({
    words: 'add <who>',
    description: 'Ban somebody.',
    options: [
      reasonOption(),
      new Option('--for <TIME>', 'How long: 30m, 12h, 7d, 2w. [for good]').conflicts('until'),
      new Option('--until <DATE>', 'Until when: 2026-12-31, "2026-12-31 18:00".'),
    ],
    operation: 'bans.add',
    input: (said) => ({ who: said.words[0], reason: said.flags['reason'], expiresAt: expiryOf(said) }),
    show: ({ id, expiresAt }) => [
      `${id} is banned${expiresAt === null ? ' for good' : ` until ${localMinute(expiresAt)}`}.`,
    ],
  });
  act({
    words: 'lift <who>',
    description: 'Let somebody in again.',
    operation: 'bans.lift',
    input: ({ words: [who] }) => ({ who }),
    show: (_done, { words: [who = ''] }) => [`${printable(who)} is let in again.`],
  });
}

function until(expiresAt: number | null): string {
  return expiresAt === null ? 'for good' : localMinute(expiresAt);
}

function expiryOf({ flags: { for: length, until: date }, now }: Said): number | undefined {
  if (length !== undefined) return now + readDuration(length, '--for');
  if (date === undefined) return undefined;
  const at = readDate(date, '--until');
  if (at > now) return at;
  throw new StartError('bad-usage', `Cannot use ${JSON.stringify(date)} for --until: that is over already.`);
}
