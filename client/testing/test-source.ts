import type { Clock, MediaPiece, VideoFamily, VideoPiece } from '@open-rooms/protocol';
import { every } from '../shares/every.ts';
import type { EncodeSettings, ShareSource, SourceEvents, SourceKind } from '../shares/share-source.ts';

export interface TestSourceOptions {
  readonly kind?: SourceKind;
  readonly name?: string;
  readonly codecs?: readonly VideoFamily[];
  readonly hasAudio?: boolean;
  /** Bytes of a frame, and of a keyframe. */
  readonly frameBytes?: number;
  readonly keyBytes?: number;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** An encoder of nothing: its frames are random bytes, which a test makes, or a clock. It notes what it is told. */
export class TestSource implements ShareSource {
  readonly kind: SourceKind;
  readonly name?: string;
  readonly codecs: readonly VideoFamily[];
  readonly hasAudio: boolean;
  /** What it was told to aim at, the first included. */
  readonly settings: EncodeSettings[] = [];
  /** All that it gave out. */
  readonly pieces: MediaPiece[] = [];
  keysAsked = 0;
  isPaused = false;
  isStopped = false;
  readonly #clock: Clock;
  readonly #options: TestSourceOptions;
  #events: SourceEvents | undefined;
  #isKeyDue = true;
  #startedAt = 0;
  #running: Disposable | undefined;

  constructor(clock: Clock, options: TestSourceOptions = {}) {
    this.#clock = clock;
    this.#options = options;
    this.kind = options.kind ?? 'screen';
    if (options.name !== undefined) this.name = options.name;
    this.codecs = options.codecs ?? ['av1', 'h264'];
    this.hasAudio = options.hasAudio ?? false;
  }

  start(settings: EncodeSettings, events: SourceEvents): void {
    this.settings.push(settings);
    this.#events = events;
    this.#startedAt = this.#clock.now();
  }

  configure(settings: EncodeSettings): void {
    if (settings.codec !== this.settings.at(-1)?.codec) this.#isKeyDue = true;
    this.settings.push(settings);
  }

  requestKey(): void {
    this.keysAsked++;
    this.#isKeyDue = true;
  }

  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.#isKeyDue = true;
  }

  stop(): void {
    this.isStopped = true;
    this.#running?.[Symbol.dispose]();
  }

  /** A frame each `ms` milliseconds from now on, until it is stopped. */
  run(ms: number): void {
    this.frame();
    this.#running = every(this.#clock, ms, () => this.frame());
  }

  /** Gives out a frame: a keyframe where one is due. */
  frame({ layer = 0, bytes }: { layer?: number; bytes?: number } = {}): VideoPiece | undefined {
    if (this.isPaused || this.isStopped) return undefined;
    const isKey = this.#isKeyDue;
    this.#isKeyDue = false;
    const { frameBytes = 400, keyBytes = 4000, width = 1280, height = 720 } = this.#options;
    const data = randomBytes(bytes ?? (isKey ? keyBytes : frameBytes));
    const codec = this.settings.at(-1)?.codec ?? 'av1';
    const timestamp = (this.#clock.now() - this.#startedAt) * 1000;
    const piece: VideoPiece = {
      ...{ track: 'video', isKey, layer: isKey ? 0 : layer, timestamp: Math.round(timestamp), data },
      ...(isKey ? { config: { codec, width, height } } : {}),
    };
    this.give(piece);
    return piece;
  }

  /** Gives out anything. */
  give(piece: MediaPiece, capturedAt = this.#clock.now()): void {
    this.pieces.push(piece);
    this.#events?.onPiece(piece, capturedAt);
  }

  /** It is over by itself. */
  end(why?: string): void {
    this.#events?.onEnded(why);
  }
}

/** The system gives 64 KiB at once. */
function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}
