import { administration, type OperationName, type OperationResult } from '@open-rooms/protocol';
import * as v from 'valibot';
import type { Config } from '../../config/config.ts';
import { StartError } from '../../running-server.ts';
import type { Asked, ConnectControl } from '../control-client.ts';
import { EXIT } from '../failure.ts';
import { type Style, styleOf } from '../style.ts';
import type { Terminal } from '../terminal.ts';

/** What is asked of the running server, before it is known whether it can be. */
export interface Wish<Name extends OperationName> {
  readonly name: Name;
  readonly input: Readonly<Record<string, unknown>>;
  /** What a person is shown of the answer. */
  readonly show: (result: OperationResult<Name>, style: Style) => readonly string[];
  /** What of the answer scripts are told; all, where it is left out. */
  readonly json?: (result: OperationResult<Name>) => unknown;
}

/**
 * Does one operation on the running server and prints what it answers: lines for people, with local times; with `--json`
 * one line, with times in UTC.
 *
 * @returns the exit code.
 * @throws StartError `bad-usage`, before the server is asked, where the operation does not take that
 */
export async function ask<Name extends OperationName>(
  { name, input, show, json = (result) => result }: Wish<Name>,
  config: Config,
  terminal: Terminal,
  connect: ConnectControl,
): Promise<number> {
  const asked = readInput(name, input);
  const control = await connect(config.data);
  try {
    const result = await control.ask(name, asked);
    print(config, terminal, { json: json(result), lines: (style) => show(result, style) });
    return EXIT.done;
  } finally {
    await control.close();
  }
}

/** What a command has to say. */
export interface Printed {
  readonly lines: (style: Style) => readonly string[];
  readonly json: unknown;
}

/** Prints lines, or one line of JSON. */
export function print({ json }: Pick<Config, 'json'>, { stdout, env }: Terminal, printed: Printed): void {
  const lines = json ? [JSON.stringify(inUtc(printed.json))] : printed.lines(styleOf(stdout, env));
  stdout.write(`${lines.join('\n')}\n`);
}

/** What an operation is told, by its own schema: one definition for all who ask. */
export function readInput<Name extends OperationName>(
  name: Name,
  input: Readonly<Record<string, unknown>>,
): Asked<Name> {
  const schema: v.GenericSchema = administration[name].input;
  const read = v.safeParse(schema, input, { abortEarly: true });
  // The schema of this name has read it: TypeScript does not follow that.
  if (read.success) return read.output as Asked<Name>;
  const [issue] = read.issues;
  const field = v.getDotPath(issue) ?? name;
  throw new StartError(
    'bad-usage',
    `Cannot use ${JSON.stringify(issue.input)} as ${field}: ${issue.message}.`,
  );
}

/** Names of what is a time in milliseconds since 1970, in whatever an operation answers. */
const TIME = /^(at|[a-z]+At|notBefore)$/;

/** The same value with times as texts in UTC (ISO 8601). */
function inUtc(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inUtc);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      TIME.test(name) && typeof inner === 'number' ? new Date(inner).toISOString() : inUtc(inner),
    ]),
  );
}
