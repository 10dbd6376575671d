import type { PrivacyMode } from '@open-rooms/protocol';
import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { commandOf } from './command.ts';
import { asking, type RoomAct, runs } from './room-act.ts';

const HELP = {
  description: 'Who may come into the room: open, community or restricted.',
  after: `
Examples:
  open-rooms mode
      which it is, and what that means
  open-rooms mode restricted
      whoever is no member is sent out at once`,
};

const MEANING: Readonly<Record<PrivacyMode, string>> = {
  open: 'everybody may come in, see who is there and take part; members have aliases besides.',
  community: 'members take part; others may call those whom they know, and see nobody.',
  restricted: 'only members are let in, and there are no aliases.',
};

/** `open-rooms mode`. */
export function declareMode(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  const command = commandOf(program, 'mode [mode]', HELP);
  const show = {
    show: ({ mode }: { readonly mode: PrivacyMode }) => [`${mode}: ${MEANING[mode]}`],
    json: ({ mode }: { readonly mode: PrivacyMode }) => ({ mode }),
  };
  const said = { words: 'mode', description: '', ...show };
  const get: RoomAct<'settings.get'> = { ...said, operation: 'settings.get', input: () => ({}) };
  const set: RoomAct<'settings.set'> = {
    ...said,
    operation: 'settings.set',
    input: ({ words: [mode] }) => ({ mode }),
  };
  runs(
    command,
    [],
    (spoken, config) =>
      spoken.words.length === 0
        ? asking(get, spoken, config, terminal)
        : asking(set, spoken, config, terminal),
    terminal,
    ended,
  );
}
