import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net';

/** Two sockets whose bytes go into each other. */
type Pair = readonly [Socket, Socket];

interface Target {
  readonly host: string;
  readonly port: number;
}

/** A loopback address that Linux has beside 127.0.0.1. */
export const BEHIND = '127.0.0.2';

/** A TCP proxy on loopback: a network between clients and one server that can be made to fail in every way. */
export class NetworkProxy implements AsyncDisposable {
  readonly port: number;
  /** When each connection was asked for, in the milliseconds of `performance.now`. */
  readonly dials: number[] = [];
  readonly #target: Target;
  readonly #pairs = new Set<Pair>();
  #server: Server | undefined;
  #paused = false;

  private constructor(server: Server, target: Target) {
    this.#target = target;
    this.port = portOf(server);
    this.#open(server);
  }

  /** Stands before what listens at that port of loopback. */
  static async start(port: number): Promise<NetworkProxy> {
    return new NetworkProxy(await listen(0), { host: '127.0.0.1', port });
  }

  /** Stands at a free port, before what will listen at the same port of {@link BEHIND}: an address holds for both. */
  static async before(): Promise<NetworkProxy> {
    const server = await listen(0);
    return new NetworkProxy(server, { host: BEHIND, port: portOf(server) });
  }

  /** Connections that are open. */
  get size(): number {
    return this.#pairs.size;
  }

  /** A `net:` address, led through here. */
  through(address: string): string {
    return address.replace(/^net:([^~]*):\d+~/, `net:$1:${this.port}~`);
  }

  /** Forwards nothing, in either direction, and closes nothing: what a dead link looks like. New connections are taken. */
  pause(): void {
    this.#paused = true;
    for (const socket of this.#sockets()) socket.pause();
  }

  /** Forwards again, with what waited. */
  resume(): void {
    this.#paused = false;
    for (const socket of this.#sockets()) socket.resume();
  }

  /** Cuts all connections at once. */
  cut(): void {
    for (const socket of this.#sockets()) socket.resetAndDestroy();
  }

  /** Cuts all connections, and refuses new ones. */
  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    this.cut();
    await closed;
  }

  /** Takes connections again, at the same port. */
  async allow(): Promise<void> {
    if (this.#server === undefined) this.#open(await listen(this.port));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.refuse();
  }

  #sockets(): Socket[] {
    return [...this.#pairs].flat();
  }

  #open(server: Server): void {
    this.#server = server;
    server.on('connection', (socket) => this.#take(socket));
  }

  #take(near: Socket): void {
    this.dials.push(performance.now());
    const far = dial({ ...this.#target, noDelay: true });
    const pair: Pair = [near.setNoDelay(true), far];
    this.#pairs.add(pair);
    this.#forward(near, far, pair);
    this.#forward(far, near, pair);
  }

  #forward(from: Socket, to: Socket, pair: Pair): void {
    from.on('data', (bytes) => {
      if (!to.write(bytes)) from.pause();
    });
    to.on('drain', () => {
      if (!this.#paused) from.resume();
    });
    from.on('end', () => to.end());
    // Whatever the reason is, the other side sees an end.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#pairs.delete(pair);
      to.end();
    });
    if (this.#paused) from.pause();
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function listen(port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
