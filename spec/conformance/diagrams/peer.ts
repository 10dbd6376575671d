import { createRequire } from 'node:module';
import { within } from '../../stock/deadline.ts';
import { type StockMuxrpc, stockMuxrpc } from '../../stock/muxrpc.ts';
import { type Duplex, type Keys, type LocalApi, type Source, ssbKeys } from '../../stock/packages.ts';
import { PullStockStream, type StockStream } from '../../stock/stream.ts';

const require = createRequire(import.meta.url);

/** Somebody in a diagram, who speaks muxrpc 8 word for word. */
export interface Peer extends Disposable {
  readonly id: string;
  /** The id that the room proved at the connection. */
  readonly room: string;
  isRoom(): Promise<unknown>;
  announce(id: string): Promise<unknown>;
  endpoints(): StockStream;
  whois(alias: string): Promise<unknown>;
  /** Signs the alias with its own key, as ssb-room-client does. */
  registerAlias(alias: string): Promise<unknown>;
  /** `tunnel.connect`, with the argument as it is given. */
  tunnelTo(target: unknown): StockStream;
  /** The next tunnel that the room sets up to this peer. */
  arrival(): Promise<Arrival>;
  /** How many tunnels the room has set up to this peer. */
  readonly arrivals: number;
}

/** A tunnel seen from the end where it arrives. */
export interface Arrival {
  /** The argument of `tunnel.connect`: `{portal, target, origin}`. */
  readonly opts: unknown;
  readonly stream: StockStream;
}

/** A fresh identity. */
export function someone(): Keys {
  return ssbKeys().generate();
}

const REMOTE = {
  tunnel: { isRoom: 'async', announce: 'sync', endpoints: 'source', connect: 'duplex', whois: 'async' },
  room: { registerAlias: 'async' },
} as const;

/** `conn.connect(msAddr)` */
export async function connect(msAddr: string, keys: Keys): Promise<Peer> {
  const door = new Door();
  const local = { manifest: { tunnel: { connect: 'duplex' } }, api: door.api } as const;
  const client: StockMuxrpc = await stockMuxrpc(msAddr, { manifest: REMOTE, keys, local });
  const signed = (alias: string) =>
    ssbKeys().sign(keys, `=room-alias-registration:${client.remoteId}:${keys.id}:${alias}`);
  return {
    id: keys.id,
    room: client.remoteId,
    isRoom: () => client.call(['tunnel', 'isRoom']),
    announce: (id) => client.call(['tunnel', 'announce'], id),
    endpoints: () => client.source(['tunnel', 'endpoints']),
    whois: (alias) => client.call(['tunnel', 'whois'], alias),
    registerAlias: (alias) => client.call(['room', 'registerAlias'], alias, signed(alias)),
    tunnelTo: (target) => client.duplex(['tunnel', 'connect'], target),
    arrival: () => door.next(),
    get arrivals() {
      return door.count;
    },
    [Symbol.dispose]: () => client.close(),
  };
}

/** Where the tunnels to a peer come in. */
class Door {
  count = 0;
  readonly #arrivals: Arrival[] = [];
  readonly #waiting: ((arrival: Arrival) => void)[] = [];
  readonly api: LocalApi = { tunnel: { connect: (opts: never) => this.#enter(opts) } };

  next(): Promise<Arrival> {
    const here = this.#arrivals.shift();
    if (here !== undefined) return Promise.resolve(here);
    const { promise, resolve } = Promise.withResolvers<Arrival>();
    this.#waiting.push(resolve);
    return within('a tunnel to arrive', promise);
  }

  #enter(opts: unknown): Duplex {
    const incoming = Promise.withResolvers<Source>();
    const outgoing = Promise.withResolvers<Source>();
    const later =
      (source: Promise<Source>): Source =>
      (abort, answer) =>
        void source.then((read) => read(abort, answer));
    const stream = new PullStockStream(later(incoming.promise), outgoing.resolve);
    this.count++;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#arrivals.push({ opts, stream });
    else waiting({ opts, stream });
    return { sink: incoming.resolve, source: later(outgoing.promise) };
  }
}

/** Reads the next list of endpoints, in the order of the ids. */
export async function nextList(endpoints: StockStream): Promise<string[]> {
  const chunk = await endpoints.read();
  if ('value' in chunk && Array.isArray(chunk.value)) return chunk.value.sort();
  throw new Error(`Expected a list of endpoints, got ${JSON.stringify(chunk)}`);
}

/** Unwraps the invite of a room as ssb-room-client does; null where it takes the text for none. */
export function unwrapInvite(invite: string): string | null {
  const utils: { openRoomInviteToAddress(invite: string): string | null } =
    require('ssb-room-client/lib/utils');
  return utils.openRoomInviteToAddress(invite);
}
