import { within } from './deadline.ts';
import {
  type Duplex,
  type Keys,
  type LocalApi,
  type Manifest,
  type Method,
  type MultiserverStream,
  mainNetwork,
  multiserver,
  muxrpc,
  type Rpc,
  type Source,
  ssbRef,
} from './packages.ts';
import { PullStockStream, StockError, type StockStream, toWireError } from './stream.ts';

export interface StockMuxrpcOptions {
  /** What this side may call at the far one: muxrpc 8 makes its functions from it. */
  readonly manifest: Manifest;
  /** Absent: the identity comes from the seed that ends the address, as in a pub's invite. */
  readonly keys?: Keys;
  /** What the far side may call here; nothing by default. */
  readonly local?: { readonly manifest: Manifest; readonly api: LocalApi };
}

/** One connection of bare muxrpc 8 over multiserver's secret-handshake, in this process. */
export interface StockMuxrpc extends Disposable {
  /** The far side's id, as the handshake proved it. */
  readonly remoteId: string;
  /** Resolves when the connection has ended, whoever ended it. */
  waitForEnd(): Promise<void>;
  /** Calls an async or sync method. Throws `StockError`. */
  call(method: Method, ...args: unknown[]): Promise<unknown>;
  source(method: Method, ...args: unknown[]): StockStream;
  duplex(method: Method, ...args: unknown[]): StockStream;
  close(): void;
}

/** Connects to a multiserver address (net or ws). Rejects when the connection or the handshake fails. */
export async function stockMuxrpc(address: string, options: StockMuxrpcOptions): Promise<StockMuxrpc> {
  const { compose, net, ws, shs } = multiserver();
  const handshake = shs({ keys: options.keys && handshakeKeys(options.keys), appKey: mainNetwork() });
  const dialler = compose([
    [net({}), handshake],
    [ws({}), handshake],
  ]);
  const connecting = Promise.withResolvers<MultiserverStream>();
  dialler.client(address, (error, stream) => {
    if (stream) connecting.resolve(stream);
    else connecting.reject(error);
  });
  const stream = await within(`a connection to ${address}`, connecting.promise);
  const rpc = muxrpc()(options.manifest, options.local?.manifest ?? {}, options.local?.api ?? {}, null);
  const closed = new Promise<void>((resolve) => rpc.once('closed', resolve));
  stream.sink(rpc.stream.source);
  rpc.stream.sink(stream.source);
  return wrap(rpc, `@${stream.remote.toString('base64')}.ed25519`, closed);
}

/**
 * Uses an invite as ssb-invite does: connects as the keypair of the invite's seed and calls `invite.use`.
 * `feed` is who shall be let in. Answers what the server answered; throws `StockError`.
 */
export async function stockInvite(invite: string, feed: string): Promise<unknown> {
  using client = await stockMuxrpc(inviteAddress(invite), { manifest: { invite: { use: 'async' } } });
  return await client.call(['invite', 'use'], { feed });
}

/** The multiserver address that ends in the invite's seed: ssb-ref's `parseInvite` without its deprecation trace. */
function inviteAddress(invite: string): string {
  const { isInvite, isLegacyInvite, toAddress, toMultiServerAddress } = ssbRef();
  if (!isInvite(invite)) throw new Error(`Cannot use the invite "${invite}": ssb-ref cannot read it`);
  const [code = ''] = invite.split('#');
  if (!isLegacyInvite(code)) return code;
  const [address = '', seed] = code.split('~');
  return `${toMultiServerAddress(toAddress(address))}:${seed}`;
}

function wrap(rpc: Rpc, remoteId: string, closed: Promise<void>): StockMuxrpc {
  // Without a callback muxrpc throws, uncaught, when a duplex ends with an error.
  const ended = () => {};
  const close = () => rpc.close(true);
  return {
    remoteId,
    waitForEnd: () => within('the connection to end', closed),
    call: (method, ...args) => settle(method, invoke(rpc, method, args) as Promise<unknown>),
    source: (method, ...args) =>
      awaited(method, new PullStockStream(invoke(rpc, method, [...args, ended]) as Source)),
    duplex: (method, ...args) =>
      awaited(method, PullStockStream.duplex(invoke(rpc, method, [...args, ended]) as Duplex)),
    close,
    [Symbol.dispose]: close,
  };
}

/** Calls the function that muxrpc made of the manifest. */
function invoke(rpc: Rpc, method: Method, args: unknown[]): unknown {
  let found: unknown = rpc;
  for (const name of method) found = (found as Record<string, unknown> | undefined)?.[name];
  if (typeof found !== 'function')
    throw new Error(`Cannot call "${method.join('.')}": it is not in the manifest`);
  return Reflect.apply(found, rpc, args);
}

async function settle(method: Method, answer: Promise<unknown>): Promise<unknown> {
  try {
    return await within(`the answer to "${method.join('.')}"`, answer);
  } catch (error) {
    throw new StockError(toWireError(error));
  }
}

/** The stream with the deadline on its reads. */
function awaited(method: Method, stream: StockStream): StockStream {
  return {
    read: () => within(`a value of "${method.join('.')}"`, stream.read()),
    write: (value) => stream.write(value),
    end: (message) => stream.end(message),
    abort: () => stream.abort(),
  };
}

function handshakeKeys(keys: Keys): { publicKey: Buffer; secretKey: Buffer } {
  const bytes = (key: string) => Buffer.from(key.replace('.ed25519', ''), 'base64');
  return { publicKey: bytes(keys.public), secretKey: bytes(keys.private) };
}
