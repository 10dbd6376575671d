import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { openRoomsBinary } from '../../programs/binary.ts';
import { startStockRoom } from '../../stock/room.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import type { OpenSide } from '../case.ts';
import { cpuSeconds } from '../cpu.ts';
import { FROM_SOURCES, startOurRoom } from '../targets/our-room.ts';

/** A server that has used no more CPU than this between two looks is at rest. */
const REST_CPU_SECONDS = 0.01;
const LOOK_MS = 500;

/** What is started, each time anew, with data of its own. */
export type Started = 'binary' | 'sources' | 'stock';

interface Running extends AsyncDisposable {
  readonly pid: number;
}

/** Milliseconds from the start of the process to its being ready. */
export function startTime(of: Started): OpenSide {
  return starting(of, async (start) => {
    const from = performance.now();
    await using _server = await start();
    return performance.now() - from;
  });
}

/** MB of memory that are resident when the server has come to rest. */
export function memoryAtRest(of: Started): OpenSide {
  return starting(of, async (start) => {
    await using server = await start();
    await rest(server.pid);
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
    const [, kilobytes = 'NaN'] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
    return Number(kilobytes) / 1024;
  });
}

/** One start before the first turn fills the caches of the disk, of compiled code and of the binary. */
function starting(of: Started, turn: (start: () => Promise<Running>) => Promise<number>): OpenSide {
  return async () => {
    await using opened = new AsyncDisposableStack();
    const start = await STARTS[of](opened);
    {
      await using _first = await start();
    }
    const all = opened.move();
    return { turn: () => turn(start), [Symbol.asyncDispose]: () => all.disposeAsync() };
  };
}

const STARTS: Readonly<Record<Started, (opened: AsyncDisposableStack) => Promise<() => Promise<Running>>>> = {
  async binary(opened) {
    const { path } = opened.use(await temporaryDirectory());
    const binary = await downloaded(join(path, 'open-rooms'));
    return () => ours([binary]);
  },
  async sources() {
    return () => ours(FROM_SOURCES);
  },
  async stock() {
    return () => startStockRoom({ name: 'bench' });
  },
};

/**
 * The binary as a download leaves it, or a disk from which it is read: written piece by piece. Of what was written at
 * once, as a build does, the system caches large blocks and maps more than is used, 18 MB and more.
 */
async function downloaded(path: string): Promise<string> {
  await pipeline(createReadStream(openRoomsBinary()), createWriteStream(path, { mode: 0o700 }));
  return path;
}

async function ours(command: readonly string[]): Promise<Running> {
  const room = await startOurRoom([], command);
  return { pid: room.target.pid, [Symbol.asyncDispose]: () => room[Symbol.asyncDispose]() };
}

async function rest(pid: number): Promise<void> {
  for (let before = Number.NEGATIVE_INFINITY; ; ) {
    const now = cpuSeconds(pid);
    if (now - before <= REST_CPU_SECONDS) return;
    before = now;
    await setTimeout(LOOK_MS);
  }
}
