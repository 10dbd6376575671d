import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type RoomTarget, roomTarget } from './room-target.ts';

const MAIN = fileURLToPath(new URL('../../../room-server/main.mjs', import.meta.url));

const PORTS = ['port', 'http-port', 'whois-port', 'metrics-port', 'stun-port'].flatMap((port) => [
  `--${port}`,
  '0',
]);

/** The sources, run by this Node. */
export const FROM_SOURCES: readonly string[] = [process.execPath, MAIN];

/**
 * Starts Open Rooms on loopback with a data directory of its own, which goes with it.
 *
 * @param more flags of `open-rooms start`.
 * @param command what is run as `open-rooms`.
 */
export async function startOurRoom(
  more: readonly string[] = [],
  [program = '', ...before]: readonly string[] = FROM_SOURCES,
): Promise<AsyncDisposable & { readonly target: RoomTarget }> {
  const data = await mkdtemp(join(tmpdir(), 'open-rooms-bench-'));
  const flags = [
    '--data',
    data,
    '--host',
    '127.0.0.1',
    ...PORTS,
    '--limits',
    'none',
    '--name',
    'bench',
    '--json',
    ...more,
  ];
  const child = spawn(program, [...before, 'start', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  // A bench that fails half-way leaves no server behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    await ended(child);
    process.off('exit', kill);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const { addresses, pid } = await readyLine(child);
    return { target: roomTarget(addresses.join(';'), pid), [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readyLine(child: ChildProcess): Promise<{ addresses: string[]; pid: number }> {
  if (child.stdout === null) throw new Error('Cannot read what Open Rooms prints: its output is no pipe.');
  for await (const line of createInterface(child.stdout)) {
    const told = JSON.parse(line);
    if (told.ready === true) return told;
    throw new Error(`Cannot bench Open Rooms: ${told.error.sentence}`);
  }
  throw new Error('Cannot bench Open Rooms: it ended before it was ready.');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
