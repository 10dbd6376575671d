import type { Command, CommanderError } from 'commander';
import type { Environment } from '../config/read-config.ts';
import { flagOf, variableOf } from '../config/settings.ts';
import { StartError } from '../running-server.ts';

/** A command line that cannot be read, as one sentence. */
export function usageError(error: CommanderError, args: readonly string[], program: Command): StartError {
  const [first] = args;
  const names = program.commands.map((command) => command.name());
  const unknown = unknownCommand(args, program, 'open-rooms');
  if (unknown !== undefined) return new StartError('bad-usage', unknown);
  const fault = error.message
    .replace(/^error: /, '')
    .replace(/\.?\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  const help =
    first !== undefined && names.includes(first) ? `open-rooms ${first} --help` : 'open-rooms start --help';
  return new StartError('bad-usage', `Cannot read the command line: ${fault}; "${help}" lists the options.`);
}

/** What is said where a word stands for a command and is none, or where one is missing. */
function unknownCommand(args: readonly string[], { commands }: Command, called: string): string | undefined {
  const [word, ...more] = args;
  if (commands.length === 0 || word?.startsWith('-')) return undefined;
  const names = commands.map((command) => command.name()).join(', ');
  if (word === undefined)
    return `Cannot run "${called}": it does not say what to do; the commands are ${names}.`;
  const command = commands.find((candidate) => candidate.name() === word);
  if (command !== undefined) return unknownCommand(more, command, `${called} ${word}`);
  return word === 'help'
    ? undefined
    : `Cannot run "${word}": it is no command of ${called}; the commands are ${names}.`;
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
