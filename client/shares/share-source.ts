import type { AudioPiece, VideoFamily, VideoPiece } from '@open-rooms/protocol';

/** What is shown: as a picture of it is called. */
export type SourceKind = 'screen' | 'window' | 'tab' | 'camera' | 'file';

/** Whether small text shall stay sharp, or movement fluid. */
export type ShareMode = 'detail' | 'motion';

/** What an encoder aims at. */
export interface EncodeSettings {
  /** One of {@link ShareSource.codecs}. */
  readonly codec: VideoFamily;
  readonly mode: ShareMode;
  readonly bitsPerSecond: number;
}

/** What a source tells. */
export interface SourceEvents {
  /** The first of video is a keyframe. `capturedAt`: when that was on the sharer's screen, by the client's clock. */
  onPiece(piece: VideoPiece | AudioPiece, capturedAt: number): void;
  /**
   * It has ended by itself: the person stopped it in the browser's own bar, the file is over, the device is gone.
   * `why`: where something went wrong, a sentence.
   */
  onEnded(why?: string): void;
}

/** Where encoded pictures and sound come from: a screen, a camera, a file. It is started once. */
export interface ShareSource {
  readonly kind: SourceKind;
  /** What it is called, such as a file's name. */
  readonly name?: string;
  /** Ways in which it can encode video, the best first; of a file the one in which it is. */
  readonly codecs: readonly VideoFamily[];
  readonly hasAudio: boolean;
  start(settings: EncodeSettings, events: SourceEvents): void;
  /** From the next frame on. What a source cannot change, such as a file's rate, stays. */
  configure(settings: EncodeSettings): void;
  /** The next frame shall be a keyframe. A file cannot: its own come. */
  requestKey(): void;
  /** While it is paused nothing comes; it goes on with a keyframe. */
  setPaused(isPaused: boolean): void;
  stop(): void;
}
