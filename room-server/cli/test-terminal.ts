import type { Environment } from '../config/read-config.ts';
import type { StopSignal, Terminal } from './terminal.ts';

/** A terminal in memory: it keeps what is printed, and its signals are sent by hand. */
export interface TestTerminal extends Terminal {
  readonly printed: string;
  readonly complained: string;
  /** Codes with which the process was asked to end at once. */
  readonly exits: readonly number[];
  signal(signal: StopSignal): void;
  /** How many listen for signals. */
  readonly listening: number;
}

export interface TestTerminalOptions {
  readonly env?: Environment;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function testTerminal({
  env = {},
  isTTY = false,
  columns = 100,
}: TestTerminalOptions = {}): TestTerminal {
  const printed: string[] = [];
  const complained: string[] = [];
  const exits: number[] = [];
  const listeners = new Set<(signal: StopSignal) => void>();
  const hasColors = () => isTTY && env['NO_COLOR'] === undefined;
  return {
    env,
    exits,
    stdout: { isTTY, columns, hasColors, write: (text) => printed.push(text) },
    stderr: { isTTY, columns, hasColors, write: (text) => complained.push(text) },
    onStopSignal(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    exit: (code) => void exits.push(code),
    signal(signal) {
      for (const listener of listeners) listener(signal);
    },
    get printed() {
      return printed.join('');
    },
    get complained() {
      return complained.join('');
    },
    get listening() {
      return listeners.size;
    },
  };
}
