import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { settingOption } from './command.ts';

interface VersionFlags {
  readonly json?: boolean;
  readonly licences?: boolean;
}

/** `open-rooms version`. */
export function declareVersion(
  program: Command,
  terminal: Terminal,
  ended: (exitCode: number) => void,
): void {
  program
    .command('version')
    .description('Print the version, and what is inside.')
    .option('--licences', 'Print the terms of everything inside instead.')
    .addOption(settingOption('json'))
    .action(async ({ json = false, licences = false }: VersionFlags) => {
      const { version } = await import('../version.ts');
      ended(version({ json, licences }, terminal));
    });
}
