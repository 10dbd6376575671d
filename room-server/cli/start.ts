import type { Config } from '../config/config.ts';
import { type Log, stderrLog } from '../observe/log.ts';
import { ownFiles } from '../page/own-files.ts';
import type { PageFiles } from '../page/port.ts';
import type { RunningServer } from '../running-server.ts';
import { EXIT } from './failure.ts';
import { claimedLines, readyJson, startLines } from './start-lines.ts';
import { startOnFreePorts } from './start-ports.ts';
import { styleOf } from './style.ts';
import type { StopSignal, Terminal } from './terminal.ts';

/** Starts a room server. Throws `StartError` for what an admin can mend. */
export type StartRoomServer = (config: Config, log: Log, page: PageFiles | null) => Promise<RunningServer>;

/** By custom a process that a signal ended exits with 128 and the signal's number. */
export const SIGNAL_EXIT = { SIGINT: 130, SIGTERM: 143 } as const satisfies Record<StopSignal, number>;

const STOPPING = 'Stopping: the peers are told goodbye. Ctrl+C again stops at once.';

/**
 * Runs a room server until a signal asks it to stop. A second signal ends the process at once.
 *
 * @returns the exit code.
 */
export async function start(
  config: Config,
  terminal: Terminal,
  startRoomServer: StartRoomServer,
): Promise<number> {
  using _outlives = terminal.outliveHangup();
  const log = stderrLog(config.logLevel, terminal.stderr);
  const starting = startOnFreePorts(config, terminal, (asked) => startRoomServer(asked, log, ownFiles()));
  using _signals = terminal.onStopSignal(stopper(starting, config, terminal));
  const server = await starting;
  tell(server, config, terminal);
  await server.closed;
  return EXIT.done;
}

function tell(server: RunningServer, config: Config, terminal: Terminal): void {
  if (config.json) {
    terminal.stdout.write(`${readyJson(server)}\n`);
    return;
  }
  const style = styleOf(terminal.stdout, terminal.env);
  const print = (lines: readonly string[]) => terminal.stdout.write(`${lines.join('\n')}\n`);
  print(startLines(server, style));
  server.onClaimed((name) => print(['', ...claimedLines(name, server.invite, style)]));
}

/** Stops the server at the first signal, even one that comes while it starts; at the second the process ends. */
function stopper(
  starting: Promise<RunningServer>,
  config: Config,
  terminal: Terminal,
): (signal: StopSignal) => void {
  let stopping = false;
  return (signal) => {
    if (stopping) return terminal.exit(SIGNAL_EXIT[signal]);
    stopping = true;
    // A terminal has just shown the keys that were pressed, "^C".
    if (!config.json) terminal.stdout.write(`${terminal.stdout.isTTY === true ? '\n' : ''}${STOPPING}\n`);
    starting.then(
      (server) => server.stop(),
      () => undefined,
    );
  };
}
