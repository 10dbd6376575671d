import { createRequire } from 'node:module';
import { PlainChannel } from '../../../protocol/channel/plain-channel.ts';
import { Connection } from '../../../protocol/connection/connection.ts';
import { SERVER_LIMITS } from '../../../protocol/muxrpc/limits.ts';
import type { Request } from '../../../protocol/muxrpc/request.ts';
import type { Stream } from '../../../protocol/muxrpc/stream.ts';
import { MemoryWire, VirtualClock } from '../../../protocol/testing/index.ts';
import { type Callback, type Duplex, pullDrain, type Sink, type Source } from '../../stock/packages.ts';
import { PullStockStream, type StockStream } from '../../stock/stream.ts';

const require = createRequire(import.meta.url);

type Kind = 'sync' | 'async' | 'source' | 'sink' | 'duplex';
type Manifest = Readonly<Record<string, Kind>>;
export type Api = Readonly<Record<string, (...args: never[]) => unknown>>;

/** A muxrpc as either generation makes it. */
interface StockRpc {
  readonly stream: Duplex;
  readonly closed: boolean;
  close(abrupt: boolean, done: Callback): void;
  once(event: 'closed', listener: () => void): void;
}

type Make8 = (remote: Manifest, local: Manifest, api: Api, permissions: null) => StockRpc;
type Make6 = (
  remote: Manifest,
  local: Manifest,
) => (
  api: Api,
  permissions: null,
  id: string,
) => Omit<StockRpc, 'stream'> & { createStream(closed: Callback): Duplex };

/** muxrpc 8 and the 6.7.3 that Manyverse's secret-stack carries, made alike. */
export const STOCK_MUXRPC: Readonly<
  Record<string, (remote: Manifest, local: Manifest, api: Api) => StockRpc>
> = {
  '8.0.0': (remote, local, api) => {
    const make: Make8 = require('muxrpc');
    return make(remote, local, api, null);
  },
  '6.7.3': (remote, local, api) => {
    const make: Make6 = createRequire(require.resolve('secret-stack'))('muxrpc');
    const rpc = make(remote, local)(api, null, 'whoever');
    return Object.assign(rpc, { stream: rpc.createStream(() => undefined) });
  },
};

/** The version that a folder of node_modules says, so that a test knows what it tests. */
export function versionOf(name: string): string {
  const from = name === '6.7.3' ? createRequire(require.resolve('secret-stack')) : require;
  return from('muxrpc/package.json').version;
}

export interface Meeting {
  /** What the stock side serves. */
  readonly stock?: { readonly manifest: Manifest; readonly api: Api };
  /** What it may call at ours, and what ours answers. */
  readonly ours?: {
    readonly manifest: Manifest;
    readonly onRequest: (stream: Stream, request: Request) => void;
  };
}

/** One of our connections with a stock muxrpc at its other end, in memory and without encryption. */
export class StockPeer {
  readonly connection: Connection;
  readonly rpc: StockRpc;
  readonly closed: string[] = [];

  constructor(version: string, { stock, ours }: Meeting) {
    const make = STOCK_MUXRPC[version];
    if (make === undefined) throw new Error(`Cannot make muxrpc "${version}"`);
    this.rpc = make(ours?.manifest ?? {}, stock?.manifest ?? {}, stock?.api ?? {});
    const [wire, raw] = MemoryWire.pair();
    this.connection = new Connection(wire, {
      channel: new PlainChannel(),
      limits: SERVER_LIMITS,
      clock: new VirtualClock(),
      allocate: (length) => new Uint8Array(length),
      events: {
        onOpen: () => undefined,
        onRequest: (stream, request) => ours?.onRequest(stream, request),
        onClosed: (reason) => this.closed.push(reason),
      },
    });
    wire.attach(this.connection);
    bridge(raw, this.rpc.stream);
  }

  /** Calls one of our async or sync methods from the stock side. */
  async call(name: string, ...args: unknown[]): Promise<unknown> {
    return await this.#invoke(name, args);
  }

  /** Calls one of our sources or duplexes from the stock side. */
  stream(name: string, ...args: unknown[]): StockStream {
    const stream = this.#invoke(name, [...args, () => undefined]);
    return typeof stream === 'function'
      ? new PullStockStream(stream as Source)
      : PullStockStream.duplex(stream as Duplex);
  }

  /** Calls one of our sinks from the stock side; it writes what `source` gives. */
  async sink(name: string, source: Source): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const sink = this.#invoke(name, [resolve]) as Sink;
    sink(source);
    return await promise;
  }

  #invoke(name: string, args: unknown[]): unknown {
    const method: unknown = Reflect.get(this.rpc, name);
    if (typeof method !== 'function') throw new Error(`Cannot call "${name}": it is not in the manifest`);
    return Reflect.apply(method, this.rpc, args);
  }
}

/** A pull-stream of these values; aborting it is fine. */
export function sourceOf(values: readonly unknown[], end: unknown = true): Source {
  let at = 0;
  return (abort, answer) => {
    if (abort) answer(abort, undefined);
    else if (at < values.length) answer(null, values[at++]);
    else answer(end, undefined);
  };
}

/** A duplex that gives back what is written to it. */
export function echoDuplex(): Duplex {
  let read: Source | undefined;
  let asked: Parameters<Source> | undefined;
  return {
    source: (abort, answer) => {
      if (read === undefined) asked = [abort, answer];
      else read(abort, answer);
    },
    sink: (source) => {
      read = source;
      if (asked !== undefined) source(...asked);
    },
  };
}

/** Joins a wire's end to a pull-stream. */
function bridge(raw: MemoryWire, stream: Duplex): void {
  const arrived: Buffer[] = [];
  let isOver = false;
  let wanted: ((end: unknown, value: unknown) => void) | undefined;
  const flush = () => {
    const answer = wanted;
    if (answer === undefined || (arrived.length === 0 && !isOver)) return;
    wanted = undefined;
    const bytes = arrived.shift();
    if (bytes === undefined) answer(true, undefined);
    else answer(null, bytes);
  };
  raw.attach({
    onBytes: (bytes) => {
      arrived.push(Buffer.from(bytes));
      flush();
    },
    onDrained: () => undefined,
    onClosed: () => {
      isOver = true;
      flush();
    },
  });
  stream.sink((abort, answer) => {
    if (abort) {
      raw.end();
      return answer(abort, undefined);
    }
    wanted = answer;
    flush();
  });
  pullDrain()<Uint8Array>(
    (bytes) => raw.write(Buffer.from(bytes)),
    () => raw.end(),
  )(stream.source as Source<Uint8Array>);
}
