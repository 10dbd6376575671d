import type { Through, WatchState } from '@open-rooms/client';
import type { FeedId, ShareId, VideoFamily } from '@open-rooms/protocol';
import type { Who } from './who.ts';

/** Why a share is over: for whoever shares and for whoever watches. `file-over`: the file has come to its end. */
export type ShareEnd =
  | Extract<WatchState, { readonly kind: 'ended' }>['why']
  | 'file-over'
  /** The person has stopped it. */
  | 'left';

/** Why nothing is seen yet, or at the moment: nobody shares, or nobody watches the file that is to be shown. */
export type WaitWhy = 'no-share' | 'no-viewer' | Extract<WatchState, { readonly kind: 'waiting' }>['why'];

/** Who watches, as the sharer knows it. */
export type WatchedBy = Who & {
  /** How old what they see is; `null` until they have said. */
  readonly behindMs: number | null;
  readonly fps: number;
  /** Who feeds them; left out while nobody does, or it is not known yet. */
  readonly from?: FeedId;
  readonly through?: Through;
  /** Whether they are fed from here. */
  readonly fedHere: boolean;
};

/** What happens while a file is shared, and while a share is watched. */
export type ShareEvent =
  | {
      readonly event: 'share-begun';
      readonly share: ShareId;
      readonly room: FeedId;
      readonly in: string;
      readonly file: string;
      readonly codec: VideoFamily;
      readonly width: number;
      readonly height: number;
      readonly sound: boolean;
      /** The codec of sound that is left out. */
      readonly unheard?: string;
    }
  /** Who watches, whenever that changes, and now and then. */
  | { readonly event: 'viewers'; readonly share: ShareId; readonly viewers: readonly WatchedBy[] }
  | {
      readonly event: 'share-ended';
      readonly share: ShareId;
      readonly why: ShareEnd;
      readonly error?: string;
    }
  /** Something that somebody shares is watched from now on. */
  | ({
      readonly event: 'watches';
      readonly share: ShareId;
      readonly room: FeedId;
      readonly in: string;
    } & Who)
  | { readonly event: 'waits'; readonly why: WaitWhy }
  /** What is seen, whenever that changes, and now and then. */
  | {
      readonly event: 'picture';
      readonly share: ShareId;
      readonly width: number;
      readonly height: number;
      readonly fps: number;
      /** Who feeds it. */
      readonly from: Who;
      readonly through: Through;
      /** Whether that is the sharer. */
      readonly fromSharer: boolean;
    }
  /** A file begins; `why` where it is not the first. */
  | {
      readonly event: 'saves';
      readonly file: string;
      readonly why?: 'size' | 'codec' | 'sound' | 'time';
    }
  | { readonly event: 'saved'; readonly file: string; readonly bytes: number; readonly seconds: number };
