import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { commandOf, configOf, type SettingFlags, settingOption } from './command.ts';
import { asOption } from './peer.ts';

const HELP = {
  description: 'Sign a browser in at the pages of a room, with your key.',
  after: `
Examples:
  open-rooms sign-in room.example
      prints the page to open, and waits in the room until it is opened
  open-rooms sign-in "ssb:experimental?action=start-http-auth&..."
      confirms what the page of the room shows

The browser is then you. Confirm nothing that somebody else sent to you.`,
};

/** `open-rooms sign-in`. */
export function declareSignIn(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  commandOf(program, 'sign-in <where>', HELP)
    .addOption(asOption('me'))
    .addOption(settingOption('networkKey'))
    .addOption(settingOption('json'))
    .action(async (where: string, { as, ...settings }: SettingFlags & { readonly as?: string }) => {
      const { signIn } = await import('../sign-in.ts');
      const { networkKey, json } = configOf(settings, terminal);
      ended(await signIn({ where, as, networkKey, json }, terminal));
    });
}
