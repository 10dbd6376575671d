import { basename } from 'node:path';
import type { AudioConfig, AudioFamily, VideoConfig, VideoFamily } from '@open-rooms/protocol';
import { isSystemError } from '@open-rooms/protocol/node';
import type { Input, InputAudioTrack, InputVideoTrack } from 'mediabunny';
import { MediaFileError } from './media-file-error.ts';
import { type MediaPacket, packetsFrom } from './media-packets.ts';

/** What a file shows. */
export interface MediaFile extends Disposable {
  readonly name: string;
  readonly video: { readonly family: VideoFamily; readonly config: VideoConfig };
  /** Where it has sound that peers speak of. */
  readonly audio?: { readonly family: AudioFamily; readonly config: AudioConfig };
  /** The codec of its sound where peers do not speak of it: then it is shown without. */
  readonly unheard?: string;
  /** What is in it, from the last keyframe at or before a time in microseconds. Throws what the reading meets. */
  packets(from: number): AsyncGenerator<MediaPacket, void>;
}

const VIDEO_FAMILIES: Readonly<Record<string, VideoFamily>> = {
  ...{ av1: 'av1', avc: 'h264', vp9: 'vp9', vp8: 'vp8' },
};
const AUDIO_FAMILIES: Readonly<Record<string, AudioFamily>> = { opus: 'opus', aac: 'aac' };

/**
 * Opens a WebM, Matroska, MP4 or QuickTime file.
 * @throws MediaFileError
 */
export async function openMediaFile(path: string): Promise<MediaFile> {
  const { EncodedPacketSink, FilePathSource, Input, MATROSKA, MP4, QTFF, WEBM } = await import('mediabunny');
  using opened = new DisposableStack();
  // A file that breaks off is told by whatever reads it.
  const source = new FilePathSource(path, { handleUnhandledError: () => undefined });
  const input = opened.use(new Input({ source, formats: [WEBM, MATROSKA, MP4, QTFF] }));
  const { seen, heard } = await tracksOf(input, path);
  const video = await videoOf(seen, path);
  const audio = heard === null ? undefined : await audioOf(heard);
  const sinks = {
    video: new EncodedPacketSink(seen),
    audio: heard === null || audio === undefined ? undefined : new EncodedPacketSink(heard),
  };
  const all = opened.move();
  return {
    name: basename(path),
    video,
    ...(audio !== undefined && { audio }),
    ...(heard !== null && audio === undefined && { unheard: await codecOf(heard) }),
    packets: (from) => packetsFrom(from, sinks),
    [Symbol.dispose]: () => all.dispose(),
  };
}

interface Tracks {
  readonly seen: InputVideoTrack;
  readonly heard: InputAudioTrack | null;
}

async function tracksOf(input: Input, path: string): Promise<Tracks> {
  let tracks: { readonly seen: InputVideoTrack | null; readonly heard: InputAudioTrack | null } | undefined;
  try {
    if (await input.canRead())
      tracks = { seen: await input.getPrimaryVideoTrack(), heard: await input.getPrimaryAudioTrack() };
  } catch (cause) {
    // Of what is no media at all the reader says this or that.
    if (!isSystemError(cause)) throw noMedia(path, cause);
    throw new MediaFileError('media-unreadable', `Cannot read "${path}": ${cause.message}`, { cause });
  }
  if (tracks === undefined) throw noMedia(path);
  const { seen, heard } = tracks;
  if (seen === null)
    throw new MediaFileError(
      'media-no-video',
      `Cannot share "${path}": it has no video. Give a file that has.`,
    );
  return { seen, heard };
}

function noMedia(path: string, cause?: unknown): MediaFileError {
  const sentence = `Cannot share "${path}": it is no WebM, Matroska or MP4 file. Convert it, for example with ffmpeg.`;
  return new MediaFileError('media-unreadable', sentence, { cause });
}

async function videoOf(track: InputVideoTrack, path: string): Promise<MediaFile['video']> {
  const codec = await codecOf(track);
  const family = VIDEO_FAMILIES[codec];
  const config = await track.getDecoderConfig();
  if (family === undefined || config === null) {
    const sentence = `Cannot share "${path}": its video is ${codec}, which browsers do not decode everywhere. Convert it to AV1, H.264, VP9 or VP8.`;
    throw new MediaFileError('media-codec', sentence);
  }
  const { codedWidth: width, codedHeight: height } = config;
  const size = {
    width: width ?? (await track.getCodedWidth()),
    height: height ?? (await track.getCodedHeight()),
  };
  return { family, config: { codec: config.codec, ...size, ...description(config.description) } };
}

async function audioOf(track: InputAudioTrack): Promise<MediaFile['audio']> {
  const family = AUDIO_FAMILIES[await codecOf(track)];
  const config = await track.getDecoderConfig();
  if (family === undefined || config === null) return undefined;
  const { codec, sampleRate, numberOfChannels: channels } = config;
  return { family, config: { codec, sampleRate, channels, ...description(config.description) } };
}

/** What the file calls it, where nobody else does. */
async function codecOf(track: InputVideoTrack | InputAudioTrack): Promise<string> {
  const codec = (await track.getCodec()) ?? (await track.getInternalCodecId());
  return typeof codec === 'string' ? codec : 'of a kind that is not known here';
}

function description(from: ArrayBufferLike | ArrayBufferView | undefined): { description?: Uint8Array } {
  if (from === undefined) return {};
  if (!ArrayBuffer.isView(from)) return { description: new Uint8Array(from) };
  return { description: new Uint8Array(from.buffer, from.byteOffset, from.byteLength) };
}
