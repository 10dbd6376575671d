import type { MediaPiece } from '@open-rooms/protocol';

/** What a page tells the worker that plays for it. */
export type ToPlayer =
  | { readonly kind: 'surface'; readonly canvas: OffscreenCanvas }
  | { readonly kind: 'piece'; readonly piece: MediaPiece }
  /** Decoded sound goes there from now on; without a port nowhere. `latencyMs`: from there to the ear. */
  | { readonly kind: 'sound'; readonly port: MessagePort }
  | { readonly kind: 'hearing'; readonly isHeard: boolean; readonly latencyMs: number };

export type FromPlayer =
  | {
      readonly kind: 'shown';
      readonly timestamp: number;
      readonly at: number;
      readonly fps: number;
      readonly width: number;
      readonly height: number;
    }
  /** It cannot decode what it is given, and needs a keyframe. */
  | { readonly kind: 'broken' };

/** Sound on its way to where it is heard. */
export interface SoundBlock {
  /** Microseconds of the share's time. */
  readonly timestamp: number;
  /** Hertz. */
  readonly rate: number;
  /** Samples, one list a channel. */
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

/** What is being heard: the share's time of it. */
export interface Heard {
  readonly timestamp: number;
}

/** The name of what plays sound, in the scope of worklets. */
export const SOUND_PROCESSOR = 'open-rooms-sound';
