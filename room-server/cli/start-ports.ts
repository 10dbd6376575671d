import type { Config } from '../config/config.ts';
import { PortInUse } from '../config/listen-error.ts';
import { flagOf } from '../config/settings.ts';
import type { RunningServer } from '../running-server.ts';
import type { Terminal } from './terminal.ts';

/** What means yes: Enter alone, too. */
const YES = /^\s*(y|yes|)\s*$/i;

/**
 * Starts a server. Where another program has one of its ports, whoever sits at the terminal is asked whether the next free
 * one will do, for this run; without a terminal it is an error, which names that port.
 *
 * @throws {PortInUse} where the answer is no, or nobody can be asked; what `start` throws
 */
export async function startOnFreePorts(
  config: Config,
  terminal: Terminal,
  start: (config: Config) => Promise<RunningServer>,
): Promise<RunningServer> {
  const mayAsk = !config.json && terminal.stdin.isTTY && terminal.stdout.isTTY === true;
  for (let tried = config; ; ) {
    try {
      return await start(tried);
    } catch (error) {
      if (!(error instanceof PortInUse) || error.next === null || !mayAsk) throw error;
      const { key, port, next } = error;
      terminal.stdout.write(`Port ${port} is used by another program. Use ${next} instead? [Y/n] `);
      if (!YES.test(await answer(terminal))) throw error;
      terminal.stdout.write(`Port ${next} then, this time; ${flagOf(key)} ${next} says it for good.\n\n`);
      tried = { ...tried, [key]: next };
    }
  }
}

/** What is typed; no where whoever is asked leaves. */
async function answer(terminal: Terminal): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  using _typing = terminal.stdin.onLine(resolve, () => resolve('no'));
  using _signals = terminal.onStopSignal(() => resolve('no'));
  return await promise;
}
