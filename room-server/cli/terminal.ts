import type { Environment } from '../config/read-config.ts';
import { type Input, processInput } from './process-input.ts';

/** Told when what was written has left, or what keeps it from leaving. */
export type Written = (error?: Error | null) => void;

/** Where a command prints. */
export interface Output {
  readonly isTTY?: boolean;
  /** Width of a terminal, in characters. */
  readonly columns?: number;
  write(data: string | Uint8Array, written?: Written): unknown;
  /** Whether a terminal shows `count` colours; it heeds `NO_COLOR` and `FORCE_COLOR`. */
  hasColors?(count: number, env: Environment): boolean;
}

export type StopSignal = 'SIGINT' | 'SIGTERM';

/** What a command has around it: given in, so that commands are plain functions. */
export interface Terminal {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  /** Calls `listener` at every signal that asks the process to stop, until disposed. */
  onStopSignal(listener: (signal: StopSignal) => void): Disposable;
  /** Ends the process at once. */
  exit(code: number): void;
}

/**
 * The terminal of this process. Once nobody reads what it prints (`open-rooms start | head`), printing does
 * nothing: a room outlives its reader.
 */
export function processTerminal(): Terminal {
  for (const output of [process.stdout, process.stderr]) output.on('error', ignoreClosedPipe);
  return {
    stdin: processInput(),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    onStopSignal(listener) {
      process.on('SIGINT', listener).on('SIGTERM', listener);
      return { [Symbol.dispose]: () => process.off('SIGINT', listener).off('SIGTERM', listener) };
    },
    exit: (code) => process.exit(code),
  };
}

function ignoreClosedPipe(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}
