import type { OperationName, OperationResult } from '@open-rooms/protocol';
import { type Command, Option } from 'commander';
import type { Config } from '../../config/config.ts';
import type { Style } from '../style.ts';
import type { Terminal } from '../terminal.ts';
import {
  type CommandHelp,
  commandOf,
  configOf,
  configOption,
  type SettingFlags,
  settingOption,
} from './command.ts';

/** What was said on the command line: words, and options by their names. */
export interface Said {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** An act of administration as a command: one operation, what it is told, and what is shown of its answer. */
export interface RoomAct<Name extends OperationName> {
  /** `add <who>`, as commander writes it. */
  readonly words: string;
  readonly description: string;
  readonly options?: readonly Option[];
  readonly operation: Name;
  readonly input: (said: Said) => Readonly<Record<string, unknown>>;
  readonly show: (result: OperationResult<Name>, said: Said, style: Style) => readonly string[];
  /** What of the answer scripts are told; all, where it is left out. */
  readonly json?: (result: OperationResult<Name>, said: Said) => unknown;
}

/** A command of `open-rooms` that administers the running server. */
export interface RoomCommand {
  /** Adds a command below it, which is one operation. */
  act<Name extends OperationName>(act: RoomAct<Name>): void;
  /** Adds a command below it that does more. `run` answers the exit code. */
  run(words: string, description: string, options: readonly Option[], run: Run): void;
}

export type Run = (said: Said, config: Config, terminal: Terminal) => Promise<number>;

/** Declares a command of the administration, with what stands below it. `list` is what runs where nothing is named. */
export function roomCommand(
  program: Command,
  name: string,
  help: CommandHelp,
  terminal: Terminal,
  ended: (exitCode: number) => void,
): RoomCommand {
  const command = commandOf(program, name, help);
  const run: RoomCommand['run'] = (words, description, options, act) => {
    const below = command.command(words, { isDefault: words === 'list' }).description(description);
    runs(below, options, act, terminal, ended);
  };
  return {
    run,
    act: (act) =>
      run(act.words, act.description, act.options ?? [], (said, config) =>
        asking(act, said, config, terminal),
      ),
  };
}

/** Gives a command its options and what it does. */
export function runs(
  command: Command,
  options: readonly Option[],
  run: Run,
  terminal: Terminal,
  ended: (exitCode: number) => void,
): void {
  for (const option of options) command.addOption(option);
  command
    .addOption(settingOption('data'))
    .addOption(configOption())
    .addOption(settingOption('json'))
    .action(async () => {
      const { data, config, json, ...flags } = command.opts<SettingFlags & Said['flags']>();
      const settings = { ...(data && { data }), ...(config && { config }), ...(json && { json }) };
      const said = { words: command.args, flags, now: Date.now() };
      ended(await run(said, configOf(settings, terminal), terminal));
    });
}

/** `--reason`, of whatever somebody may want to know the reason of. */
export function reasonOption(): Option {
  return new Option('--reason <TEXT>', 'Why: whom it concerns may read it.');
}

/** Does one operation, as a command was told to. Answers the exit code. */
export async function asking<Name extends OperationName>(
  act: RoomAct<Name>,
  said: Said,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const [{ ask }, { connectControl }] = await Promise.all([
    import('../administration/ask.ts'),
    import('../control-client.ts'),
  ]);
  const wish = {
    name: act.operation,
    input: act.input(said),
    show: (result: OperationResult<Name>, style: Style) => act.show(result, said, style),
    ...(act.json && { json: (result: OperationResult<Name>) => act.json?.(result, said) }),
  };
  return ask(wish, config, terminal, connectControl);
}
