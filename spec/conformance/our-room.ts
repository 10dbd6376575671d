import { runProgram } from '../../room-server/cli/program.ts';
import { testTerminal } from '../../room-server/cli/test-terminal.ts';
import { within } from '../stock/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

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
  readonly stun: string | null;
  /** The process that does the work. */
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
}

/** A room server. Disposing it stops it. */
export interface OurRoom extends AsyncDisposable {
  /** Without the process, which may be that of the test. */
  readonly ready: Omit<Ready, 'pid'>;
  readonly id: string;
  /** multiserver address over TCP */
  readonly address: string;
  /** multiserver address over WebSocket */
  readonly wsAddress: string;
  readonly data: string;
  /** Stops it as SIGTERM does. Throws unless it ends with exit code 0 and has had nothing to complain of. */
  stop(): Promise<void>;
}

/** Where a room server runs. */
export interface Host {
  /** The first line that it prints. Throws where it ends before. */
  line(): Promise<string>;
  /** See {@link OurRoom.stop}; once it has ended, nothing. */
  stop(): Promise<void>;
}

/** A room server that is ready. */
interface Started<H extends Host> {
  readonly room: OurRoom;
  readonly host: H;
  readonly pid: number;
}

/**
 * Starts a room server on loopback and waits until it says that it is ready: the whole program, from its command line
 * on. It runs in the process of the test, where the second one starts in a twentieth of the time that a process takes.
 * One that ends before it is stopped fails the test.
 *
 * What is about the process itself takes `startRoomProcess`: its pid, its memory and open files, signals that are sent to
 * it (SIGHUP), what it prints on stderr, its end by force; so does what would count the test's own among the room's.
 */
export async function startOurRoom(options: OurRoomOptions = {}): Promise<OurRoom> {
  const { room, host } = await startRoomOn((args) => new HereHost(args), options);
  host.hasToLast();
  return room;
}

/** Starts a room server at the ports of another one, which has ended. */
export function startInPlaceOf(ended: OurRoom, options: OurRoomOptions): Promise<OurRoom> {
  return startOurRoom(inPlaceOf(ended, options));
}

/** The options of a room server at the ports of another one. */
export function inPlaceOf({ ready }: OurRoom, options: OurRoomOptions): OurRoomOptions {
  const port = portOf(ready.addresses[0]);
  const flags = ['--http-port', `${portOf(ready.http)}`, ...(options.flags ?? [])];
  return { ...options, port, whoisPort: portOf(ready.whois), flags };
}

/** The port of a multiserver address or a URL, of this machine. */
export function portOf(address: string): number {
  const port = /127\.0\.0\.1:(\d+)/.exec(address)?.[1];
  if (port === undefined) throw new Error(`Cannot read the port of "${address}".`);
  return Number(port);
}

/** Starts a room server somewhere, as {@link startOurRoom} does here. */
export async function startRoomOn<H extends Host>(
  run: (args: readonly string[]) => H,
  { name, description, data, port = 0, whoisPort = 0, flags = [] }: OurRoomOptions,
): Promise<Started<H>> {
  await using started = new AsyncDisposableStack();
  const folder = data ?? started.use(await temporaryDirectory()).path;
  const host = run([
    ...START,
    ...['--data', folder, '--port', `${port}`, '--whois-port', `${whoisPort}`],
    ...(name === undefined ? [] : ['--name', name]),
    ...(description === undefined ? [] : ['--description', description]),
    ...flags,
  ]);
  const { pid, ...ready } = await readyOf(host);
  started.defer(() => host.stop());
  const [address, wsAddress] = ready.addresses;
  const all = started.move();
  const room: OurRoom = {
    ready,
    id: ready.id,
    address,
    wsAddress,
    data: folder,
    stop: () => host.stop(),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
  return { room, host, pid };
}

/** What it says when it is ready. */
async function readyOf(host: Host): Promise<Ready> {
  try {
    const line = await within('the room to be ready', host.line());
    if (!line.startsWith('{"ready":true')) throw new Error(`The room did not start: ${line}`);
    return JSON.parse(line);
  } catch (error) {
    // Of its end it complains, too: that would hide why it did not start.
    await host.stop().catch(() => undefined);
    throw error;
  }
}

/** Runs the program in this process, on a terminal in memory. */
class HereHost implements Host {
  readonly #terminal = testTerminal();
  readonly #printed = Promise.withResolvers<string>();
  readonly #ended: Promise<number>;
  #isStopping = false;

  constructor(args: readonly string[]) {
    const stdout = { write: (text: string | Uint8Array) => this.#printed.resolve(String(text)) };
    this.#ended = runProgram(args, { ...this.#terminal, stdout });
  }

  line(): Promise<string> {
    return Promise.race([this.#printed.promise, this.#ended.then((code) => this.#fail(code))]);
  }

  /** From now on an end that nobody asked for is an unhandled rejection, which fails the test that runs. */
  hasToLast(): void {
    void this.#ended.then((code) => {
      if (!this.#isStopping) this.#fail(code);
    });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#terminal.signal('SIGTERM');
    const code = await within('the room to stop', this.#ended);
    if (code !== 0 || this.#terminal.complained !== '') this.#fail(code);
  }

  #fail(code: number): never {
    throw new Error(`The room ended with exit code ${code} and said:\n${this.#terminal.complained}`);
  }
}
