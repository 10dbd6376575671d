import type { AudioPiece, VideoPiece } from '@open-rooms/protocol';
import type { EncodeSettings } from '../../shares/share-source.ts';
import type { Encoders } from './encoder-config.ts';

/** What a page tells the worker that encodes for it. */
export type ToEncoder =
  | {
      readonly kind: 'start';
      readonly settings: EncodeSettings;
      readonly encoders: Encoders;
      /** `VideoFrame`s; without them each comes as a message. */
      readonly frames: ReadableStream | undefined;
      /** `AudioData`. */
      readonly sound: ReadableStream | undefined;
    }
  | { readonly kind: 'frame'; readonly frame: VideoFrame }
  | { readonly kind: 'configure'; readonly settings: EncodeSettings }
  | { readonly kind: 'key' }
  | { readonly kind: 'pause'; readonly isPaused: boolean }
  /** Nothing more is wanted; what is on its way is closed, and then the worker. */
  | { readonly kind: 'stop' };

export type FromEncoder =
  | { readonly kind: 'piece'; readonly piece: VideoPiece | AudioPiece; readonly capturedAt: number }
  /** It has given up; `sentence` says why. */
  | { readonly kind: 'failed'; readonly sentence: string };
