import { createRequire } from 'node:module';
import type { CallType, Manifest } from '@open-rooms/protocol';

/**
 * The stock packages are CommonJS, mostly without types: the parts of them that are used here are declared here.
 * secret-stack 6.4.1, ssb-conn 6.0.4, ssb-tunnel 2.0.0, muxrpc 8.0.0, pull-stream 3.7.0.
 */
const require = createRequire(import.meta.url);

export type Callback<T = unknown> = (error: unknown, value?: T) => void;

/** A pull-stream source. `end` is null while it goes on, true at a clean end, otherwise an error. */
export type Source<T = unknown> = (abort: unknown, answer: (end: unknown, value?: T) => void) => void;
export type Sink<T = unknown> = (source: Source<T>) => void;

export interface Duplex {
  readonly source: Source;
  readonly sink: Sink;
}

type Path = readonly string[];

/** What every connection of a secret-stack app can do, whatever stands in the app's manifest. */
export interface RpcStream {
  readonly address?: string;
  remoteCall(kind: 'async' | 'sync', method: Path, args: unknown[], answer: Callback): void;
  remoteCall(kind: 'source', method: Path, args: unknown[], ended: Callback): Source;
  remoteCall(kind: 'sink', method: Path, args: unknown[], ended: Callback): Sink;
  remoteCall(kind: 'duplex', method: Path, args: unknown[], ended: Callback): Duplex;
}

/** An open connection of a secret-stack app. */
export interface Rpc {
  /** Who is at the other end, as the handshake proved it. */
  readonly id: string;
  readonly stream: RpcStream;
  readonly closed: boolean;
  close(abrupt: true, done?: Callback): void;
  on(event: 'closed', listener: () => void): void;
  once(event: 'closed', listener: () => void): void;
}

/** What ssb-conn keeps beside an address. */
export interface PeerData {
  readonly type?: string;
  readonly key?: string;
  readonly room?: string;
  readonly roomName?: string;
  readonly name?: string;
  readonly autoconnect?: boolean;
  /** Ours: the app is in this room, and shall come back to it. */
  readonly kept?: boolean;
  /** Ours: the host that named the room. */
  readonly place?: string;
  /** Ours: whom the person follows, where the app keeps no contacts of its own. */
  readonly followed?: boolean;
}
export type PeerEntry = readonly [address: string, data: PeerData];

export type HubState = 'connecting' | 'connected' | 'disconnecting' | undefined;

export interface HubEvent {
  readonly type: string;
  readonly address: string;
  readonly details?: unknown;
}

/** ssb-conn, as far as it is used here. */
export interface Conn {
  connect(address: string, data: PeerData, done: Callback<Rpc | false>): void;
  disconnect(address: string, done?: Callback<boolean>): void;
  remember(address: string, data: PeerData): void;
  forget(address: string): void;
  stage(address: string, data: PeerData): boolean;
  unstage(address: string): boolean;
  stagedPeers(): Source<PeerEntry[]>;
  hub(): { getState(address: string): HubState; listen(): Source<HubEvent> };
  db(): {
    loaded(): Promise<unknown>;
    get(address: string): PeerData | undefined;
    entries(): Iterable<PeerEntry>;
  };
}

/** A function of an app's API: `hook` wraps it, for all who call it. */
export interface Hookable<Args extends unknown[], Result> {
  (...args: Args): Result;
  hook(wrap: (this: unknown, call: (...args: Args) => Result, args: Args) => Result): void;
}

/** What follows somebody, in the apps that keep contacts. */
export interface ContactsApi {
  readonly friends?: {
    readonly follow?: (id: string, options: { state: boolean }, done: Callback) => void;
  };
  readonly publish?: (content: object, done: Callback) => void;
  readonly db?: {
    readonly publish?: (content: object, done: Callback) => void;
    readonly create?: (
      options: { keys: StockKeys; content: object; feedFormat: 'classic' },
      done: Callback,
    ) => void;
  };
}

/** A secret-stack 6 app that has ssb-conn. */
export interface StockApp extends ContactsApi {
  readonly id: string;
  readonly closed?: boolean;
  readonly peers: Readonly<Record<string, Rpc[]>>;
  readonly conn: Conn;
  gossip: { connect?: (peer: string, done: Callback<unknown>) => void };
  tunnel?: { connect: Hookable<[unknown], Duplex> | ((this: Caller, wish: unknown) => Duplex) };
  peer?: object;
  /** Whether a peer may connect; plugins hook it. */
  auth(id: string, done: Callback): void;
  readonly multiserver: {
    transport(transport: TransportPlugin): void;
    transform(transform: TransformPlugin): void;
  };
  readonly close: Hookable<[abrupt?: unknown, done?: Callback], void>;
  getAddress(scope: string): string | null;
  on(event: 'rpc:connect', listener: (rpc: Rpc, isClient: boolean) => void): void;
}

