import type { FeedId, VideoFamily } from '@open-rooms/protocol';
import type { Through } from '../carriers/carrier.ts';
import type { ShareMode } from '../share-source.ts';

/** `paused`: viewers keep the last picture. `ended`: nothing comes any more, for whatever reason. */
export type OwnShareState = 'live' | 'paused' | 'ended';

/** Somebody who watches, as the sharer knows it by their reports. */
export interface ViewerFacts {
  readonly id: FeedId;
  /** How old what they see is, in milliseconds; `undefined` until they have said. */
  readonly behindMs: number | undefined;
  /** Frames that were shown there in the last second. */
  readonly fps: number;
  /** Who feeds them; `undefined` while nobody does. */
  readonly from: FeedId | undefined;
  /** Which way it comes to them. */
  readonly through: Through | undefined;
  /** Whether they are to be fed from here. */
  readonly isFedHere: boolean;
}

/** What is encoded now. */
export interface ShareRate {
  /** What the encoder aims at. */
  readonly bitsPerSecond: number;
  /** Frames in the last second. */
  readonly fps: number;
  /** Pixels of the picture; 0 until there is one. */
  readonly width: number;
  readonly height: number;
  readonly mode: ShareMode;
  readonly codec: VideoFamily;
}
