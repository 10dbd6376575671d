import {
  type AudioConfig,
  type AudioPiece,
  type Chunk,
  ChunkWriter,
  type Clock,
  type CryptoBackend,
  KeyframeRequests,
  MAX_CHUNK_BYTES,
  type MediaPiece,
  RateControl,
  type ShareId,
  type VideoFamily,
  type VideoPiece,
} from '@open-rooms/protocol';
import { ByteRate } from '../feeding/byte-rate.ts';
import { FIRST_PIXELS, MAX_LARGE_KEYFRAMES } from '../share-limits.ts';
import type { EncodeSettings, ShareMode, ShareSource } from '../share-source.ts';
import type { ShareRate } from './share-facts.ts';
import type { ShareKeys } from './share-keys.ts';

export interface BroadcastParts {
  readonly clock: Clock;
  readonly crypto: Pick<CryptoBackend, 'seal' | 'sha256' | 'sign'>;
  readonly share: ShareId;
  /** 64 bytes. */
  readonly secretKey: Uint8Array;
  readonly keys: ShareKeys;
  readonly source: ShareSource;
  readonly codec: VideoFamily;
  readonly mode: ShareMode;
  /** A chunk goes out. `capturedAt`: when what is in it was on screen. */
  readonly onChunk: (chunk: Chunk, capturedAt: number) => void;
  /** The source has ended by itself; `why` where something went wrong. */
  readonly onEnded: (why?: string) => void;
}

/** From the source to chunks: what is encoded, how well, when with a keyframe, and sealed with which key. */
export class Broadcast {
  readonly #parts: BroadcastParts;
  readonly #writer: ChunkWriter;
  readonly #requests = new KeyframeRequests();
  readonly #rate: RateControl;
  /** Frames, each counted as one byte is. */
  readonly #frames = new ByteRate();
  #source: ShareSource;
  #settings: EncodeSettings;
  #size = { width: 0, height: 0 };
  #isPaused = false;
  /** A keyframe was too large to be shared: nothing after it can be decoded before the next. */
  #isBroken = false;
  /** How many were too large, one after the other. */
  #tooLarge = 0;
  /** Of the sound, and whether the group has it already. */
  #sound: AudioConfig | undefined;
  #isSoundTold = false;
  /** Newest time of the share, in microseconds, and when it came. */
  #newest = { timestamp: 0, at: 0 };
  /** Microseconds from the source's time to the share's; unknown until the source has begun. */
  #shift: number | undefined = 0;
  #timer: Disposable | undefined;

  constructor(parts: BroadcastParts) {
    this.#parts = parts;
    this.#source = parts.source;
    this.#writer = new ChunkWriter(parts);
    this.#rate = new RateControl({ mode: parts.mode, pixels: FIRST_PIXELS });
    this.#settings = { codec: parts.codec, mode: parts.mode, bitsPerSecond: this.#rate.bitsPerSecond };
  }

  get source(): ShareSource {
    return this.#source;
  }

  get settings(): EncodeSettings {
    return this.#settings;
  }

  /** Pixels; 0 until there is a picture. */
  get size(): { readonly width: number; readonly height: number } {
    return this.#size;
  }

  /** Frames in the last second. */
  get fps(): number {
    return this.#frames.perSecond(this.#now);
  }

