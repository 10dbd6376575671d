import { SIGNAL_EXIT } from '../start.ts';
import type { StopSignal, Terminal } from '../terminal.ts';

/** Whether somebody wants a command to end. */
export interface Stopping extends Disposable {
  /** Aborted when it is to end. */
  readonly signal: AbortSignal;
  /** Resolves when it is to end. */
  readonly asked: Promise<void>;
  /** The signal that asked for it. */
  readonly by: StopSignal | undefined;
  /** Asks for it without a signal: what it does is of use to nobody any more. */
  stop(): void;
}

/** Milliseconds between two turns of a timer that does nothing but keep the process. */
const AWAKE_FOR = 2 ** 30;

/**
 * Keeps the process until a signal asks it to stop, even where nothing is open but a wait for a room to come back. A
 * second signal ends it at once.
 */
export function stopping(terminal: Terminal): Stopping {
  const stop = new AbortController();
  const asked = Promise.withResolvers<void>();
  const awake = setInterval(() => undefined, AWAKE_FOR);
  let by: StopSignal | undefined;
  const end = () => {
    stop.abort(new Error('stopped'));
    asked.resolve();
  };
  const listening = terminal.onStopSignal((signal) => {
    if (by !== undefined) return terminal.exit(SIGNAL_EXIT[signal]);
    by = signal;
    end();
  });
  return {
    signal: stop.signal,
    asked: asked.promise,
    get by() {
      return by;
    },
    stop: end,
    [Symbol.dispose]() {
      clearInterval(awake);
      listening[Symbol.dispose]();
    },
  };
}
