import type { VideoFamily } from '@open-rooms/protocol';
import type { EncodeSettings } from '../../shares/share-source.ts';
import { codecString, MOST, type Size } from './codecs.ts';

/** How many temporal layers an encoder of a family makes, as WebCodecs writes it; none where it makes but one. */
export type Layering = 'L1T3' | 'L1T2' | undefined;

/** Ways in which this browser encodes, with the layers that each makes. */
export type Encoders = ReadonlyMap<VideoFamily, Layering>;

/** What a `VideoEncoder` is told. */
export function encoderConfig(settings: EncodeSettings, size: Size, layering: Layering): VideoEncoderConfig {
  const { codec, mode, bitsPerSecond } = settings;
  return {
    ...size,
    codec: codecString(codec, size),
    bitrate: bitsPerSecond,
    bitrateMode: 'constant',
    framerate: MOST[mode].fps,
    latencyMode: 'realtime',
    ...(layering !== undefined && { scalabilityMode: layering }),
    // A quarter of the bits for text in AV1, and worse pictures in H.264.
    ...(mode === 'detail' && codec !== 'h264' && { contentHint: 'detail' }),
    ...(codec === 'h264' && { avc: { format: 'annexb' } }),
  };
}
