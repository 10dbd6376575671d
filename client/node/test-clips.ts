import { join } from 'node:path';
import type { MediaPiece } from '@open-rooms/protocol';
import { openMediaFile } from './media-file.ts';
import type { MediaPacket } from './media-packets.ts';

const FIXTURES = join(import.meta.dirname, '../../spec/fixtures');

/** Three seconds, 160x90, 10 frames a second of VP8 with a keyframe each second, and 151 packets of Opus. */
export const CLIP = join(FIXTURES, 'clip.webm');

/** One second of H.264, without sound. */
export const H264 = join(FIXTURES, 'clip.mp4');

/** What a file holds. */
export async function packetsOf(path: string): Promise<{ video: MediaPacket[]; audio: MediaPacket[] }> {
  using file = await openMediaFile(path);
  const packets: MediaPacket[] = [];
  for await (const packet of file.packets(0)) packets.push(packet);
  const of = (track: string) => packets.filter((packet) => packet.track === track);
  return { video: of('video'), audio: of('audio') };
}

/** A file as it is shared. */
export async function piecesOf(path: string): Promise<MediaPiece[]> {
  using file = await openMediaFile(path);
  const { video, audio } = file;
  const pieces: MediaPiece[] = [];
  for await (const { track, isKey, timestamp, duration, data } of file.packets(0)) {
    const config = isKey ? { config: video.config } : {};
    if (track === 'video') pieces.push({ track, isKey, layer: 0, timestamp, data, ...config });
    else pieces.push({ track, timestamp, duration, packets: [data], ...(audio && { config: audio.config }) });
  }
  return pieces;
}
