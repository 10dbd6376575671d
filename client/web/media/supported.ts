import type { AudioFamily, Family, VideoFamily } from '@open-rooms/protocol';
import { ENCODED, REPRESENTATIVE } from './codecs.ts';
import { type Encoders, encoderConfig, type Layering } from './encoder-config.ts';

const LAYERINGS: readonly Layering[] = ['L1T3', 'L1T2', undefined];
const VIDEO: readonly VideoFamily[] = ['av1', 'h264', 'vp9', 'vp8'];
const AUDIO: readonly AudioFamily[] = ['opus', 'aac'];

const FULL_HD = { width: 1920, height: 1080 };

/** Whether pictures can be encoded here at all. Browsers have WebCodecs on https and localhost alone. */
export const CAN_ENCODE = 'VideoEncoder' in globalThis;

/** What this browser decodes. */
export async function decodedHere(): Promise<readonly Family[]> {
  const [video, audio] = await Promise.all([only(VIDEO, decodesVideo), only(AUDIO, decodesAudio)]);
  return [...video, ...audio];
}

/** How this browser encodes pictures, the best way first. */
export async function encodersHere(): Promise<Encoders> {
  const found = new Map<VideoFamily, Layering>();
  if (!CAN_ENCODE) return found;
  const layerings = await Promise.all(ENCODED.map(layeringsOf));
  for (const [place, family] of ENCODED.entries()) {
    const [best] = layerings[place] ?? [];
    if (best !== undefined) found.set(family, best.layering);
  }
  return found;
}

async function layeringsOf(codec: VideoFamily): Promise<{ layering: Layering }[]> {
  const settings = { codec, mode: 'detail', bitsPerSecond: 1_500_000 } as const;
  const supported = await only(LAYERINGS, (layering) =>
    isSupported(() => VideoEncoder.isConfigSupported(encoderConfig(settings, FULL_HD, layering))),
  );
  return supported.map((layering) => ({ layering }));
}

function decodesVideo(family: VideoFamily): Promise<boolean> {
  return isSupported(() => VideoDecoder.isConfigSupported({ codec: REPRESENTATIVE[family] }));
}

function decodesAudio(family: AudioFamily): Promise<boolean> {
  const format = { sampleRate: 48_000, numberOfChannels: 2 };
  return isSupported(() => AudioDecoder.isConfigSupported({ codec: REPRESENTATIVE[family], ...format }));
}

/** Browsers without WebCodecs, or that do not know the string, have none. */
async function isSupported(ask: () => Promise<{ supported?: boolean }>): Promise<boolean> {
  try {
    return (await ask()).supported === true;
  } catch {
    return false;
  }
}

async function only<T>(all: readonly T[], may: (each: T) => Promise<boolean>): Promise<T[]> {
  const answers = await Promise.all(all.map(may));
  return all.filter((_, place) => answers[place]);
}
