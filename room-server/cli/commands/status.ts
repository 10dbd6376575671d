import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { commandOf, configOf, configOption, type SettingFlags, settingOption } from './command.ts';

const HELP = {
  description: 'Say how the running server is: its room, who is online, its addresses.',
  after: `
Examples:
  open-rooms status
  open-rooms status --data ./garden --json`,
};

/** `open-rooms status`. */
export function declareStatus(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  commandOf(program, 'status', HELP)
    .addOption(settingOption('data'))
    .addOption(configOption())
    .addOption(settingOption('json'))
    .action(async (flags: SettingFlags) => {
      const config = configOf(flags, terminal);
      const [{ status }, { connectControl }] = await Promise.all([
        import('../status.ts'),
        import('../control-client.ts'),
      ]);
      ended(await status(config, terminal, connectControl));
    });
}
