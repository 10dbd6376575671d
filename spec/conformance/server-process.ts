import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { within } from '../stock/deadline.ts';

const KEEP_BOXES = import.meta.resolve('./keep-boxes.ts');

const PROGRAM = fileURLToPath(import.meta.resolve('@open-rooms/room-server/main.ts'));

/** Ends the program when its test is gone, in whatever way, without keeping it from ending by itself before. */
const ENDS_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  "process.on('disconnect', () => process.exit()); process.channel.unref();",
)}`;

/** Every port free, on loopback, without the limits that count by address: there all peers have one. */
const START = [
  ...['start', '--json', '--host', '127.0.0.1', '--http-port', '0'],
  ...['--metrics-port', '0', '--stun-port', '0', '--limits', 'none'],
];

/** The line that `open-rooms start --json` prints when every port is open. */
export interface Ready {
  readonly ready: true;
  readonly id: string;
  readonly name: string | null;
  readonly addresses: readonly [net: string, ws: string];
  readonly http: string;
  readonly whois: string;
  readonly claim: string | null;
  readonly metrics: string;
  readonly pid: number;
}

export interface OurRoomOptions {
  /** Sets the room up without the claim page. */
  readonly name?: string;
  readonly description?: string;
  /** A data directory that outlives the room; by default one of its own, removed with it. */
  readonly data?: string;
  /** TCP port for peers; free by default. */
  readonly port?: number;
  /** Port of `/whois`; free by default. */
  readonly whoisPort?: number;
  /** More flags of `open-rooms start`. */
  readonly flags?: readonly string[];
  /** A file that everything which the room can read is appended to: `keep-boxes.ts`. */
  readonly keptBoxes?: string;
}

/** A room server in a process of its own. Disposing it stops it. */
export interface OurRoom extends AsyncDisposable {
  readonly ready: Ready;
  readonly id: string;
  /** multiserver address over TCP */
  readonly address: string;
  /** multiserver address over WebSocket */
  readonly wsAddress: string;
  readonly data: string;
  /** What it has printed on stderr so far. */
  stderr(): string;
  /** Sends SIGTERM and waits. Throws unless the room ends with exit code 0 and has had nothing to complain of. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

/** How a command ended, and what it printed. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A fresh directory, removed when disposed. */
export async function temporaryDirectory(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'open-rooms-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
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

/** Starts a room server on loopback and waits until it says that it is ready. */
export async function startOurRoom(options: OurRoomOptions = {}): Promise<OurRoom> {
  await using started = new AsyncDisposableStack();
  const data = options.data ?? started.use(await temporaryDirectory()).path;
  const { name, description, port = 0, whoisPort = 0, flags = [], keptBoxes } = options;
  const args = [
    ...START,
    ...['--data', data, '--port', `${port}`, '--whois-port', `${whoisPort}`],
    ...(name === undefined ? [] : ['--name', name]),
    ...(description === undefined ? [] : ['--description', description]),
    ...flags,
  ];
  const program = new RoomProcess(args, keptBoxes);
  started.defer(() => program.stop());
  const ready = await program.ready();
  const [address, wsAddress] = ready.addresses;
  const all = started.move();
  return {
    ready,
    id: ready.id,
    address,
    wsAddress,
    data,
    stderr: () => program.stderr,
    stop: () => program.stop(),
    kill: () => program.kill(),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

type Program = ChildProcessByStdio<null, Readable, Readable>;

class RoomProcess {
  readonly #child: Program;
  readonly #closed: Promise<unknown>;
  stderr = '';
  #killed = false;

  constructor(args: readonly string[], keptBoxes?: string) {
    this.#child = run(args, keptBoxes);
    this.#child.stderr.on('data', (printed: Buffer) => {
      this.stderr += printed.toString('utf8');
    });
    this.#closed = once(this.#child, 'close');
  }

  async ready(): Promise<Ready> {
    const lines = createInterface({ input: this.#child.stdout });
    const told = await within('the room to be ready', Promise.race([once(lines, 'line'), this.#closed]));
    const [line] = told as [unknown];
    if (typeof line === 'string' && line.startsWith('{"ready":true')) return JSON.parse(line);
    throw new Error(`The room did not start: ${line}\n${this.stderr}`);
  }

  async stop(): Promise<void> {
    if (this.#killed) return;
    this.#child.kill('SIGTERM');
    try {
      await within('the room to stop', this.#closed);
    } finally {
      await this.kill();
    }
    const { exitCode, signalCode } = this.#child;
    if (exitCode === 0 && this.stderr === '') return;
    throw new Error(`The room ended with ${signalCode ?? `exit code ${exitCode}`} and said:\n${this.stderr}`);
  }

  async kill(): Promise<void> {
    this.#killed = true;
    this.#child.kill('SIGKILL');
    await this.#closed;
  }
}

function run(args: readonly string[], keptBoxes?: string): Program {
  const keeping = keptBoxes && { env: { KEPT_BOXES: keptBoxes }, preload: KEEP_BOXES };
  return spawnOpenRooms(args, { stdin: 'ignore', ...keeping }) as Program;
}

export interface SpawnOptions {
  /** Variables beside those of this process, of which the settings of Open Rooms are left out. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin: 'ignore' | 'pipe' | number;
  /** A module that is run in the process before the program. */
  readonly preload?: string;
}

/** Runs the program in a process of its own, which ends with this one. */
export function spawnOpenRooms(args: readonly string[], { env, stdin, preload }: SpawnOptions): ChildProcess {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('OPEN_ROOMS_'));
  const modules = [ENDS_WITH_PARENT, ...(preload === undefined ? [] : [preload])];
  const before = modules.flatMap((module) => ['--import', module]);
  return spawn(process.execPath, [...before, PROGRAM, ...args], {
    env: { ...Object.fromEntries(own), ...env },
    stdio: [stdin, 'pipe', 'pipe', 'ipc'],
  });
}
