import type { Environment } from '../config/read-config.ts';
import type { Typing } from './process-input.ts';
import type { StopSignal, Terminal, Written } from './terminal.ts';

/** A terminal in memory: it keeps what is printed, and its signals are sent by hand. */
export interface TestTerminal extends Terminal {
  readonly printed: string;
  /** Calls `listener` each time that something is printed, until disposed. */
  onPrinted(listener: () => void): Disposable;
  readonly complained: string;
  /** Codes with which the process was asked to end at once. */
  readonly exits: readonly number[];
  signal(signal: StopSignal): void;
  /** Types a line. */
  type(line: string): void;
  /** Ends what is typed, as Ctrl+D does. */
  endTyping(): void;
  /** How many listen for lines. */
  readonly asking: number;
  /** All bytes of stdout. */
  readonly bytes: Buffer;
  /** How many listen for signals. */
  readonly listening: number;
}

export interface TestTerminalOptions {
  readonly env?: Environment;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** What comes in on stdin; by default nothing, and its end. */
  readonly input?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** The size of stdin, where it is a file. */
  readonly inputBytes?: number;
  /** What printing on stdout fails with, as where its reader is gone. */
  readonly stdoutError?: Error;
}

export function testTerminal({
  env = {},
  isTTY = false,
  columns = 100,
  input = [],
  inputBytes,
  stdoutError,
}: TestTerminalOptions = {}): TestTerminal {
  const printed: Uint8Array[] = [];
  const complained: Uint8Array[] = [];
  const typing = new TestTyping();
  const readers = new Set<() => void>();
  const printer = (kept: Uint8Array[], error?: Error) => (data: string | Uint8Array, written?: Written) => {
    if (error === undefined) kept.push(Buffer.from(data));
    for (const reader of [...readers]) reader();
    if (written !== undefined) queueMicrotask(() => written(error));
  };
  const exits: number[] = [];
  const listeners = new Set<(signal: StopSignal) => void>();
  const hasColors = () => isTTY && env['NO_COLOR'] === undefined;
  return {
    env,
    exits,
    stdin: {
      isTTY,
      bytes: inputBytes,
      read: (signal) => untilAborted(input, signal),
      onLine: (listener, ended) => typing.onLine(listener, ended),
    },
    onPrinted(listener) {
      readers.add(listener);
      return { [Symbol.dispose]: () => void readers.delete(listener) };
    },
    endTyping: () => typing.end(),
    type: (line) => typing.type(line),
    get asking() {
      return typing.asking;
    },
    get bytes() {
      return Buffer.concat(printed);
    },
    stdout: { isTTY, columns, hasColors, write: printer(printed, stdoutError) },
    stderr: { isTTY, columns, hasColors, write: printer(complained) },
    onStopSignal(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    outliveHangup: () => ({ [Symbol.dispose]: () => undefined }),
    exit: (code) => void exits.push(code),
    signal(signal) {
      for (const listener of listeners) listener(signal);
    },
    get printed() {
      return Buffer.concat(printed).toString('utf8');
    },
    get complained() {
      return Buffer.concat(complained).toString('utf8');
    },
    get listening() {
      return listeners.size;
    },
  };
}

/** Whoever types at a terminal, by hand. */
class TestTyping {
  readonly #lines = new Set<(line: string) => void>();
  readonly #enders = new Set<() => void>();

  onLine(listener: (line: string) => void, ended: () => void = () => undefined): Typing {
    this.#lines.add(listener);
    this.#enders.add(ended);
    return {
      above: (print) => print(),
      [Symbol.dispose]: () => {
        this.#lines.delete(listener);
        this.#enders.delete(ended);
      },
    };
  }

  get asking(): number {
    return this.#lines.size;
  }

  type(line: string): void {
    for (const listener of this.#lines) listener(line);
  }

  end(): void {
    for (const ender of this.#enders) ender();
  }
}

/** Ends where the signal is aborted, even between two values. */
async function* untilAborted(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const values = Symbol.asyncIterator in input ? input[Symbol.asyncIterator]() : input[Symbol.iterator]();
  while (!signal.aborted) {
    const next = await Promise.race([values.next(), aborted]);
    if (next === undefined || next.done) return;
    yield next.value;
  }
}
