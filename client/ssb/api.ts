import type { FeedId, Manifest } from '@open-rooms/protocol';
import type { Echo } from './echo.ts';
import type { FollowedIn } from './follow.ts';
import type { Callback, Source } from './stock-packages.ts';

/** Where `connect` or `dial` led. */
export interface Connected {
  readonly room: FeedId;
  /** The room's name, where it has one. */
  readonly name?: string;
  /** Whom the alias named, or who was dialled. */
  readonly peer?: FeedId;
  /** The multiserver address of the connection: to the room, or to the peer through it. */
  readonly address: string;
}

/** Somebody who attends one of the app's rooms. */
export interface Attendant {
  readonly id: FeedId;
  readonly room: FeedId;
  readonly roomName?: string;
  /** `tunnel:ROOM:PEER~shs:KEY`, which `conn.connect` takes. */
  readonly address: string;
}

/** A function as stock plugins have them: with a callback, or else a promise. */
export interface Answers<Args extends readonly unknown[], Result> {
  (...args: Args): Promise<Result>;
  (...args: [...Args, Callback<Result>]): void;
}

/** What the plugin adds to an app, as `app.openRooms`. Errors are `JoinError`: a `fault` for programs, a sentence. */
export interface OpenRoomsApi {
  /**
   * Joins a room by an invite, a host name or an address, and stays in it: it is dialled again whenever it is lost,
   * also after the app was closed. By an alias, its owner is connected to through the room as well.
   */
  readonly connect: Answers<[where: string], Connected>;
  /** Hangs up and forgets the room. */
  readonly leave: Answers<[room: string], true>;
  /** Who is in the app's rooms: the whole list, now and after every change. */
  attendants(): Source<readonly Attendant[]>;
  /** Connects to somebody who attends one of the app's rooms. */
  readonly dial: Answers<[peer: string], Connected>;
  /** Sends something to a connected peer and answers what came back. */
  readonly echo: Answers<[peer: string, value: unknown], Echo>;
  /** Follows somebody, as the app's own contact; answers where that was written down. */
  readonly follow: Answers<[peer: string], FollowedIn>;
  readonly unfollow: Answers<[peer: string], FollowedIn>;
  /** Whose alias that is (`@bob@room.example`): joins the room and asks, and dials nobody. */
  readonly whois: Answers<[alias: string], FeedId>;
  /** Registers a name at a room for the app's own key; answers the alias as a link. */
  readonly registerAlias: Answers<[room: string, label: string], string>;
  readonly revokeAlias: Answers<[room: string, label: string], true>;
}

/** The same for muxrpc: what the app's own user may call over a connection, and nobody else. */
export const OPEN_ROOMS_MANIFEST = {
  connect: 'async',
  leave: 'async',
  attendants: 'source',
  dial: 'async',
  echo: 'async',
  follow: 'async',
  unfollow: 'async',
  whois: 'async',
  registerAlias: 'async',
  revokeAlias: 'async',
} as const satisfies Manifest & Record<keyof OpenRoomsApi, string>;
