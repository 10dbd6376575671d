import type { AudioConfig, AudioPiece, Clock } from '@open-rooms/protocol';
import { ShareTime } from './share-time.ts';

/** Music in stereo sounds right from here on. */
const SOUND_BITS_PER_SECOND = 96_000;

/** Microseconds in a packet: what Opus does best. */
const PACKET = 20_000;

/** Packets that travel together: a head and a signature for each would weigh as much as they do. */
const PACKETS = 2;

/** What waits in the encoder at most, in pieces: sound that cannot be encoded as it comes is left out. */
const MAX_ENCODING_SOUND = 50;

/** Sound that goes on so much earlier or later than where the last ended does not belong to it: microseconds. */
const SAME_TIME = 20_000;

export interface AudioEncodingParts {
  readonly clock: Clock;
  /** When the share began, by the clock. */
  readonly beganAt: number;
  onPiece(piece: AudioPiece): void;
  /** Sound goes missing; the picture need not. */
  onFailed(error: unknown): void;
}

/** Encodes sound as Opus. */
export class AudioEncoding {
  readonly #parts: AudioEncodingParts;
  #time = new ShareTime();
  #encoder: AudioEncoder | undefined;
  #format: string | undefined;
  /** Where what was encoded last ends, in microseconds of its track. */
  #end: number | undefined;
  #config: AudioConfig | undefined;
  #isConfigTold = false;
  #waiting: { readonly timestamp: number; readonly data: Uint8Array }[] = [];
  #isPaused = false;
  #hasFailed = false;
  #isClosed = false;

  constructor(parts: AudioEncodingParts) {
    this.#parts = parts;
  }

  /** What comes next, which is closed here. */
  offer(sound: AudioData): void {
    if (!this.#isClosed && !this.#isPaused) this.#encode(sound);
    sound.close();
  }

  /** With the next piece a decoder is told how to decode: a group begins. */
  beginGroup(): void {
    this.#isConfigTold = false;
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    // What was encoded before does not go on seamlessly afterwards.
    if (isPaused) this.#renew();
  }

  close(): void {
    this.#isClosed = true;
    this.#renew();
  }

  #encode(sound: AudioData): void {
    const { clock, beganAt } = this.#parts;
    try {
      const encoder = this.#encoderFor(sound);
      if (encoder.encodeQueueSize > MAX_ENCODING_SOUND) return;
      this.#end = sound.timestamp + sound.duration;
      this.#time.arrived(sound.timestamp, (clock.now() - beganAt) * 1000);
      encoder.encode(sound);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** It is made again once. */
  #failed(error: unknown): void {
    this.#renew();
    if (this.#hasFailed) this.close();
    this.#hasFailed = true;
    this.#parts.onFailed(error);
  }

  /** Encoders count on from the first sound that they are given, whatever is left out: then a new one begins. */
  #encoderFor({ sampleRate, numberOfChannels, timestamp }: AudioData): AudioEncoder {
    const channels = Math.min(2, numberOfChannels);
    const format = `${sampleRate} ${channels}`;
    const isNext = Math.abs(timestamp - (this.#end ?? timestamp)) < SAME_TIME;
    if (format !== this.#format || !isNext) this.#renew();
    if (this.#encoder !== undefined) return this.#encoder;
    const encoder = new AudioEncoder({
      output: (chunk, metadata) => {
        if (this.#encoder === encoder) this.#put(chunk, metadata);
      },
      error: (error) => {
        if (this.#encoder === encoder) this.#failed(error);
      },
    });
    encoder.configure({
      codec: 'opus',
      sampleRate,
      numberOfChannels: channels,
      bitrate: SOUND_BITS_PER_SECOND,
      opus: { frameDuration: PACKET },
    });
    this.#encoder = encoder;
    this.#format = format;
    this.#config = { codec: 'opus', sampleRate: 48_000, channels };
    return encoder;
  }

  #renew(): void {
    if (this.#encoder !== undefined && this.#encoder.state !== 'closed') this.#encoder.close();
    this.#encoder = undefined;
    this.#format = undefined;
    this.#end = undefined;
    this.#waiting = [];
    this.#time = new ShareTime();
    this.#isConfigTold = false;
  }

  #put(chunk: EncodedAudioChunk, metadata: EncodedAudioChunkMetadata | undefined): void {
    const told = metadata?.decoderConfig;
    if (told)
      this.#config = { codec: told.codec, sampleRate: told.sampleRate, channels: told.numberOfChannels };
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    const timestamp = this.#time.of(chunk.timestamp);
    // It waited here when the share began.
    if (timestamp < 0) return;
    this.#waiting.push({ timestamp, data });
    const [first] = this.#waiting;
    if (first === undefined || this.#waiting.length < PACKETS) return;
    const packets = this.#waiting.map((packet) => packet.data);
    this.#waiting = [];
    const config = this.#isConfigTold ? undefined : this.#config;
    this.#isConfigTold = true;
    this.#parts.onPiece({
      track: 'audio',
      timestamp: first.timestamp,
      duration: PACKET,
      packets,
      ...(config && { config }),
    });
  }
}
