import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { readUses } from '../usage.ts';
import { commandOf, configOf, configOption, type SettingFlags, settingOption } from './command.ts';

const HELP = {
  description: 'Make an invite on the running server and print it.',
  after: `
Examples:
  open-rooms invite
      for one person; on a terminal with a QR code
  open-rooms invite --uses 20 --note "meetup"
      for twenty
  open-rooms invite --data ./garden
      of the server that runs on that folder`,
};

type Flags = SettingFlags & { readonly uses: string; readonly note: string };

/** `open-rooms invite`. */
export function declareInvite(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  commandOf(program, 'invite', HELP)
    .option('--uses <N>', 'How many may come with it.', '1')
    .option('--note <TEXT>', 'What it is for: only moderators read it.', '')
    .addOption(settingOption('data'))
    .addOption(configOption())
    .addOption(settingOption('json'))
    .action(async ({ uses, note, ...flags }: Flags) => {
      const wish = { uses: readUses(uses), note };
      const config = configOf(flags, terminal);
      const [{ invite }, { connectControl }] = await Promise.all([
        import('../invite.ts'),
        import('../control-client.ts'),
      ]);
      ended(await invite(config, wish, terminal, connectControl));
    });
}
