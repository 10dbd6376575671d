/** The accessible name of the picture on pages that watch. */
export const PICTURE = 'Shared screen';

/** What a page shares. */
export interface SharedPicture {
  readonly width: number;
  readonly height: number;
  /** Pictures a second. */
  readonly fps: number;
  /** Whether all of it moves, as in a film; else it is text on which somebody types. */
  readonly isMoving?: boolean;
  /** Viewers that the sharer feeds at most. */
  readonly fanOut?: number;
}

/** What a page that shares had its source make. */
export interface Made {
  /** How often a keyframe was asked for. */
  readonly asked: number;
  /** A part of each keyframe that was made, as numbers. */
  readonly keys: readonly number[][];
}

/** How a page watches. */
export interface Watched {
  readonly state: string;
  /** Why it waits, was refused, or has ended. */
  readonly why?: string;
  /** Who feeds it, and which way. */
  readonly parent?: string;
  readonly through?: string;
  /** Whom it feeds. */
  readonly children: readonly string[];
}

/** Somebody who watches, as the sharer knows it. */
export interface Viewing {
  readonly id: string;
  readonly from: string | undefined;
  readonly through: string | undefined;
  readonly isFedHere: boolean;
  readonly behindMs: number | undefined;
}

/** A stream of libp2p. */
export interface StreamOf {
  readonly protocol: string;
  /** Of its connection. */
  readonly address: string;
}
