import type { Command } from 'commander';
import type { AliasWish } from '../alias/alias.ts';
import type { Terminal } from '../terminal.ts';
import { commandOf, configOf, type SettingFlags, settingOption } from './command.ts';
import { asOption } from './peer.ts';

const HELP = {
  description: 'Names that lead to you in a room: register, revoke, whois, list.',
  after: `
Examples:
  open-rooms alias register @bob@room.example
  open-rooms alias register bob localhost
      two spellings: with the room in it, or behind it
  open-rooms alias whois @bob@room.example
      who that is, and whether they are there
  open-rooms alias list room.example
      your own

"open-rooms aliases" is for whoever runs a room: everybody's in it.`,
};

type Flags = SettingFlags & { readonly as?: string };

type Act = (wish: AliasWish, terminal: Terminal) => Promise<number>;
type Acts = typeof import('../alias/alias.ts');

/** `open-rooms alias`. */
export function declareAlias(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  const command = commandOf(program, 'alias', HELP);
  const declare = (words: string, description: string, pick: (acts: Acts) => Act) => {
    subcommand(command, words, description).action(
      async (alias: string, where: string | undefined, flags: Flags) => {
        const act = pick(await import('../alias/alias.ts'));
        ended(await act({ alias, where, ...readFlags(flags, terminal) }, terminal));
      },
    );
  };
  declare('register <alias> [room]', 'Register it for you.', (acts) => acts.aliasRegister);
  declare('revoke <alias> [room]', 'Give it back.', (acts) => acts.aliasRevoke);
  declare('whois <alias> [room]', 'Say who has it, and how to reach them.', (acts) => acts.aliasWhois);
  subcommand(command, 'list <room>', 'List yours at a room.').action(async (where: string, flags: Flags) => {
    const { aliasList } = await import('../alias/alias.ts');
    ended(await aliasList({ where, ...readFlags(flags, terminal) }, terminal));
  });
}

function subcommand(command: Command, words: string, description: string): Command {
  return command
    .command(words)
    .description(description)
    .addOption(asOption('me'))
    .addOption(settingOption('networkKey'))
    .addOption(settingOption('json'));
}

function readFlags(
  { as, ...settings }: Flags,
  terminal: Terminal,
): Pick<AliasWish, 'as' | 'networkKey' | 'json'> {
  const { networkKey, json } = configOf(settings, terminal);
  return { as, networkKey, json };
}
