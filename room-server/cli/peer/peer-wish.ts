import type { Strangers } from '@open-rooms/client';
import type { JoinWish } from './join-rooms.ts';
import type { PersonWish } from './open-client.ts';

/** Which way things go. */
interface PathWish {
  /** Whether no direct connections are opened. */
  readonly throughRoom?: boolean;
}

/** What `open-rooms peer` was asked to do. */
export interface PeerWish extends PersonWish, JoinWish, PathWish {
  readonly strangers: Strangers;
  readonly json: boolean;
}

/** What `open-rooms peer --say` was asked to do. */
export interface SayWish extends PersonWish {
  readonly where: string;
  /** Markdown. */
  readonly say: string;
  readonly json: boolean;
}

/** What `open-rooms peer --pipe` was asked to do. */
export interface PipeWish extends PersonWish, JoinWish, PathWish {
  /** Whom to send to: a feed id, or an alias in any spelling. */
  readonly target: string;
  /** What the other side sees of what is sent. */
  readonly name?: string | undefined;
  /** Whether to tell how far it is where stderr is no terminal. */
  readonly progress: boolean;
}

/** What `open-rooms peer --listen` was asked to do. */
export interface ListenWish extends PersonWish, JoinWish, PathWish {
  readonly strangers: Strangers;
  readonly progress: boolean;
}

/** What `open-rooms peer --measure` was asked to do. */
export interface MeasureWish extends PersonWish, JoinWish, PathWish {
  /** The path to whom: a feed id, or an alias in any spelling. */
  readonly target: string;
  readonly json: boolean;
}

/** What `open-rooms peer --share` was asked to do. */
export interface ShareWish extends PeerWish {
  /** The file. */
  readonly share: string;
  /** Whether it begins again at its end. */
  readonly loop: boolean;
  /** Viewers that are fed from here at most. */
  readonly fanOut?: number;
}

/** What `open-rooms peer --watch` was asked to do. */
export interface WatchWish extends PeerWish {
  /** The file to save it to. */
  readonly save?: string;
  /** Whose share: a feed id, or an alias in any spelling; the first that there is, where nobody is named. */
  readonly from?: string;
  /** Viewers that are fed from here at most. */
  readonly fanOut?: number;
}
