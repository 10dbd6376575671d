import { createRequire } from 'node:module';

/** The stock packages are CommonJS, mostly without types: the parts that the tests touch are declared here. */
const require = createRequire(import.meta.url);

export interface Keys {
  readonly id: string;
  /** base64 of the ed25519 public key, with the suffix `.ed25519` */
  readonly public: string;
  /** base64 of the 64-byte ed25519 secret key, with the suffix `.ed25519` */
  readonly private: string;
}

export type Callback<T = unknown> = (error: unknown, value?: T) => void;
/** A pull-stream source: `end` is null while it goes on, true at a clean end, else the error. */
export type Source<T = unknown> = (abort: unknown, answer: (end: unknown, value: T) => void) => void;
export type Sink<T = unknown> = (source: Source<T>) => void;

export interface Duplex {
  readonly source: Source;
  readonly sink: Sink;
}

export type Method = readonly string[];
export type CallKind = 'sync' | 'async' | 'source' | 'duplex';
export interface Manifest {
  readonly [name: string]: CallKind | Manifest;
}
/** Functions of a plugin or of a local API, as muxrpc calls them: `this.id` is the authenticated caller. */
export interface LocalApi {
  readonly [name: string]: LocalApi | ((this: { id: string }, ...args: never[]) => unknown);
}

interface RpcStream extends Duplex {
  remoteCall(kind: 'async', method: Method, args: unknown[], answer: Callback): void;
  remoteCall(kind: 'source', method: Method, args: unknown[], ended: Callback): Source;
  remoteCall(kind: 'duplex', method: Method, args: unknown[], ended: Callback): Duplex;
}

export interface Rpc {
  readonly id: string;
  readonly stream: RpcStream;
  readonly closed: boolean;
  close(abrupt: true, done?: Callback): void;
  once(event: 'closed', listener: () => void): void;
}

export interface HubEvent {
  readonly type: string;
  readonly address: string;
  readonly key?: string;
}

export interface PeerData {
  readonly type?: string;
  readonly key?: string;
  readonly room?: string;
  readonly state?: string;
}
export type PeerEntry = readonly [address: string, data: PeerData];

interface Conn {
  connect(address: string, data: PeerData, done: Callback<Rpc | false>): void;
  disconnect(address: string, done: Callback<boolean>): void;
  stage(address: string, data: PeerData): boolean;
  stagedPeers(): Source<PeerEntry[]>;
  peers(): Source<PeerEntry[]>;
  hub(): { listen(): Source<HubEvent> };
  db(): { loaded(): Promise<unknown> };
}

export interface Attendant {
  readonly address: string;
  readonly key: string;
  readonly room: string;
}

/** What ssb-room-client gives its app. */
interface RoomClient {
  discoveredAttendants(): Source<Attendant>;
  registerAlias(room: string, alias: string, done: Callback): void;
  revokeAlias(room: string, alias: string, done: Callback): void;
  consumeAliasUri(uri: string, done: Callback<Rpc>): void;
}

export interface App {
  readonly id: string;
  readonly peers: Record<string, Rpc[]>;
  readonly conn: Conn;
  readonly gossip: { connect?: (peer: string, done: Callback<Rpc>) => void };
  readonly roomClient?: RoomClient;
  /** ssb-http-invite-client. */
  readonly httpInviteClient?: { claim(uriOrUrl: string, done: Callback<string>): void };
  /** ssb-http-auth-client: each with a room's id, or a URI. */
  readonly httpAuthClient?: {
    produceSignInWebUrl(room: string, done: Callback): void;
    consumeSignInSsbUri(uri: string, done: Callback): void;
    invalidateAllSessions(room: string, done: Callback): void;
  };
  /** What our plugin adds, by name. */
  readonly openRooms?: Readonly<Record<string, (...args: unknown[]) => unknown>>;
  readonly multiserver: { transport(transport: { name: string; create(options: object): unknown }): void };
  on(event: 'tunnel:listening', listener: (portal: string) => void): void;
  close(abrupt: true, done: Callback): void;
}

interface AppBuilder {
  use(plugin: unknown): AppBuilder;
  (config: object): App;
}

/** A multiserver address handler; only what composing needs is opaque here. */
export interface Multiserver {
  client(address: string, done: Callback<MultiserverStream>): void;
}
export interface MultiserverStream extends Duplex {
  readonly remote: Buffer;
}

export type Muxrpc = (remote: Manifest, local: Manifest, api: LocalApi, permissions: null) => Rpc;

export function ssbKeys(): {
  generate(): Keys;
  loadOrCreateSync(file: string): Keys;
  /** `BASE64.sig.ed25519` over the UTF-8 of a text. */
  sign(keys: Keys, text: string): string;
} {
  return require('ssb-keys');
}

/** The key of the main network (32 bytes as base64). */
export function mainNetwork(): string {
  const caps: { shs: string } = require('ssb-caps');
  return caps.shs;
}

export function ssbRef(): {
  isAddress(address: string): boolean;
  isFeed(id: string): boolean;
  isInvite(invite: string): boolean;
  isLegacyInvite(invite: string): boolean;
  toAddress(legacy: string): object;
  toMultiServerAddress(address: object): string;
} {
  return require('ssb-ref');
}

/** muxrpc 8, not the 6.7.3 that secret-stack carries. */
export function muxrpc(): Muxrpc {
  return require('muxrpc');
}

/** multiserver with its net, ws and shs plugins. */
export function multiserver(): {
  compose(plugins: unknown[][]): Multiserver;
  net(options: object): unknown;
  ws(options: object): unknown;
  shs(options: object): unknown;
} {
  return {
    compose: require('multiserver'),
    net: require('multiserver/plugins/net'),
    ws: require('multiserver/plugins/ws'),
    shs: require('multiserver/plugins/shs'),
  };
}

export function pullDrain(): <T>(each: (value: T) => void, done?: (error: unknown) => void) => Sink<T> {
  const pull: { drain: <T>(each: (value: T) => void, done?: (error: unknown) => void) => Sink<T> } =
    require('pull-stream');
  return pull.drain;
}

/** secret-stack 6.4.1, as Manyverse pins it. */
export function secretStack(): (defaults: object) => AppBuilder {
  return require('secret-stack');
}

/** The client plugins; each value is what `use` takes. */
export function clientPlugins(): {
  conn: unknown;
  roomClient: unknown;
  httpInviteClient: unknown;
  httpAuthClient: readonly unknown[];
  rooms1Client: unknown;
  ssbTunnel: unknown;
} {
  return {
    conn: require('ssb-conn'),
    roomClient: require('ssb-room-client'),
    httpInviteClient: require('ssb-http-invite-client'),
    httpAuthClient: require('ssb-http-auth-client'),
    rooms1Client: require('ssb-room/tunnel/client'),
    ssbTunnel: require('ssb-tunnel'),
  };
}

/** What `ssb-room start` assembles, in its order, with the secret-stack (6.3.0) that it carries itself. */
export function roomParts(): {
  secretStack: (defaults: object) => AppBuilder;
  plugins: unknown[];
  config: { connections: { incoming: { net: object[]; ws?: object[] } } };
} {
  const own = createRequire(require.resolve('ssb-room/package.json'));
  return {
    secretStack: own('secret-stack'),
    plugins: [
      own('ssb-master'),
      own('ssb-logging'),
      own('ssb-conn'),
      own('./invite'),
      own('./tunnel/server'),
      own('./http-server'),
      own('./ssb-shims'),
    ],
    config: own('./config'),
  };
}

/** The program behind the command `ssb-room`. */
export function roomProgram(): string {
  return require.resolve('ssb-room/bin.js');
}
