import type { VideoFamily } from '@open-rooms/protocol';
import type { ShareMode } from '../../client/shares/share-source.ts';

/** What a page shares with itself: a canvas that draws codes, with a tone. */
export interface MadeOptions {
  readonly codec: VideoFamily;
  readonly mode: ShareMode;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Hertz; without it there is no sound. */
  readonly tone?: number;
  /** From 0 to 15. */
  readonly source?: number;
}

/** A picture that was read back: its age in milliseconds, its width in pixels. */
export interface SeenPicture {
  readonly source: number;
  readonly age: number;
  readonly width: number;
}

/** A piece that went from the encoder to the player. */
export interface PassedPiece {
  readonly track: string;
  readonly isKey: boolean;
  readonly layer: number;
  readonly timestamp: number;
  readonly bytes: number;
  /** Its codec, and its size or rate. */
  readonly config: string | undefined;
}

/** How the share stands. */
export interface PlayFacts {
  readonly shown: { readonly width: number; readonly height: number; readonly fps: number } | undefined;
  readonly sound: string;
  readonly broken: number;
  readonly ended: readonly string[];
}
