import { stat } from 'node:fs/promises';
import type { AudioConfig, AudioPiece, VideoConfig, VideoPiece } from '@open-rooms/protocol';
import type { EncodedAudioPacketSource, EncodedVideoPacketSource, Output } from 'mediabunny';
import type { RecordingKind } from './recording-kind.ts';

/** What is in a file: another picture, or another sound, is another file. */
export interface RecordedShape {
  readonly video: VideoConfig;
  readonly audio?: AudioConfig | undefined;
}

/** A file that is whole. */
export interface RecordedFacts {
  readonly path: string;
  readonly bytes: number;
  readonly seconds: number;
}

/** Bytes that are gathered before they are written: what a machine that dies takes along. */
const WRITE_BYTES = 256 * 1024;

/** Microseconds that a frame is believed to last where there is none before it: it is the whole file then. */
const LONE_FRAME = 33_333;

const VIDEO_CODECS = { av01: 'av1', avc1: 'avc', avc3: 'avc', vp09: 'vp9', vp9: 'vp9', vp8: 'vp8' } as const;

/** One file that is written as it comes. */
export class RecordedFile {
  readonly path: string;
  readonly shape: RecordedShape;
  readonly #output: Output;
  readonly #video: EncodedVideoPacketSource;
  readonly #audio: EncodedAudioPacketSource | undefined;
  readonly #zero: number;
  readonly #packet: typeof import('mediabunny').EncodedPacket;
  #lastVideo: number | undefined;
  #frame = LONE_FRAME;
  #heardUntil = 0;
  #end = 0;
  #isSilent = false;

  private constructor(
    path: string,
    shape: RecordedShape,
    parts: {
      readonly output: Output;
      readonly video: EncodedVideoPacketSource;
      readonly audio: EncodedAudioPacketSource | undefined;
      readonly zero: number;
      readonly packet: typeof import('mediabunny').EncodedPacket;
    },
  ) {
    this.path = path;
    this.shape = shape;
    this.#output = parts.output;
    this.#video = parts.video;
    this.#audio = parts.audio;
    this.#zero = parts.zero;
    this.#packet = parts.packet;
  }

  /** Begins a file. `zero`: the share's time at its beginning, in microseconds. */
  static async begin(
    path: string,
    kind: RecordingKind,
    shape: RecordedShape,
    zero: number,
  ): Promise<RecordedFile> {
    const media = await import('mediabunny');
    const format = kind.container === 'webm' ? new media.WebMOutputFormat() : new media.Mp4OutputFormat();
    const target = new media.FilePathTarget(path, { chunkSize: WRITE_BYTES });
    const output = new media.Output({ format, target });
    const video = new media.EncodedVideoPacketSource(videoCodec(shape.video.codec));
    output.addVideoTrack(video);
    const codec = shape.audio?.codec.startsWith('mp4a') ? 'aac' : 'opus';
    const audio = shape.audio && new media.EncodedAudioPacketSource(codec);
    if (audio !== undefined) output.addAudioTrack(audio);
    await output.start();
    return new RecordedFile(path, shape, { output, video, audio, zero, packet: media.EncodedPacket });
  }

  /** Where its last frame is, in microseconds of the share's time. */
  get lastVideo(): number {
    return this.#zero + (this.#lastVideo ?? -1);
  }

  /** Whether it takes sound: not where it has none, or had none for so long that it was given up. */
  get hears(): boolean {
    return this.#audio !== undefined && !this.#isSilent;
  }

  /** Microseconds by which the sound is behind the picture. */
  get silence(): number {
    return (this.#lastVideo ?? 0) - this.#heardUntil;
  }

  async addVideo({ data, isKey, timestamp, config }: VideoPiece): Promise<void> {
    const at = timestamp - this.#zero;
    if (this.#lastVideo !== undefined && at > this.#lastVideo) this.#frame = at - this.#lastVideo;
    const packet = new this.#packet(data, isKey ? 'key' : 'delta', at / 1e6, this.#frame / 1e6);
    const meta = config && { decoderConfig: decoderConfig(config) };
    this.#lastVideo = Math.max(at, this.#lastVideo ?? at);
    this.#end = Math.max(this.#end, at + this.#frame);
    await this.#video.add(packet, meta);
  }

  /** Sound that is older than what is there, or than the picture, is left out. */
  async addAudio({ packets, timestamp, duration }: AudioPiece): Promise<void> {
    const { audio: config } = this.shape;
    if (this.#audio === undefined || config === undefined || this.#isSilent) return;
    for (const [index, data] of packets.entries()) {
      const at = timestamp - this.#zero + index * duration;
      // What overlaps by less than half of itself is rounding.
      if (at < 0 || at + duration / 2 < this.#heardUntil) continue;
      const packet = new this.#packet(data, 'key', at / 1e6, duration / 1e6);
      this.#heardUntil = at + duration;
      this.#end = Math.max(this.#end, this.#heardUntil);
      await this.#audio.add(packet, { decoderConfig: audioDecoderConfig(config) });
    }
  }

  /** Gives the sound up: as long as more is waited for, pictures wait in memory. */
  giveUpSound(): void {
    this.#isSilent = true;
    this.#audio?.close();
  }

  async finish(): Promise<RecordedFacts> {
    await this.#output.finalize();
    return { path: this.path, bytes: (await stat(this.path)).size, seconds: this.#end / 1e6 };
  }
}

function videoCodec(codec: string): (typeof VIDEO_CODECS)[keyof typeof VIDEO_CODECS] {
  const [kind = ''] = codec.split('.');
  for (const [name, family] of Object.entries(VIDEO_CODECS)) if (name === kind) return family;
  throw new RangeError(`Cannot save video of "${codec}": it is none that shares are made of.`);
}

function decoderConfig({ codec, width, height, description }: VideoConfig): VideoDecoderConfig {
  return { codec, codedWidth: width, codedHeight: height, ...described(description) };
}

function audioDecoderConfig({ codec, sampleRate, channels, description }: AudioConfig): AudioDecoderConfig {
  return { codec, sampleRate, numberOfChannels: channels, ...described(description) };
}

/** A copy: what WebCodecs takes may be shared with nobody. */
function described(description: Uint8Array | undefined): { description?: Uint8Array<ArrayBuffer> } {
  return description === undefined ? {} : { description: new Uint8Array(description) };
}
