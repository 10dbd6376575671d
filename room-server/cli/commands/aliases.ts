import type { Command } from 'commander';
import { printable } from '../../observe/printable.ts';
import { tableLines } from '../administration/table.ts';
import { localDate } from '../administration/times.ts';
import type { Terminal } from '../terminal.ts';
import { reasonOption, roomCommand } from './room-act.ts';

const HELP = {
  description: "Everybody's aliases in the room, for whoever runs it: list, revoke.",
  after: `
Your own, in whatever room, are "open-rooms alias".

Examples:
  open-rooms aliases
  open-rooms aliases revoke bob --reason "the name of somebody else"`,
};

/** `open-rooms aliases`. */
export function declareAliases(
  program: Command,
  terminal: Terminal,
  ended: (exitCode: number) => void,
): void {
  const { act } = roomCommand(program, 'aliases', HELP, terminal, ended);
  act({
    words: 'list',
    description: 'List them; what runs where nothing is named.',
    operation: 'aliases.list',
    input: () => ({}),
    show: (aliases, _said, style) =>
      tableLines(
        ['ALIAS', 'SINCE'],
        aliases.map(({ alias, id, registeredAt, url }) => ({
          cells: [alias, localDate(registeredAt)],
          more: [id, url],
        })),
        'Nobody has an alias here.',
        style,
      ),
  });
  act({
    words: 'revoke <alias>',
    description: "Take anybody's alias away.",
    options: [reasonOption()],
    operation: 'aliases.revoke',
    input: ({ words: [alias = ''], flags: { reason } }) => ({ alias: labelOf(alias), reason }),
    show: (_done, { words: [alias = ''] }) => [`${printable(alias)} leads to nobody any more.`],
  });
}

/** The name alone out of `bob`, `@bob`, `@bob@room.example`: of this room it is in any case. */
function labelOf(text: string): string {
  return text.replace(/^@/, '').replace(/@.*$/, '');
}
