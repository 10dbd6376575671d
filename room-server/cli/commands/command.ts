import { type Command, Option } from 'commander';
import type { Config } from '../../config/config.ts';
import { CONFIG_VARIABLE, readConfig } from '../../config/read-config.ts';
import { flagOf, SETTINGS } from '../../config/settings.ts';
import type { Terminal } from '../terminal.ts';

/**
 * Declares one command of `open-rooms`: its words, its options, its help, and what runs. What a command needs is
 * imported when it runs, so that `--help` is quick.
 *
 * @param ended is told the exit code when the command is over; what it throws is told as a failure.
 */
export type DeclareCommand = (
  program: Command,
  terminal: Terminal,
  ended: (exitCode: number) => void,
) => void;

/** What `--help` says of a command: one sentence, and what follows the options. */
export interface CommandHelp {
  readonly description: string;
  readonly after: string;
}

/** Settings as flags gave them; `config` and the settings share one namespace. */
export type SettingFlags = { readonly [Key in keyof Config]?: string | boolean } & {
  readonly config?: string;
};

/** Begins a command: `words` are its name and its arguments, as commander writes them. */
export function commandOf(program: Command, words: string, { description, after }: CommandHelp): Command {
  return program.command(words).description(description).addHelpText('after', after);
}

/** The settings of the server that a command starts or asks. */
export function configOf({ config, ...flags }: SettingFlags, terminal: Terminal): Config {
  return readConfig({ flags, config, env: terminal.env });
}

export function configOption(): Option {
  const help = `JSON file with settings. [env: ${CONFIG_VARIABLE}]`;
  return new Option('--config <FILE>', help);
}

/** The flag of a setting. */
export function settingOption(key: keyof Config): Option {
  const { placeholder, help, fallbackText, isList } = SETTINGS[key];
  if (placeholder === null) return new Option(flagOf(key), help);
  const option = new Option(`${flagOf(key)} <${placeholder}>`, `${help} [${fallbackText}]`);
  return isList === true ? option.argParser(oneMore) : option;
}

/** A flag that may be given again adds to what it said before. */
function oneMore(text: string, before: string | undefined): string {
  return before === undefined ? text : `${before} ${text}`;
}
