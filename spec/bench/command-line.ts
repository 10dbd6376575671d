import { parseArgs } from 'node:util';
import type { BenchCase } from './case.ts';
import { CASES } from './cases.ts';

/** Turns of each side; fewer let one busy second decide a median. */
const TURNS = 7;
const QUICK_TURNS = 3;

export interface BenchOptions {
  readonly cases: readonly BenchCase[];
  readonly turns: number;
  readonly quick: boolean;
  readonly json: boolean;
}

/** What the caller wrote and can mend: one sentence, exit code 2. */
export class UsageError extends Error {}

/** Reads the command line; `undefined` where it asks for help. Throws {@link UsageError}. */
export function readCommandLine(args: readonly string[]): BenchOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const { quick, json } = values;
  const turns = values.turns === undefined ? (quick ? QUICK_TURNS : TURNS) : Number(values.turns);
  if (!Number.isInteger(turns) || turns < 1) {
    throw new UsageError(`Cannot take "${values.turns}" turns: --turns is a whole number from 1.`);
  }
  return { cases: positionals.length === 0 ? CASES : positionals.flatMap(casesNamed), turns, quick, json };
}

export function helpText(): string {
  return [
    'npm run bench -- [CASE …] [--quick] [--json] [--turns N]',
    '',
    ...CASES.map(({ name, unit, figure }) => `  ${name.padEnd(21)} ${figure}, ${unit}`),
    '',
    'Without a case all are run. spec/performance.md says what the figures mean.',
  ].join('\n');
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        turns: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function casesNamed(name: string): readonly BenchCase[] {
  const found = CASES.filter((benchCase) => benchCase.name === name || benchCase.beside === name);
  if (found.length > 0) return found;
  const names = CASES.map((benchCase) => benchCase.name).join(', ');
  throw new UsageError(`Cannot bench "${name}": there is no such case; choose among ${names}.`);
}