  get rate(): ShareRate {
    return { ...this.#settings, ...this.#size, fps: this.fps };
  }

  start(): void {
    this.#begin(this.#source);
  }

  setMode(mode: ShareMode): void {
    if (mode === this.#settings.mode) return;
    this.#rate.setPicture({ mode, pixels: this.#pixels });
    this.#configure({ mode, bitsPerSecond: this.#rate.bitsPerSecond });
  }

  setCodec(codec: VideoFamily): void {
    if (codec === this.#settings.codec) return;
    this.#configure({ codec });
    this.changeKey();
  }

  /** Takes how long what waits for each child has waited, in milliseconds. */
  observe(agesMs: readonly number[]): void {
    const bitsPerSecond = this.#rate.observe(agesMs, this.#now);
    if (bitsPerSecond !== this.#settings.bitsPerSecond) this.#configure({ bitsPerSecond });
  }

  setPaused(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    this.#source.setPaused(isPaused);
  }

  /** The next frames are of another source, from now on. */
  replace(source: ShareSource, codec: VideoFamily): void {
    this.#source.stop();
    this.#source = source;
    this.#settings = { ...this.#settings, codec };
    this.#shift = undefined;
    this.#tooLarge = 0;
    this.#sound = undefined;
    this.#begin(source);
    if (this.#isPaused) source.setPaused(true);
  }

  /** A key of the share waits for the next keyframe, or something else does. */
  changeKey(): void {
    if (this.#requests.need(this.#now)) this.#source.requestKey();
    this.#plan();
  }

  /** Somebody cannot go on without a keyframe. */
  needKey(): void {
    if (this.#requests.wish(this.#now)) this.#source.requestKey();
    this.#plan();
  }

  stop(): void {
    this.#timer?.[Symbol.dispose]();
    const source = this.#source;
    this.#source = ENDED;
    source.stop();
  }

  get #now(): number {
    return this.#parts.clock.now();
  }

  get #pixels(): number {
    return this.#size.width * this.#size.height || FIRST_PIXELS;
  }

  #begin(source: ShareSource): void {
    source.start(this.#settings, {
      onPiece: (piece, capturedAt) => {
        if (this.#source === source) this.#take(piece, capturedAt);
      },
      onEnded: (why) => {
        if (this.#source === source) this.#parts.onEnded(why);
      },
    });
  }

  #configure(changes: Partial<EncodeSettings>): void {
    this.#settings = { ...this.#settings, ...changes };
    this.#source.configure(this.#settings);
  }

  #take(piece: MediaPiece, capturedAt: number): void {
    const now = this.#now;
    const shifted = { ...piece, timestamp: this.#timeOf(piece.timestamp) };
    const whole = shifted.track === 'audio' ? this.#withSound(shifted) : shifted;
    if (whole.track === 'video') this.#look(whole);
    const chunk = this.#write(whole);
    if (chunk !== undefined) this.#parts.onChunk(chunk, capturedAt);
    if (whole.track === 'audio') return;
    if (whole.isKey && chunk === undefined) return this.#lowerForKey(whole.data.length);
    if (whole.isKey) this.#tooLarge = 0;
    if (this.#requests.frame({ isKey: whole.isKey, bytes: whole.data.length }, now))
      this.#source.requestKey();
    this.#plan();
  }

  /** A source that takes the place of another goes on in the share's time. */
  #timeOf(timestamp: number): number {
    const { timestamp: newest, at } = this.#newest;
    this.#shift ??= Math.round(newest + (this.#now - at) * 1000 - timestamp);
    const shifted = timestamp + this.#shift;
    if (shifted > newest) this.#newest = { timestamp: shifted, at: this.#now };
    return shifted;
  }

  /** Who joins at a group needs to know how its sound is decoded, too. */
  #withSound(piece: AudioPiece): AudioPiece {
    this.#sound = piece.config ?? this.#sound;
    if (this.#isSoundTold || this.#sound === undefined) return piece;
    this.#isSoundTold = true;
    return { ...piece, config: this.#sound };
  }

  #look({ isKey, config }: VideoPiece): void {
    this.#frames.add(1, this.#now);
    if (isKey) {
      this.#isBroken = false;
      this.#isSoundTold = false;
    }
    if (config === undefined) return;
    const { width, height } = config;
    if (width === this.#size.width && height === this.#size.height) return;
    this.#size = { width, height };
    this.#rate.setPicture({ mode: this.#settings.mode, pixels: this.#pixels });
    const { bitsPerSecond } = this.#rate;
    if (bitsPerSecond !== this.#settings.bitsPerSecond) this.#configure({ bitsPerSecond });
  }

  #write(piece: MediaPiece): Chunk | undefined {
    if (piece.track === 'video' && this.#isBroken) return undefined;
    try {
      const isKey = piece.track === 'video' && piece.isKey;
      return this.#writer.write(piece, this.#parts.keys.forPiece(isKey));
    } catch (error) {
      // Too large to be shared, such as a keyframe of a film in 8K.
      if (!(error instanceof RangeError)) throw error;
      this.#isBroken ||= piece.track === 'video';
      return undefined;
    }
  }

  /** The next keyframe shall be smaller; where that is of no use, as with a file, the person is told. */
  #lowerForKey(bytes: number): void {
    if (++this.#tooLarge >= MAX_LARGE_KEYFRAMES) return this.#parts.onEnded(tooLarge(bytes));
    this.#requests.frame({ isKey: true, bytes }, this.#now);
    // As if it stood in every queue for ever, which it would.
    this.observe([Number.POSITIVE_INFINITY]);
    this.changeKey();
  }

  /** Asks for the keyframe that is wished once it may be. */
  #plan(): void {
    this.#timer?.[Symbol.dispose]();
    const due = this.#requests.deadline(this.#now);
    if (due === undefined || this.#source === ENDED) return;
    this.#timer = this.#parts.clock.after(Math.max(0, due - this.#now), () => {
      if (this.#requests.tick(this.#now)) this.#source.requestKey();
      this.#plan();
    });
  }
}

function tooLarge(bytes: number): string {
  const [has, most] = [bytes, MAX_CHUNK_BYTES].map((size) => (size / (1024 * 1024)).toFixed(1));
  return `Cannot share this any further: one picture of it has ${has} MiB, and at most ${most} can be sent. Share something smaller, or convert the file to a lower rate.`;
}

/** Nothing comes of it. */
const ENDED: ShareSource = {
  kind: 'file',
  codecs: [],
  hasAudio: false,
  start: () => undefined,
  configure: () => undefined,
  requestKey: () => undefined,
  setPaused: () => undefined,
  stop: () => undefined,
};
