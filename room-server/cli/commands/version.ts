import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { settingOption } from './command.ts';

/** `open-rooms version`. */
export function declareVersion(
  program: Command,
  terminal: Terminal,
  ended: (exitCode: number) => void,
): void {
  program
    .command('version')
    .description('Print the version.')
    .addOption(settingOption('json'))
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { version } = await import('../version.ts');
      ended(version(json === true, terminal));
    });
}
