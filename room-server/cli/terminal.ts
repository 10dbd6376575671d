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
  /**
   * Until disposed a SIGHUP does not end the process: by custom it has a server read its files again, whether it has any or
   * not. A terminal that is closed sends it too, and then it means the end.
   */
  outliveHangup(): Disposable;
  /** Ends the process at once. */
  exit(code: number): void;
}

/**
 * The terminal of this process. Once nobody reads what it prints (`open-rooms start | head`), printing does
 * nothing: a room outlives its reader.
 */
export function processTerminal(): Terminal {
  for (const output of [process.stdout, process.stderr]) output.on('error', ignoreClosedPipe);
  const stdin = processInput();
  return {
    stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    onStopSignal(listener) {
      process.on('SIGINT', listener).on('SIGTERM', listener);
      return { [Symbol.dispose]: () => process.off('SIGINT', listener).off('SIGTERM', listener) };
    },
    outliveHangup() {
      if (!stdin.isTTY) process.on('SIGHUP', ignoreHangup);
      return { [Symbol.dispose]: () => process.off('SIGHUP', ignoreHangup) };
    },
    exit: (code) => process.exit(code),
  };
}

function ignoreHangup(): void {}

function ignoreClosedPipe(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}
