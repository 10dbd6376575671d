import { Command, CommanderError, Option } from 'commander';
import type { Config } from '../config/config.ts';
import { CONFIG_VARIABLE, readConfig } from '../config/read-config.ts';
import { flagOf, SETTING_KEYS, SETTINGS } from '../config/settings.ts';
import { VERSION } from '../config/version.ts';
import { EXIT, tellFailure } from './failure.ts';
import { INVITE_HELP, PROGRAM_HELP, START_HELP, STATUS_HELP } from './help-texts.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';
import { readUses, usageError, wantsJson } from './usage.ts';

/** Width of help where the output is no terminal. */
const HELP_COLUMNS = 100;

/** Flags as they were written; `config` and the settings share one namespace. */
type Flags = { readonly [Key in keyof Config]?: string | boolean } & { readonly config?: string };

/**
 * Reads a command line and runs its command. Modules of a command are loaded when it runs, so that `--help` is
 * quick.
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
    .description(PROGRAM_HELP.description)
    .addHelpText('after', PROGRAM_HELP.after)
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
  addStart(program, terminal, ended);
  addInvite(program, terminal, ended);
  addStatus(program, terminal, ended);
  program
    .command('version')
    .description('Print the version.')
    .addOption(optionOf('json'))
    .action(async (flags: Flags) => {
      const { version } = await import('./version.ts');
      ended(version(flags.json === true, terminal));
    });
  return program;
}

function addStart(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  const command = program.command('start', { isDefault: true });
  command.description(START_HELP.description).addHelpText('after', START_HELP.after);
  command.addOption(configOption());
  for (const key of SETTING_KEYS) command.addOption(optionOf(key));
  command.action(async (flags: Flags) => {
    const config = configOf(flags, terminal);
    const [{ start }, { startRoomServer }] = await Promise.all([
      import('./start.ts'),
      import('../compose.ts'),
    ]);
    ended(await start(config, terminal, startRoomServer));
  });
}

function addInvite(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  const command = program.command('invite');
  command.description(INVITE_HELP.description).addHelpText('after', INVITE_HELP.after);
  command.option('--uses <N>', 'How many may come with it.', '1');
  command.option('--note <TEXT>', 'What it is for: only the owner sees it.', '');
  command.addOption(optionOf('data')).addOption(configOption()).addOption(optionOf('json'));
  command.action(async ({ uses, note, ...flags }: Flags & { uses: string; note: string }) => {
    const wish = { uses: readUses(uses), note };
    const config = configOf(flags, terminal);
    const [{ invite }, { connectControl }] = await Promise.all([
      import('./invite.ts'),
      import('./control-client.ts'),
    ]);
    ended(await invite(config, wish, terminal, connectControl));
  });
}

function addStatus(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  const command = program.command('status');
  command.description(STATUS_HELP.description).addHelpText('after', STATUS_HELP.after);
  command.addOption(optionOf('data')).addOption(configOption()).addOption(optionOf('json'));
  command.action(async (flags: Flags) => {
    const config = configOf(flags, terminal);
    const [{ status }, { connectControl }] = await Promise.all([
      import('./status.ts'),
      import('./control-client.ts'),
    ]);
    ended(await status(config, terminal, connectControl));
  });
}

function configOf({ config, ...flags }: Flags, terminal: Terminal): Config {
  return readConfig({ flags, config, env: terminal.env });
}

function configOption(): Option {
  const help = `JSON file with settings. [env: ${CONFIG_VARIABLE}]`;
  return new Option('--config <FILE>', help);
}

function optionOf(key: keyof Config): Option {
  const { placeholder, help, fallbackText } = SETTINGS[key];
  if (placeholder === null) return new Option(flagOf(key), help);
  return new Option(`${flagOf(key)} <${placeholder}>`, `${help} [${fallbackText}]`);
}
