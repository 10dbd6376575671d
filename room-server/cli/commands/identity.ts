import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { commandOf, configOf, type SettingFlags, settingOption } from './command.ts';
import { asOption } from './peer.ts';

const HELP = {
  description: 'Who you are: show, export and import the key of a profile.',
  after: `
Examples:
  open-rooms identity
  open-rooms identity export > me.secret
      whoever has that file is you: keep it safe
  open-rooms identity import me.secret --as laptop
      on another device, or out of another SSB app`,
};

type Flags = SettingFlags & { readonly as?: string };

/** `open-rooms identity`. */
export function declareIdentity(
  program: Command,
  terminal: Terminal,
  ended: (exitCode: number) => void,
): void {
  const command = commandOf(program, 'identity', HELP);
  const acts = () => import('../identity.ts');
  const wishOf = ({ as, ...settings }: Flags) => ({ as, json: configOf(settings, terminal).json });
  subcommand(command, 'show', 'Say who you are; what runs where nothing is named.').action(
    async (flags: Flags) => ended(await (await acts()).showIdentity(wishOf(flags), terminal)),
  );
  subcommand(command, 'export', 'Print the secret key, for another device.').action(async (flags: Flags) =>
    ended(await (await acts()).printSecret(wishOf(flags), terminal)),
  );
  subcommand(command, 'import <file>', 'Make a profile of a key.').action(
    async (file: string, flags: Flags) =>
      ended(await (await acts()).importSecret({ ...wishOf(flags), file }, terminal)),
  );
}

function subcommand(command: Command, words: string, description: string): Command {
  return command
    .command(words, { isDefault: words === 'show' })
    .description(description)
    .addOption(asOption('me'))
    .addOption(settingOption('json'));
}
