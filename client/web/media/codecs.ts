import type { Family, VideoFamily } from '@open-rooms/protocol';
import type { ShareMode } from '../../shares/share-source.ts';

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is encoded at most: text as it is on most screens, movement in a size that two cores encode as it comes. */
export const MOST: Readonly<Record<ShareMode, Size & { readonly fps: number }>> = {
  detail: { width: 1920, height: 1200, fps: 15 },
  motion: { width: 1280, height: 720, fps: 30 },
};

/** Wider or higher pictures than this are beyond the levels that we name. */
const LONGEST_SIDE = 4096;

/** Ways to encode, the best for text first. VP8 and VP9 stand still where the processor is busy: better than nothing. */
export const ENCODED: readonly VideoFamily[] = ['av1', 'h264', 'vp9', 'vp8'];

/** One of each, in the size that is shared most. */
export const REPRESENTATIVE: Readonly<Record<Family, string>> = {
  av1: 'av01.0.08M.08',
  h264: 'avc1.42E028',
  vp9: 'vp09.00.40.08',
  vp8: 'vp8',
  opus: 'opus',
  aac: 'mp4a.40.2',
};

/** Pixels up to which each level goes at 30 pictures a second, by how a codec's string writes it. */
const AV1_LEVELS = [
  [278_784, '01'],
  [665_856, '04'],
  [1_065_024, '05'],
  [2_359_296, '08'],
  [8_912_896, '12'],
] as const;

/** The same of H.264, in macroblocks of 16 times 16. */
const H264_LEVELS = [
  [1_620, '1e'],
  [3_600, '1f'],
  [8_192, '28'],
  [22_080, '32'],
  [36_864, '33'],
] as const;

const VP9_LEVELS = [
  [983_040, '31'],
  [2_228_224, '40'],
  [8_912_896, '50'],
] as const;

/** The size in which a picture is encoded: within what the mode allows, its shape kept, both sides even. */
export function encodedSize(picture: Size, mode: ShareMode): Size {
  const { width, height } = MOST[mode];
  const pixels = picture.width * picture.height;
  const longest = Math.max(picture.width, picture.height);
  const scale = Math.min(1, Math.sqrt((width * height) / pixels), LONGEST_SIDE / longest);
  return { width: even(picture.width * scale), height: even(picture.height * scale) };
}

/** The string of WebCodecs for pictures of this size. */
export function codecString(family: VideoFamily, { width, height }: Size): string {
  if (family === 'av1') return `av01.0.${levelOf(AV1_LEVELS, width * height)}M.08`;
  if (family === 'vp9') return `vp09.00.${levelOf(VP9_LEVELS, width * height)}.08`;
  if (family === 'vp8') return 'vp8';
  return `avc1.42E0${levelOf(H264_LEVELS, Math.ceil(width / 16) * Math.ceil(height / 16))}`;
}

function levelOf(levels: readonly (readonly [number, string])[], size: number): string {
  const [, level = ''] = levels.find(([most]) => size <= most) ?? levels.at(-1) ?? [];
  return level;
}

/** Encoders of H.264 take even sizes alone. */
function even(length: number): number {
  return Math.max(2, Math.floor(length / 2) * 2);
}
