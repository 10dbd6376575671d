import { Command, CommanderError } from 'commander';
import { VERSION } from '../config/version.ts';
import { COMMANDS } from './commands/index.ts';
import { EXIT, tellFailure } from './failure.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';
import { usageError, wantsJson } from './usage.ts';

/** Width of help where the output is no terminal. */
const HELP_COLUMNS = 100;

/** What `open-rooms --help` says around the list of commands. */
const HELP = {
  description:
    'A room where SSB peers meet, see each other and talk through end-to-end encrypted tunnels.\nWithout a command it starts a room server.',
  after: `
Your first room:
  open-rooms start     start it, then open the claim link that it prints
  open-rooms invite    in a second terminal: an invite to give to a friend
  open-rooms status    who is there

"open-rooms start --help" lists every setting.`,
};

/**
 * Reads a command line and runs its command.
 *
 * @param args what follows the name of the program.
 * @returns the exit code.
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = createProgram(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === EXIT.done) return EXIT.done;
    const told = error instanceof CommanderError ? usageError(error, args, program) : error;
    return tellFailure(told, wantsJson(args, terminal.env), terminal);
  }
}

function createProgram(terminal: Terminal, ended: (exitCode: number) => void): Command {
  const style = styleOf(terminal.stdout, terminal.env);
  const program = new Command('open-rooms')
    .description(HELP.description)
    .addHelpText('after', HELP.after)
    .version(VERSION, '--version', 'Print the version alone.')
    .helpOption('-h, --help', 'Print this help.')
    .helpCommand('help [command]', 'Print the help of a command.')
    .exitOverride()
    .configureHelp({ styleTitle: style.strong })
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: () => undefined,
      getOutHelpWidth: () => terminal.stdout.columns ?? HELP_COLUMNS,
      getOutHasColors: () => terminal.stdout.isTTY === true,
    });
  for (const declare of COMMANDS) declare(program, terminal, ended);
  return program;
}
