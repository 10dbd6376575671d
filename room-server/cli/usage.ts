import type { Command, CommanderError } from 'commander';
import type { Environment } from '../config/read-config.ts';
import { flagOf, variableOf } from '../config/settings.ts';
import { StartError } from '../running-server.ts';

/** A command line that cannot be read, as one sentence. */
export function usageError(error: CommanderError, args: readonly string[], program: Command): StartError {
  const [first] = args;
  const names = program.commands.map((command) => command.name());
  if (first !== undefined && !first.startsWith('-') && !names.includes(first)) {
    return new StartError(
      'bad-usage',
      `Cannot run "${first}": it is no command of open-rooms; the commands are ${names.join(', ')}.`,
    );
  }
  const fault = error.message
    .replace(/^error: /, '')
    .replace(/\.?\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  const help =
    first !== undefined && names.includes(first) ? `open-rooms ${first} --help` : 'open-rooms start --help';
  return new StartError('bad-usage', `Cannot read the command line: ${fault}; "${help}" lists the options.`);
}

/** Whether errors are told as JSON too: asked before the settings are read, since reading them may fail. */
export function wantsJson(args: readonly string[], env: Environment): boolean {
  return args.includes(flagOf('json')) || ['true', '1'].includes(env[variableOf('json')] ?? '');
}

/**
 * Reads how many may use an invite.
 *
 * @throws {StartError} `bad-usage` where it is no whole number from 1.
 */
export function readUses(text: string): number {
  const uses = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(uses) && uses > 0) return uses;
  throw new StartError(
    'bad-usage',
    `Cannot use ${JSON.stringify(text)} for --uses: it is a whole number from 1.`,
  );
}
