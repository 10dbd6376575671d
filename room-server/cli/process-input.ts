import { fstatSync } from 'node:fs';
import { clearScreenDown, createInterface, cursorTo, moveCursor } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { isatty } from 'node:tty';

/** What a command may read. */
export interface Input {
  readonly isTTY: boolean;
  /** How many bytes it has, where that is known: it is a file. */
  readonly bytes: number | undefined;
  /** What comes in, until it ends, or `signal` is aborted. May be called once. */
  read(signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Calls `listener` with each line that is typed at a terminal, until disposed; `ended`, where no more will be. */
  onLine(listener: (line: string) => void, ended?: () => void): Typing;
}

/** Somebody types, while other things are printed. */
export interface Typing extends Disposable {
  /** Prints above the line that is being typed. */
  above(print: () => void): void;
}

const STDIN = 0;

/** What this process reads. It is opened when it is read: a process that never does is not kept alive by it. */
export function processInput(): Input {
  return {
    isTTY: isatty(STDIN),
    get bytes() {
      return fileBytes(STDIN);
    },
    async *read(signal) {
      const { stdin } = process;
      const stop = () => stdin.destroy();
      signal.addEventListener('abort', stop, { once: true });
      try {
        if (!signal.aborted) yield* stdin;
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        signal.removeEventListener('abort', stop);
        stdin.destroy();
      }
    },
    onLine: (listener, ended) => onLine(listener, process, ended),
  };
}

/** What somebody types at a terminal, and what it is shown on. */
interface Typewriter {
  readonly stdin: Readable & { unref?(): void };
  readonly stdout: Writable;
}

/** Reads lines from a terminal, until disposed or they end it with Ctrl+D: what happens is told all the same then. */
export function onLine(
  listener: (line: string) => void,
  { stdin, stdout }: Typewriter,
  ended?: () => void,
): Typing {
  const lines = createInterface({ input: stdin, output: stdout, terminal: true, prompt: '' });
  lines.on('line', listener);
  let isClosed = false;
  lines.on('close', () => {
    isClosed = true;
    ended?.();
  });
  lines.on('SIGINT', () => process.emit('SIGINT', 'SIGINT'));
  return {
    above(print) {
      if (isClosed) return print();
      const { rows } = lines.getCursorPos();
      moveCursor(stdout, 0, -rows);
      cursorTo(stdout, 0);
      clearScreenDown(stdout);
      print();
      lines.prompt(true);
    },
    [Symbol.dispose]: () => {
      lines.close();
      stdin.unref?.();
    },
  };
}

/** The size of a file; `undefined` for what is none, or is closed. */
function fileBytes(descriptor: number): number | undefined {
  try {
    const stat = fstatSync(descriptor);
    return stat.isFile() ? stat.size : undefined;
  } catch {
    return undefined;
  }
}
