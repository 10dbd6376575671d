import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type {
  AppCommands,
  AppMessage,
  AppSetup,
  AppState,
  CommandName,
  ConnectionEvent,
  Generation,
  HttpAuthCall,
  TunnelEcho,
} from './app-messages.ts';
import { type Keys, type Method, ssbKeys } from './packages.ts';
import { StockProcess, stockDirectory } from './process.ts';
import { StockError, type StockStream } from './stream.ts';

export interface StockAppOptions {
  readonly generation: Generation;
  /** A fresh identity by default. */
  readonly keys?: Keys;
  /** `default` leaves secret-stack's own, which close a connection idle for 5 s; `long` (default here) outlasts a test. */
  readonly timers?: 'default' | 'long';
  /** `net+ws` adds multiserver's WebSocket transport; default `net`. */
  readonly transports?: 'net' | 'net+ws';
  /** The address of the room to announce at: needed by `ssb-tunnel`, which serves one room fixed at its start. */
  readonly portal?: string;
}

/** Starts a secret-stack 6.4.1 app in a process of its own and waits until it takes commands. */
export async function startStockApp(options: StockAppOptions): Promise<StockApp> {
  const needsPortal = options.generation.startsWith('ssb-tunnel');
  const takesPortal = needsPortal || options.generation === 'open-rooms';
  if (options.portal === undefined ? needsPortal : !takesPortal) {
    throw new Error(
      `Cannot start a "${options.generation}" app: "portal" goes with ssb-tunnel, or with our plugin alone`,
    );
  }
  const setup: AppSetup = {
    generation: options.generation,
    keys: options.keys ?? ssbKeys().generate(),
    directory: await stockDirectory(),
    timers: options.timers ?? 'long',
    ws: options.transports === 'net+ws',
    portal: options.portal ?? null,
  };
  const app = new StockApp(setup);
  try {
    await app.ready();
    return app;
  } catch (error) {
    await app.kill();
    await app.stop();
    throw error;
  }
}

/** A running stock app, driven over IPC. Every method rejects with exit code and output once the app has crashed. */
export class StockApp implements AsyncDisposable {
  readonly id: string;
  readonly #process: StockProcess;
  readonly #changes = new EventEmitter();
  readonly #pending = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #events: ConnectionEvent[] = [];
  readonly #ready = Promise.withResolvers<void>();
  #state: AppState = { staged: [], connections: [], portal: null, attendants: null };
  #lastCommand = 0;

