import type { Family, MediaPiece } from '@open-rooms/protocol';
import type { ReadonlySignal } from '@preact/signals-core';
import type { ShareSource } from '../shares/share-source.ts';

/** What a browser can take pictures of. */
export type CaptureKind = 'display' | 'camera' | 'file';

/**
 * Why nothing was captured: the person said no, the browser or the system does, it cannot do it at all, it does so only
 * on https, or there is nothing of the kind.
 */
export type CaptureFault = 'refused' | 'blocked' | 'unsupported' | 'insecure' | 'missing';

/** A source that this browser captures, which its person sees, too. */
export interface CapturedSource extends ShareSource {
  /** What is captured: a `MediaStream`, to be shown to whoever shares it. */
  readonly preview: MediaStreamLike;
}

/** A `MediaStream`, as far as it is handed on. */
export interface MediaStreamLike {
  readonly id: string;
}

/** What is on screen of a share. */
export interface ShownFacts {
  /** Microseconds of the share's time: of the frame that was drawn last. */
  readonly timestamp: number;
  /** When it was drawn: milliseconds of this browser's clock. */
  readonly at: number;
  /** Frames drawn in the last second. */
  readonly fps: number;
  /** Pixels of the picture. */
  readonly width: number;
  readonly height: number;
}

/** Decodes a share and draws it into a canvas, with its sound. */
export interface SharePlayer {
  take(piece: MediaPiece): void;
  /** `undefined` until something was drawn. */
  readonly shown: ReadonlySignal<ShownFacts | undefined>;
  /** `blocked`: the browser plays no sound before somebody clicks; see {@link SharePlayer.unblock}. */
  readonly sound: ReadonlySignal<'none' | 'blocked' | 'playing' | 'muted'>;
  /** It cannot decode what it is given, and needs a keyframe. */
  onBroken(listener: () => void): Disposable;
  /** To be called in a click. */
  unblock(): Promise<void>;
  setMuted(isMuted: boolean): void;
  /** From 0 to 1. */
  setVolume(volume: number): void;
  close(): void;
}

/** What the page can do with pictures and sound, as the browser lets it. */
export interface MediaPort {
  /** What this browser decodes. */
  readonly decodes: Promise<readonly Family[]>;
  /** Whether there is a way to capture displays at all; phones have none. */
  readonly canCapture: Readonly<Record<CaptureKind, boolean>>;
  /** To be called in a click. @throws CaptureError, whose `fault` says why */
  capture(kind: CaptureKind, file?: FileLike): Promise<CapturedSource>;
  /** @param canvas an `HTMLCanvasElement` that nothing was drawn into yet */
  player(canvas: object): SharePlayer;
}

/** A `File`, as far as it is handed on. */
export interface FileLike {
  readonly name: string;
}

/** Nothing was captured. */
export class CaptureError extends Error {
  readonly fault: CaptureFault;

  constructor(fault: CaptureFault, sentence: string) {
    super(sentence);
    this.name = 'CaptureError';
    this.fault = fault;
  }
}
