import { type Command, Option } from 'commander';
import { printable } from '../../observe/printable.ts';
import { tableLines } from '../administration/table.ts';
import { localDate } from '../administration/times.ts';
import type { Terminal } from '../terminal.ts';
import { reasonOption, roomCommand } from './room-act.ts';

const HELP = {
  description: 'Members of the room, and their roles: list, add, role, remove.',
  after: `
WHO is an id, or an alias of this room. A role is owner, moderator, participant
or viewer. What is changed holds at once, also for whoever is connected.

Examples:
  open-rooms members
      who they are
  open-rooms members add @….ed25519 --role moderator
  open-rooms members role @bob@room.example viewer --reason "only looks on"
  open-rooms members remove bob`,
};

/** `open-rooms members`. */
export function declareMembers(
  program: Command,
  terminal: Terminal,
  ended: (exitCode: number) => void,
): void {
  const { act } = roomCommand(program, 'members', HELP, terminal, ended);
  act({
    words: 'list',
    description: 'List them; what runs where nothing is named.',
    operation: 'members.list',
    input: () => ({}),
    show: (members, _said, style) =>
      tableLines(
        ['MEMBER', 'ROLE', 'SINCE'],
        members.map(({ id, role, addedAt, aliases, online }) => ({
          cells: [id, role, localDate(addedAt)],
          more: [[...aliases.map((alias) => `@${alias}`), ...(online ? ['online now'] : [])].join(', ')],
        })),
        'Nobody yet. Add somebody: open-rooms members add WHO',
        style,
      ),
  });
  act({
    words: 'add <who>',
    description: 'Make somebody a member.',
    options: [new Option('--role <ROLE>', 'What they may do. [participant]')],
    operation: 'members.add',
    input: ({ words: [who], flags: { role } }) => ({ who, role }),
    show: ({ id, role }) => [`${id} is a member now: ${role}.`],
  });
  act({
    words: 'role <who> <role>',
    description: 'Give a member another role.',
    options: [reasonOption()],
    operation: 'members.setRole',
    input: ({ words: [who, role], flags: { reason } }) => ({ who, role, reason }),
    show: ({ id, role }) => [`${id} is ${role} now.`],
  });
  act({
    words: 'remove <who>',
    description: 'Remove a member; what they have with others in the room ends.',
    options: [reasonOption()],
    operation: 'members.remove',
    input: ({ words: [who], flags: { reason } }) => ({ who, reason }),
    show: (_done, { words: [who = ''] }) => [`${printable(who)} is no member any more.`],
  });
}
