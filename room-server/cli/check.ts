import {
  type CheckStep,
  checkRoom,
  type NetworkProbe,
  type Runtime,
  readDestination,
} from '@open-rooms/client';
import { printable } from '../observe/printable.ts';
import { EXIT } from './failure.ts';
import { type Style, styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';

export interface CheckWish {
  /** An invite, a host name, an address or an alias. */
  readonly where: string;
  /** 32 bytes. */
  readonly networkKey: Uint8Array;
  readonly json: boolean;
}

/** On what a check runs, and what tries its network out. */
export interface CheckTools {
  readonly runtime: Runtime;
  readonly network: NetworkProbe;
}

/** One mark each, so that nothing is told by colour alone. */
export const MARKS: Readonly<Record<CheckStep['outcome'], string>> = {
  ok: '\u2713',
  warning: '!',
  failed: '\u2717',
  skipped: '-',
};

/** Width of the longest name of a step. */
const NAME_COLUMNS = 10;

/**
 * Tries out a room and prints each step when it is done, then the verdict; or all of it as one object of JSON.
 *
 * @returns the exit code.
 * @throws JoinError `unreadable`
 */
export async function check(
  wish: CheckWish,
  terminal: Terminal,
  { runtime, network }: CheckTools,
): Promise<number> {
  const { where, networkKey, json } = wish;
  readDestination(where);
  const style = styleOf(terminal.stdout, terminal.env);
  const print = (line: string) => terminal.stdout.write(`${line}\n`);
  const onStep = (step: CheckStep) => print(stepLine(step, style));
  if (json) {
    const report = await checkRoom(where, runtime, networkKey, { network });
    print(JSON.stringify(report));
    return report.ok ? EXIT.done : EXIT.fault;
  }
  print(`Checking ${style.link(printable(where))}\n`);
  const { ok, verdict } = await checkRoom(where, runtime, networkKey, { network, onStep });
  print(`\n${style.strong(`${MARKS[ok ? 'ok' : 'failed']} ${printable(verdict)}`)}`);
  return ok ? EXIT.done : EXIT.fault;
}

/** What `check` and `doctor` print a line of. */
export interface Step extends Pick<CheckStep, 'outcome' | 'sentence' | 'milliseconds'> {
  readonly name: string;
}

/** A step as a person reads it. What it quotes is the room's. */
export function stepLine({ name, outcome, sentence, milliseconds }: Step, style: Style): string {
  const took =
    milliseconds === undefined ? '' : style.quiet(` (${Math.max(1, Math.round(milliseconds))} ms)`);
  const line = `${MARKS[outcome]} ${name.padEnd(NAME_COLUMNS)}  ${printable(sentence)}`;
  return `  ${dressed(line, outcome, style)}${took}`;
}

function dressed(line: string, outcome: CheckStep['outcome'], style: Style): string {
  if (outcome === 'failed') return style.strong(line);
  return outcome === 'skipped' ? style.quiet(line) : line;
}
