import type { Attendant } from '@open-rooms/client/ssb';
import type { Keys, Method } from './packages.ts';
import type { Chunk, WireError } from './stream.ts';

/**
 * Which client plugins an app runs: `room-client` is ssb-conn + ssb-room-client 2.0.2 + ssb-http-invite-client 1.0.1 +
 * ssb-http-auth-client 1.1.1, `rooms1-client` is ssb-conn +
 * the client of ssb-room 1.3.0, `ssb-tunnel` is ssb-conn + ssb-tunnel 2.0.0 with a `gossip.connect` given to it.
 * `open-rooms` is ssb-conn and our plugin; behind another name it is our plugin beside that one, which for ssb-tunnel
 * gives what the kit gives it otherwise.
 */
export type Generation =
  | 'room-client'
  | 'rooms1-client'
  | 'ssb-tunnel'
  | 'open-rooms'
  | 'room-client+open-rooms'
  | 'ssb-tunnel+open-rooms';

/** What ssb-http-auth-client does for its app, with a room's id or a URI. */
export type HttpAuthCall = 'produceSignInWebUrl' | 'consumeSignInSsbUri' | 'invalidateAllSessions';

/** What the app process is started with. */
export interface AppSetup {
  readonly generation: Generation;
  readonly keys: Keys;
  readonly directory: string;
  readonly timers: 'default' | 'long';
  readonly ws: boolean;
  /** The address of the one room that ssb-tunnel is bound to; null for the others. */
  readonly portal: string | null;
}

/** A peer that the client plugins put before the app as somebody to dial. */
export interface Staged {
  readonly address: string;
  readonly peer: string;
  readonly room: string;
}

export interface Connection {
  readonly address: string;
  readonly peer: string;
  /** As ssb-conn names it: connecting, connected, disconnecting. */
  readonly state: string;
}

export interface AppState {
  readonly staged: readonly Staged[];
  readonly connections: readonly Connection[];
  /** The room where ssb-tunnel has announced itself; null before, and for the other generations. */
  readonly portal: string | null;
  /** Who attends the app's rooms, as our plugin lists them; null for the other generations. */
  readonly attendants: readonly Attendant[] | null;
}

/** One change of a connection, as ssb-conn's hub tells it, such as `connecting-failed` or `disconnected`. */
export interface ConnectionEvent {
  readonly type: string;
  readonly address: string;
  readonly peer: string | null;
}

export interface TunnelEcho {
  /** What came back of the message. */
  readonly echo: unknown;
  /** The far side's id, as the inner handshake proved it. */
  readonly remoteId: string;
  /** Our id, as the inner handshake proved it to the far side. */
  readonly seenAs: unknown;
}

/** command → its arguments and its result */
export interface AppCommands {
  connect: { args: [address: string]; result: Promise<string> };
  disconnect: { args: [address: string]; result: Promise<boolean> };
  dialThroughTunnel: { args: [room: string, peer: string, message: unknown]; result: Promise<TunnelEcho> };
  registerAlias: { args: [room: string, alias: string]; result: Promise<unknown> };
  revokeAlias: { args: [room: string, alias: string]; result: Promise<unknown> };
  consumeAlias: { args: [uri: string]; result: Promise<string> };
  claimInvite: { args: [uriOrUrl: string]; result: Promise<string> };
  /** Calls a function of ssb-http-auth-client. */
  httpAuth: { args: [name: HttpAuthCall, arg: string]; result: Promise<unknown> };
  call: { args: [peer: string, method: Method, args: unknown[]]; result: Promise<unknown> };
  /** Calls `app.openRooms[name]`. */
  plugin: { args: [name: string, args: unknown[]]; result: Promise<unknown> };
  open: {
    args: [peer: string, kind: 'source' | 'duplex', method: Method, args: unknown[]];
    result: Promise<number>;
  };
  read: { args: [stream: number]; result: Promise<Chunk> };
  write: { args: [stream: number, value: unknown]; result: Promise<void> };
  end: { args: [stream: number, message: string | undefined]; result: Promise<void> };
  abort: { args: [stream: number]; result: Promise<void> };
  stop: { args: []; result: Promise<void> };
}
export type CommandName = keyof AppCommands;

export interface Command<Name extends CommandName = CommandName> {
  readonly number: number;
  readonly command: Name;
  readonly args: AppCommands[Name]['args'];
}

export type AppMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'state'; readonly state: AppState }
  | { readonly kind: 'connection'; readonly event: ConnectionEvent }
  | { readonly kind: 'result'; readonly number: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly number: number; readonly error: WireError };