/** `this` of a method that a peer calls. */
export interface Caller {
  readonly id: string;
}

export interface StockKeys {
  readonly curve: 'ed25519';
  readonly id: string;
  /** base64 of the public key, and `.ed25519` */
  readonly public: string;
  /** base64 of the 64-byte secret key, and `.ed25519` */
  readonly private: string;
}

interface TransportConfig {
  scope?: string | string[];
  transform?: string;
  portal?: string;
}

/** The configuration of an app, as its plugins get it. */
export interface StockConfig {
  readonly keys?: StockKeys;
  readonly path?: string;
  /** The network key as base64, in either of the two places where secret-stack looks for it. */
  readonly caps?: { readonly shs?: string };
  readonly appKey?: string;
  readonly connections: {
    readonly incoming: Record<string, TransportConfig[]>;
    readonly outgoing: Record<string, TransportConfig[]>;
  };
  readonly openRooms?: { readonly rooms?: readonly string[] };
}

/** Who may call what of an app. */
export interface StockPermissions {
  readonly anonymous?: { allow?: string[] };
}

/** A manifest that plugins add to. */
export interface OpenManifest {
  [name: string]: CallType | OpenManifest;
}

/** A multiserver transport. */
export interface Transport {
  readonly name: string;
  scope(): string | string[] | undefined;
  server(onConnect: (stream: Duplex) => void, started?: Callback): () => void;
  client(address: unknown, done: Callback<Duplex>): void;
  parse(text: string): unknown;
  stringify(scope?: string): string | undefined;
}

export interface TransportPlugin {
  readonly name: string;
  create(config: TransportConfig): Transport;
}

/** A multiserver transform: what makes of a stream the one inside it. */
export interface Transform {
  readonly name: string;
  create(options?: unknown): (stream: Duplex, done: Callback<Duplex>) => void;
  parse(text: string): unknown;
  stringify(scope?: string): string | undefined;
}

export interface TransformPlugin {
  readonly name: string;
  create(): Transform;
}

/** The plugin of secret-stack that brings the secret handshake. It sets `id` and `publicKey` on its host. */
interface ShsPlugin {
  init(
    host: {
      auth(id: string, done: Callback): void;
      readonly multiserver: { transform(transform: TransformPlugin): void };
    },
    config: StockConfig,
  ): void;
}

/** The app that ssb-tunnel believes it is in. */
export interface TunnelHost {
  readonly id: string;
  readonly closed: boolean;
  readonly peers: object;
  readonly gossip: { connect(portal: string, done: Callback<TunnelPortal>): void };
  readonly multiserver: { transport(transport: TransportPlugin): void };
  emit(event: string, value?: unknown): void;
}

/** The connection to a room that ssb-tunnel works with. */
export interface TunnelPortal {
  readonly tunnel: {
    announce(options: null, done: Callback): void;
    connect(wish: { readonly target: string; readonly instance: number }, ended: Callback): Duplex;
  };
  on(event: 'closed', listener: () => void): void;
  close(): void;
}

/** How ssb-tunnel answers `tunnel.connect`. */
export type TunnelConnect = (this: Caller, wish: object) => Duplex;

interface TunnelPlugin {
  init(host: TunnelHost, config: object): { readonly connect: TunnelConnect };
}

/** Builds apps: `use` plugins, then call it with a configuration. */
export interface AppBuilder<App extends StockApp> {
  use(plugin: unknown): AppBuilder<App>;
  (config: object): App;
}

/** Makes functions of a manifest, each of which makes a call with `call`. */
type RemoteApi = (
  into: object,
  manifest: Manifest,
  call: (kind: CallType, method: Path, args: unknown[], done: Callback) => unknown,
) => object;

export function secretStack<App extends StockApp>(defaults: object): AppBuilder<App> {
  const build: (defaults: object) => AppBuilder<App> = require('secret-stack');
  return build(defaults);
}

export const shsPlugin: ShsPlugin = require('secret-stack/lib/plugins/shs');

/** The plugins of ssb-conn: connections, `gossip.ping`, and its scheduler. */
export function ssbConn(): unknown {
  return require('ssb-conn');
}

export const ssbTunnel: TunnelPlugin = require('ssb-tunnel');

/** How muxrpc makes functions of a manifest. */
export const remoteApi: RemoteApi = require('muxrpc/remote-api');

/** pull-stream, as far as it is used here. */
export const pull: {
  (source: Source, sink: Sink): void;
  drain<T>(each: (value: T) => unknown, done?: (error: unknown) => void): Sink<T> & { abort(): void };
  error<T>(error: Error): Source<T>;
  once<T>(value: T): Source<T>;
} = require('pull-stream');
