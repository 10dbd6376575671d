import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';

/** What a command may read. */
export interface Input {
  readonly isTTY: boolean;
  /** How many bytes it has, where that is known: it is a file. */
  readonly bytes: number | undefined;
  /** What comes in, until it ends, or `signal` is aborted. May be called once. */
  read(signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Calls `listener` with each key of a terminal, which shows none of them meanwhile, until disposed. */
  onKey(listener: (key: string) => void): Disposable;
}

const STDIN = 0;

const CTRL_C = '\u0003';

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
    onKey(listener) {
      const { stdin } = process;
      // Keys come one by one, and Ctrl+C as one of them.
      const onData = (keys: Buffer) => {
        for (const key of keys.toString('utf8')) {
          if (key === CTRL_C) process.emit('SIGINT', 'SIGINT');
          else listener(key);
        }
      };
      stdin.setRawMode(true).on('data', onData).resume();
      return {
        [Symbol.dispose]: () => {
          stdin.off('data', onData).setRawMode(false).pause();
          stdin.unref();
        },
      };
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