  constructor(setup: AppSetup) {
    this.id = setup.keys.id;
    this.#process = new StockProcess({
      name: `the stock ${setup.generation} app ${setup.keys.id}`,
      directory: setup.directory,
      program: fileURLToPath(new URL('./app-program.ts', import.meta.url)),
      args: [JSON.stringify(setup)],
      execArgv: [],
    });
    this.#process.onMessage((message) => this.#receive(message as AppMessage));
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** The newest state that the app has told of. */
  get state(): AppState {
    return this.#state;
  }

  /** Every connection event so far, oldest first. */
  get events(): readonly ConnectionEvent[] {
    return this.#events;
  }

  /** All that it has printed so far. */
  get output(): string {
    return this.#process.output;
  }

  ready(): Promise<void> {
    return this.#process.guard('its start', this.#ready.promise);
  }

  /** Connects to a multiserver address as to a room; answers the id that the handshake proved. */
  connect(address: string): Promise<string> {
    return this.#ask('connect', address);
  }

  /** Ends the connection at this address; false where there is none. */
  disconnect(address: string): Promise<boolean> {
    return this.#ask('disconnect', address);
  }

  /** The peers that the app holds to be in `room`: staged by its client plugins, or connected through a tunnel. */
  attendants(room: string): string[] {
    const staged = this.#state.staged.filter((peer) => peer.room === room);
    const connected = this.#state.connections.filter(({ address }) => address.startsWith(`tunnel:${room}:`));
    return [...new Set([...staged, ...connected].map(({ peer }) => peer))].sort();
  }

  /** Resolves when `holds`, looked at now and after every change; `what` names it in the sentence at the deadline. */
  async waitFor(what: string, holds: (app: StockApp) => boolean): Promise<void> {
    const met = Promise.withResolvers<void>();
    const look = () => {
      if (holds(this)) met.resolve();
    };
    this.#changes.on('change', look);
    look();
    try {
      await this.#process.guard(what, met.promise);
    } catch (error) {
      throw new Error(
        `${String(error)}\nlast state: ${JSON.stringify(this.#state)}\nprinted: ${this.output}`,
      );
    } finally {
      this.#changes.off('change', look);
    }
  }

  waitForAttendant(room: string, peer: string): Promise<void> {
    return this.waitFor(`${peer} to attend ${room}`, (app) => app.attendants(room).includes(peer));
  }

  waitForAbsence(room: string, peer: string): Promise<void> {
    return this.waitFor(`${peer} to leave ${room}`, (app) => !app.attendants(room).includes(peer));
  }

  /** For `ssb-tunnel`: resolves once the app has announced itself at its portal. */
  waitForAnnouncement(): Promise<void> {
    return this.waitFor('its announcement', (app) => app.state.portal !== null);
  }

  /** Dials `peer` through `room`, unless already connected, and asks it for an echo and for whom it sees. */
  dialThroughTunnel(room: string, peer: string, message: unknown): Promise<TunnelEcho> {
    return this.#ask('dialThroughTunnel', room, peer, message);
  }

  /** For `room-client`: registers an alias for itself in a room it knows; answers what the room answered. */
  registerAlias(room: string, alias: string): Promise<unknown> {
    return this.#ask('registerAlias', room, alias);
  }

  /** For `room-client`: the reverse. */
  revokeAlias(room: string, alias: string): Promise<unknown> {
    return this.#ask('revokeAlias', room, alias);
  }

  /** For `room-client`: connects by an `ssb:` URI or a link to whoever has the alias; answers the id it met. */
  consumeAlias(uri: string): Promise<string> {
    return this.#ask('consumeAlias', uri);
  }

  /** For `room-client`: claims an invite by its link or `ssb:` URI; answers the address that the room gave. */
  claimInvite(uriOrUrl: string): Promise<string> {
    return this.#ask('claimInvite', uriOrUrl);
  }

  /** For `room-client`: calls a function of ssb-http-auth-client with a room's id, or a URI. Throws `StockError`. */
  httpAuth(name: HttpAuthCall, arg: string): Promise<unknown> {
    return this.#ask('httpAuth', name, arg);
  }

  /** Calls an async or sync method of a connected peer, be it a room or a peer behind a tunnel. Throws `StockError`. */
  call(peer: string, method: Method, ...args: unknown[]): Promise<unknown> {
    return this.#ask('call', peer, method, args);
  }

  /** Calls a function of our plugin, `app.openRooms[name]`. Throws `StockError`. */
  plugin(name: string, ...args: unknown[]): Promise<unknown> {
    return this.#ask('plugin', name, args);
  }

  source(peer: string, method: Method, ...args: unknown[]): Promise<StockStream> {
    return this.#open(peer, 'source', method, args);
  }

  duplex(peer: string, method: Method, ...args: unknown[]): Promise<StockStream> {
    return this.#open(peer, 'duplex', method, args);
  }

  /** Ends the process at once, as a crash or a pulled cable would. */
  kill(): Promise<void> {
    return this.#process.kill();
  }

  /** Closes the app and removes its data. Throws if it had crashed before. */
  stop(): Promise<void> {
    return this.#process.stop(() => this.#process.send({ number: 0, command: 'stop', args: [] }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #open(
    peer: string,
    kind: 'source' | 'duplex',
    method: Method,
    args: unknown[],
  ): Promise<StockStream> {
    const stream = await this.#ask('open', peer, kind, method, args);
    return {
      read: () => this.#ask('read', stream),
      write: (value) => this.#ask('write', stream, value),
      end: (message) => this.#ask('end', stream, message),
      abort: () => this.#ask('abort', stream),
    };
  }

  async #ask<Name extends CommandName>(
    command: Name,
    ...args: AppCommands[Name]['args']
  ): Promise<Awaited<AppCommands[Name]['result']>> {
    this.#lastCommand += 1;
    const number = this.#lastCommand;
    const answer = Promise.withResolvers<unknown>();
    this.#pending.set(number, answer);
    try {
      this.#process.send({ number, command, args });
      return (await this.#process.guard(`the answer to "${command}"`, answer.promise)) as Awaited<
        AppCommands[Name]['result']
      >;
    } finally {
      this.#pending.delete(number);
    }
  }

  #receive(message: AppMessage): void {
    switch (message.kind) {
      case 'ready':
        this.#ready.resolve();
        return;
      case 'result':
        this.#pending.get(message.number)?.resolve(message.result);
        return;
      case 'failed':
        this.#pending.get(message.number)?.reject(new StockError(message.error));
        return;
      case 'connection':
        this.#events.push(message.event);
        break;
      case 'state':
        this.#state = message.state;
        break;
    }
    this.#changes.emit('change');
  }
}
