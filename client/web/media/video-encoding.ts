import type { Clock, VideoConfig, VideoPiece } from '@open-rooms/protocol';
import type { EncodeSettings } from '../../shares/share-source.ts';
import { encodedSize, MOST, type Size } from './codecs.ts';
import { type Encoders, encoderConfig } from './encoder-config.ts';
import { FramePace } from './frame-pace.ts';
import { PictureFitter } from './picture-fitter.ts';
import { ShareTime } from './share-time.ts';

/** Pictures that an encoder holds at most: a queue is delay, and where the processor is busy it only grows. */
const MAX_ENCODING_PICTURES = 2;

/** One that fails again so soon is given up: milliseconds. */
const ENCODER_MENDED_MS = 30_000;

/** Of the rate: what differs by less is not worth telling the encoder. */
const SAME_RATE = 0.04;

export interface VideoEncodingParts {
  readonly clock: Clock;
  /** When the share began, by the clock. */
  readonly beganAt: number;
  readonly encoders: Encoders;
  readonly settings: EncodeSettings;
  onPiece(piece: VideoPiece): void;
  onFailed(sentence: string): void;
}

/** Encodes the picture that is there as often as its pace allows: what comes faster is passed over, never queued. */
export class VideoEncoding {
  readonly #parts: VideoEncodingParts;
  readonly #pace: FramePace;
  readonly #time = new ShareTime();
  readonly #fitter = new PictureFitter();
  #settings: EncodeSettings;
  #encoder: VideoEncoder | undefined;
  /** What the encoder was told last. */
  #told: { readonly settings: EncodeSettings; readonly size: Size } | undefined;
  #config: VideoConfig | undefined;
  #latest: VideoFrame | undefined;
  /** The share's time of the picture that was encoded last. */
  #last = -1;
  #failedAt = Number.NEGATIVE_INFINITY;
  #timer: Disposable | undefined;
  #isPaused = false;
  #resumedAt = 0;
  #isClosed = false;

  constructor(parts: VideoEncodingParts) {
    this.#parts = parts;
    this.#settings = parts.settings;
    this.#pace = new FramePace(MOST[parts.settings.mode].fps, parts.settings.bitsPerSecond);
  }

  /** The next picture, which is closed here. */
  offer(frame: VideoFrame): void {
    if (this.#isClosed) return frame.close();
    this.#time.arrived(frame.timestamp, this.#now());
    this.#latest?.close();
    this.#latest = frame;
    this.#pace.offer();
    this.#turn();
  }

  configure(settings: EncodeSettings): void {
    this.#settings = settings;
    this.#pace.set(MOST[settings.mode].fps, settings.bitsPerSecond);
  }

  requestKey(): void {
    this.#pace.wantKey();
    this.#turn();
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (isPaused) return;
    // What stands still since then is shown from now on.
    this.#resumedAt = this.#now();
    this.requestKey();
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.[Symbol.dispose]();
    this.#latest?.close();
    if (this.#encoder?.state !== 'closed') this.#encoder?.close();
  }

  /** Microseconds since the share began. */
  #now(): number {
    return Math.round((this.#parts.clock.now() - this.#parts.beganAt) * 1000);
  }

  #turn(): void {
    this.#timer?.[Symbol.dispose]();
    const { clock } = this.#parts;
    const frame = this.#latest;
    if (this.#isClosed || this.#isPaused || frame === undefined) return;
    // It says when there is room.
    if ((this.#encoder?.encodeQueueSize ?? 0) > MAX_ENCODING_PICTURES) return;
    const now = clock.now();
    if (this.#pace.isDue(now)) this.#encode(frame, now);
    const { deadline } = this.#pace;
    if (deadline !== undefined) this.#timer = clock.after(Math.max(0, deadline - now), () => this.#turn());
  }

  #encode(frame: VideoFrame, now: number): void {
    const of = this.#pace.isFresh ? this.#time.of(frame.timestamp) : this.#now();
    this.#last = Math.max(of, this.#resumedAt, this.#last + 1);
    const size = encodedSize({ width: frame.displayWidth, height: frame.displayHeight }, this.#settings.mode);
    try {
      const encoder = this.#tell(size);
      const fitted = this.#fitter.fit(frame, size, this.#last);
      encoder.encode(fitted, { keyFrame: this.#pace.isKeyWanted });
      fitted.close();
      this.#pace.encoding(now);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The encoder, told what is wanted now. */
  #tell(size: Size): VideoEncoder {
    const { settings, size: before } = this.#told ?? {};
    const wanted = this.#settings;
    const isSame =
      settings?.codec === wanted.codec &&
      settings.mode === wanted.mode &&
      before?.width === size.width &&
      before.height === size.height;
    if (!isSame) this.#pace.wantKey();
    if (settings?.codec !== wanted.codec) this.#renew();
    this.#encoder ??= this.#open();
    const encoder = this.#encoder;
    const drift = Math.abs(wanted.bitsPerSecond / (settings?.bitsPerSecond ?? 1) - 1);
    if (isSame && drift < SAME_RATE) return encoder;
    encoder.configure(encoderConfig(wanted, size, this.#parts.encoders.get(wanted.codec)));
    this.#told = { settings: wanted, size };
    return encoder;
  }

  #open(): VideoEncoder {
    const encoder = new VideoEncoder({
      output: (chunk, metadata) => {
        if (this.#encoder === encoder) this.#put(chunk, metadata);
      },
      error: (error) => {
        if (this.#encoder === encoder) this.#failed(error);
      },
    });
    encoder.ondequeue = () => this.#turn();
    return encoder;
  }

  /** What the one before still holds is not wanted any more. */
  #renew(): void {
    if (this.#encoder !== undefined && this.#encoder.state !== 'closed') this.#encoder.close();
    this.#encoder = undefined;
    this.#told = undefined;
    this.#config = undefined;
  }

  #put(chunk: EncodedVideoChunk, metadata: EncodedVideoChunkMetadata | undefined): void {
    const { clock, onPiece } = this.#parts;
    const isKey = chunk.type === 'key';
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    this.#config = configOf(metadata?.decoderConfig, this.#told?.size) ?? this.#config;
    this.#pace.encoded(data.length, isKey, clock.now());
    const piece: VideoPiece = {
      track: 'video',
      isKey,
      layer: metadata?.svc?.temporalLayerId ?? 0,
      timestamp: chunk.timestamp,
      data,
      ...(isKey && this.#config && { config: this.#config }),
    };
    onPiece(piece);
    this.#turn();
  }

  /** It is made again once; where that does not help either, nothing will. */
  #failed(error: unknown): void {
    if (this.#isClosed) return;
    const now = this.#parts.clock.now();
    const isAgain = now - this.#failedAt < ENCODER_MENDED_MS;
    this.#failedAt = now;
    this.#renew();
    if (!isAgain) return this.requestKey();
    this.close();
    const why = error instanceof Error ? error.message : String(error);
    this.#parts.onFailed(`This browser cannot go on encoding the picture: ${why} Share it again.`);
  }
}

function configOf(told: VideoDecoderConfig | undefined, size: Size | undefined): VideoConfig | undefined {
  if (told === undefined) return undefined;
  const { description } = told;
  return {
    codec: told.codec,
    width: told.codedWidth ?? size?.width ?? 0,
    height: told.codedHeight ?? size?.height ?? 0,
    ...(description !== undefined && { description: bytesOf(description) }),
  };
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  if (ArrayBuffer.isView(source)) {
    return Uint8Array.from(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  }
  return Uint8Array.from(new Uint8Array(source));
}
