import type { OperationResult } from '@open-rooms/protocol';
import { type Command, Option } from 'commander';
import { tableLines } from '../administration/table.ts';
import { localMinute, readMoment } from '../administration/times.ts';
import { below } from '../start-lines.ts';
import type { Style } from '../style.ts';
import type { Terminal } from '../terminal.ts';
import { readUses } from '../usage.ts';
import { roomCommand, type Said } from './room-act.ts';

const HELP = {
  description: 'Invites to the room: list, create, revoke.',
  after: `
"open-rooms invite" is the short way of "open-rooms invites create": it prints
the code alone.

Examples:
  open-rooms invites create --uses 20 --note "meetup" --expires 7d
      its link, code and URI; on a terminal a QR code of the link
  open-rooms invites create --role moderator
  open-rooms invites revoke @….ed25519
      by the id that the list shows`,
};

/** `open-rooms invites`. */
export function declareInvites(
  program: Command,
  terminal: Terminal,
  ended: (exitCode: number) => void,
): void {
  const { act } = roomCommand(program, 'invites', HELP, terminal, ended);
  act({
    words: 'list',
    description: 'List them; what runs where nothing is named.',
    operation: 'invites.list',
    input: () => ({}),
    show: (invites, { now }, style) =>
      tableLines(
        ['INVITE', 'ROLE', 'STATE'],
        invites.map((invite) => ({
          cells: [invite.id, invite.role, stateOf(invite, now)],
          more: [datesOf(invite), invite.note],
        })),
        'None yet. Make one: open-rooms invites create',
        style,
      ),
  });
  act({
    words: 'create',
    description: 'Make one and print it: it is told once.',
    options: [
      new Option('--role <ROLE>', 'What whoever comes with it may do. [participant]'),
      new Option('--uses <N>', 'How many may come with it. [1]'),
      new Option('--note <TEXT>', 'What it is for: only moderators see it.'),
      new Option('--expires <TIME>', 'When it ends: 7d, 12h, or a date. [never]'),
      new Option('--not-before <DATE>', 'When it begins: a date, or 2h. [now]'),
    ],
    operation: 'invites.create',
    input: wishOf,
    show: (made, _said, style) => madeLines(made, style),
  });
  act({
    words: 'revoke <id>',
    description: 'Take one back: nobody comes with it any more.',
    operation: 'invites.revoke',
    input: ({ words: [id] }) => ({ id }),
    show: (_done, { words: [id = ''] }) => [`The invite ${id} is taken back.`],
  });
}

type Invite = OperationResult<'invites.list'>[number];

function stateOf({ revokedAt, usesLeft, expiresAt, notBefore }: Invite, now: number): string {
  if (revokedAt !== null) return 'revoked';
  if (usesLeft === 0) return 'used up';
  if (expiresAt !== null && expiresAt <= now) return 'expired';
  return notBefore !== null && notBefore > now ? 'not yet' : `${usesLeft} left`;
}

function datesOf({ createdAt, createdBy, notBefore, expiresAt }: Invite): string {
  const dates = [
    `made ${localMinute(createdAt)} by ${createdBy}`,
    ...(notBefore === null ? [] : [`from ${localMinute(notBefore)}`]),
    ...(expiresAt === null ? [] : [`until ${localMinute(expiresAt)}`]),
  ];
  return dates.join(', ');
}

function wishOf({ flags: { role, uses, note, expires, notBefore }, now }: Said): Record<string, unknown> {
  const moment = (text: string | undefined, flag: string) =>
    text === undefined ? undefined : readMoment(text, flag, now, 1);
  return {
    role,
    uses: uses === undefined ? undefined : readUses(uses),
    note,
    notBefore: moment(notBefore, '--not-before'),
    expiresAt: moment(expires, '--expires'),
  };
}

function madeLines(
  { url, code, uri, id }: OperationResult<'invites.create'>,
  style: Style,
): readonly string[] {
  return [
    ...below('Link, for browsers and apps', [url], style),
    ...below('Code, for apps that know no links', [code], style),
    ...below('SSB URI', [uri], style),
    ...below('To take it back', [`open-rooms invites revoke ${id}`], style),
    ...style.qr(url),
  ];
}
