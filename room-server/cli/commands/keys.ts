import type { Command } from 'commander';
import { printable } from '../../observe/printable.ts';
import { tableLines } from '../administration/table.ts';
import { localDate, localMinute } from '../administration/times.ts';
import type { Terminal } from '../terminal.ts';
import { roomCommand } from './room-act.ts';

const HELP = {
  description: 'Keys of programs that use the HTTP API: list, create, revoke.',
  after: `
Examples:
  open-rooms keys create "backup robot"
      prints the key, once
  open-rooms keys revoke ID`,
};

/** `open-rooms keys`. */
export function declareKeys(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  const { act } = roomCommand(program, 'keys', HELP, terminal, ended);
  act({
    words: 'list',
    description: 'List them; what runs where nothing is named.',
    operation: 'keys.list',
    input: () => ({}),
    show: (keys, _said, style) =>
      tableLines(
        ['KEY', 'MADE', 'LAST USED'],
        keys.map(({ id, name, createdAt, lastUsedAt }) => ({
          cells: [id, localDate(createdAt), lastUsedAt === null ? 'never' : localMinute(lastUsedAt)],
          more: [name],
        })),
        'None yet. Make one: open-rooms keys create NAME',
        style,
      ),
  });
  act({
    words: 'create <name>',
    description: 'Make one, which may do all that you may. It is told once.',
    operation: 'keys.create',
    input: ({ words: [name] }) => ({ name }),
    show: ({ id, key }, _said, style) => [
      style.link(key),
      `Keep it now: it is not told again. To end it: open-rooms keys revoke ${id}`,
    ],
  });
  act({
    words: 'revoke <id>',
    description: 'End one: programs that use it are refused from now on.',
    operation: 'keys.revoke',
    input: ({ words: [id] }) => ({ id }),
    show: (_done, { words: [id = ''] }) => [`The key ${printable(id)} is good for nothing any more.`],
  });
}
