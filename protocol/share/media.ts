/** What a share is made of. */
export type Track = 'video' | 'audio';

/** Ways to encode video that peers speak of; of each the strings that WebCodecs takes are the source's choice. */
export type VideoFamily = 'av1' | 'h264' | 'vp9' | 'vp8';

/** Ways to encode sound. */
export type AudioFamily = 'opus' | 'aac';

export type Family = VideoFamily | AudioFamily;

/** What a decoder of video has to know, as WebCodecs calls it. */
export interface VideoConfig {
  /** A string of WebCodecs, such as `av01.0.08M.08`. */
  readonly codec: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** What some streams keep apart, such as the parameter sets of `avc1` in MP4. */
  readonly description?: Uint8Array;
}

/** What a decoder of sound has to know. */
export interface AudioConfig {
  readonly codec: string;
  /** Hertz. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly description?: Uint8Array;
}

/** A frame, as it leaves an encoder and as a decoder takes it. */
export interface VideoPiece {
  readonly track: 'video';
  /** Whether it can be decoded without any other. */
  readonly isKey: boolean;
  /** Its temporal layer, 0 to 3: frames need none of a higher layer. */
  readonly layer: number;
  /** Microseconds of the share's time, which is one for picture and sound. */
  readonly timestamp: number;
  readonly data: Uint8Array;
  /** With each keyframe. */
  readonly config?: VideoConfig;
}

/** Packets of sound that follow each other. */
export interface AudioPiece {
  readonly track: 'audio';
  /** Of the first packet, in microseconds of the share's time. */
  readonly timestamp: number;
  /** Microseconds of each packet. */
  readonly duration: number;
  readonly packets: readonly Uint8Array[];
  /** With the first of each group. */
  readonly config?: AudioConfig;
}

export type MediaPiece = VideoPiece | AudioPiece;
