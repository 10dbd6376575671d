import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { binaryMissing, openRoomsBinary } from '../programs/binary.ts';
import { within } from '../stock/deadline.ts';
import { type Host, type OurRoom, type OurRoomOptions, type Ready, startRoomOn } from './our-room.ts';

const KEEP_BOXES = import.meta.resolve('./keep-boxes.ts');

const SOURCES = fileURLToPath(import.meta.resolve('@open-rooms/room-server/main.mjs'));

/** What most people run, where it is made for this platform. */
const BINARY = binaryMissing === undefined ? openRoomsBinary() : undefined;

/** Ends the program when its test is gone, in whatever way, without keeping it from ending by itself before. */
const ENDS_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  "process.on('disconnect', () => process.exit()); process.channel.unref();",
)}`;

export interface RoomProcessOptions extends OurRoomOptions {
  /** A file that everything which the room can read is appended to: `keep-boxes.ts`. */
  readonly keptBoxes?: string;
  /** More variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A room server in a process of its own. */
export interface RoomProcess extends OurRoom {
  readonly ready: Ready;
  /** What it has printed on stderr so far. */
  stderr(): string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

/** How a command ended, and what it printed. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of `open-rooms` to its end. */
export async function openRooms(...args: string[]): Promise<Outcome> {
  const program = run(args);
  const printed = Promise.all([once(program, 'close'), text(program.stdout), text(program.stderr)]);
  try {
    const [[code], stdout, stderr] = await within(`the end of "open-rooms ${args[0]}"`, printed);
    return { code, stdout, stderr };
  } finally {
    program.kill('SIGKILL');
  }
}

/** Starts a room server on loopback, in a process of its own, and waits until it says that it is ready. */
export async function startRoomProcess({
  keptBoxes,
  env,
  ...options
}: RoomProcessOptions = {}): Promise<RoomProcess> {
  const { room, host, pid } = await startRoomOn((args) => new ProcessHost(args, keptBoxes, env), options);
  return { ...room, ready: { ...room.ready, pid }, stderr: () => host.stderr, kill: () => host.kill() };
}

type Program = ChildProcessByStdio<null, Readable, Readable>;

class ProcessHost implements Host {
  readonly #child: Program;
  readonly #closed: Promise<unknown>;
  stderr = '';
  #killed = false;

  constructor(args: readonly string[], keptBoxes?: string, env?: Readonly<Record<string, string>>) {
    this.#child = run(args, keptBoxes, env);
    this.#child.stderr.on('data', (printed: Buffer) => {
      this.stderr += printed.toString('utf8');
    });
    this.#closed = once(this.#child, 'close');
  }

  async line(): Promise<string> {
    const lines = createInterface({ input: this.#child.stdout });
    const [line] = await Promise.race([once(lines, 'line'), this.#closed.then(() => this.#fail())]);
    return line;
  }

  async stop(): Promise<void> {
    if (this.#killed) return;
    this.#child.kill('SIGTERM');
    try {
      await within('the room to stop', this.#closed);
    } finally {
      await this.kill();
    }
    if (this.#child.exitCode !== 0 || this.stderr !== '') this.#fail();
  }

  async kill(): Promise<void> {
    this.#killed = true;
    this.#child.kill('SIGKILL');
    await this.#closed;
  }

  #fail(): never {
    const { exitCode, signalCode } = this.#child;
    throw new Error(`The room ended with ${signalCode ?? `exit code ${exitCode}`} and said:\n${this.stderr}`);
  }
}

function run(
  args: readonly string[],
  keptBoxes?: string,
  env: Readonly<Record<string, string>> = {},
): Program {
  const keeping = keptBoxes && { env: { ...env, KEPT_BOXES: keptBoxes }, preload: KEEP_BOXES };
  return spawnOpenRooms(args, { stdin: 'ignore', env, ...keeping }) as Program;
}

export interface SpawnOptions {
  /** Variables beside those of this process, of which the settings of Open Rooms are left out. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin: 'ignore' | 'pipe' | number;
  /** A module that is run in the process before the program. */
  readonly preload?: string;
}

/**
 * Runs the program in a process of its own, which ends with this one: the single binary, or the sources where a module is
 * to run before.
 */
export function spawnOpenRooms(args: readonly string[], { env, stdin, preload }: SpawnOptions): ChildProcess {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('OPEN_ROOMS_'));
  const shared = { ...Object.fromEntries(own), ...env };
  if (BINARY !== undefined && preload === undefined) {
    // A binary takes no flags of Node. `setpriv` gives its place, and its process, to the program.
    const ending = ['--pdeathsig', 'KILL', BINARY];
    return spawn('setpriv', [...ending, ...args], { env: shared, stdio: [stdin, 'pipe', 'pipe'] });
  }
  const modules = [ENDS_WITH_PARENT, ...(preload === undefined ? [] : [preload])];
  const before = modules.flatMap((module) => ['--import', module]);
  return spawn(process.execPath, [...before, SOURCES, ...args], {
    env: shared,
    stdio: [stdin, 'pipe', 'pipe', 'ipc'],
  });
}
