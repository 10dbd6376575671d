import { concat } from '../bytes/concat.ts';
import { ShareFault } from './fault.ts';
import { Fields, signed64, unsigned } from './fields.ts';
import {
  CODEC_MAX_CHARS,
  LAYER_MAX,
  MAX_CONFIG_BYTES,
  MAX_PACKETS,
  SAMPLE_RATE_MAX,
  SIDE_MAX,
} from './limits.ts';
import type { AudioConfig, AudioPiece, MediaPiece, Track, VideoConfig, VideoPiece } from './media.ts';

/*
 * What is sealed in a chunk. Numbers are big end first; a timestamp has a sign. Lengths count bytes.
 *
 *   video   timestamp 8   length 2, config   frame
 *   audio   timestamp 8   length 2, config   duration 4   packets, each: length 2, bytes
 *
 *   config of video   length 1, codec   width 4         height 4     description
 *   config of audio   length 1, codec   sample rate 4   channels 1   description
 *
 * A config of length 0 is none, and so is a description. That a frame is a keyframe, and its layer, the head says.
 */

/** What of a piece the head of its chunk says. */
export interface PieceHead {
  readonly track: Track;
  readonly isKey: boolean;
  readonly layer: number;
}

const encoder = new TextEncoder();
const UINT32_MAX = 2 ** 32 - 1;
const PACKET_MAX_BYTES = 2 ** 16 - 1;

/**
 * A piece as it is sealed. Throws `RangeError` for one that cannot be: a time that is none, a frame without a byte, a
 * config that is too long.
 */
export function writePiece(piece: MediaPiece): Uint8Array {
  const config = piece.config === undefined ? new Uint8Array(0) : writeConfig(piece.config);
  if (!Number.isSafeInteger(piece.timestamp)) throw unwritable(`at ${piece.timestamp} µs`);
  const front = [signed64(piece.timestamp), unsigned(config.length, 2), config];
  if (piece.track === 'audio') return concat(...front, ...packetParts(piece));
  if (piece.data.length === 0) throw unwritable('without a byte');
  if (piece.isKey && config.length === 0) throw unwritable('that is a keyframe without a config');
  if (!isWithin(piece.layer, 0, piece.isKey ? 0 : LAYER_MAX)) throw unwritable(`of layer ${piece.layer}`);
  return concat(...front, piece.data);
}

/** Reads what was sealed; its bytes lie in the same memory. Throws {@link ShareFault} `bad-piece`. */
export function readPiece(bytes: Uint8Array, { track, isKey, layer }: PieceHead): MediaPiece {
  const fields = new Fields(bytes);
  const timestamp = fields.signed64();
  const configBytes = fields.bytes(fields.unsigned(2));
  if (configBytes.length > MAX_CONFIG_BYTES)
    throw new ShareFault('bad-piece', `A config of ${configBytes.length} bytes.`);
  if (track === 'audio') {
    const piece: AudioPiece = {
      track,
      timestamp,
      duration: fields.unsigned(4),
      packets: readPackets(fields),
    };
    return configBytes.length === 0 ? piece : { ...piece, config: readAudioConfig(configBytes) };
  }
  if (isKey && configBytes.length === 0)
    throw new ShareFault('bad-piece', 'A keyframe that says nothing of its decoder.');
  const piece: VideoPiece = { track, isKey, layer, timestamp, data: fields.bytes() };
  if (piece.data.length === 0) throw new ShareFault('bad-piece', 'A frame without a byte.');
  return configBytes.length === 0 ? piece : { ...piece, config: readVideoConfig(configBytes) };
}

function packetParts({ duration, packets }: AudioPiece): Uint8Array[] {
  if (!isWithin(duration, 1, UINT32_MAX)) throw unwritable(`of packets of ${duration} µs`);
  if (!isWithin(packets.length, 1, MAX_PACKETS)) throw unwritable(`of ${packets.length} packets`);
  if (!packets.every(({ length }) => isWithin(length, 1, PACKET_MAX_BYTES)))
    throw unwritable('of a packet that is empty, or too long');
  return [unsigned(duration, 4), ...packets.flatMap((packet) => [unsigned(packet.length, 2), packet])];
}

function readPackets(fields: Fields): Uint8Array[] {
  const packets: Uint8Array[] = [];
  while (fields.left > 0 && packets.length < MAX_PACKETS) packets.push(fields.bytes(fields.unsigned(2)));
  const isGood = packets.length > 0 && packets.every(({ length }) => length > 0) && fields.left === 0;
  if (isGood) return packets;
  throw new ShareFault('bad-piece', 'Sound without packets, with empty ones, or with too many.');
}

function writeConfig(config: VideoConfig | AudioConfig): Uint8Array {
  const codec = encoder.encode(config.codec);
  if (!isCodec(config.codec)) throw unwritable(`of a codec "${config.codec}"`);
  const [first, firstMax, second, secondMax, secondBytes] =
    'width' in config
      ? ([config.width, SIDE_MAX, config.height, SIDE_MAX, 4] as const)
      : ([config.sampleRate, SAMPLE_RATE_MAX, config.channels, 255, 1] as const);
  if (!isWithin(first, 1, firstMax) || !isWithin(second, 1, secondMax))
    throw unwritable(`of ${first} by ${second}`);
  const description = config.description ?? new Uint8Array(0);
  const bytes = concat(
    unsigned(codec.length, 1),
    codec,
    unsigned(first, 4),
    unsigned(second, secondBytes),
    description,
  );
  if (bytes.length > MAX_CONFIG_BYTES) throw unwritable(`with a description of ${description.length} bytes`);
  return bytes;
}

function readVideoConfig(bytes: Uint8Array): VideoConfig {
  const fields = new Fields(bytes);
  const codec = readCodec(fields);
  const [width, height] = [fields.unsigned(4), fields.unsigned(4)];
  if (!isWithin(width, 1, SIDE_MAX) || !isWithin(height, 1, SIDE_MAX))
    throw new ShareFault('bad-piece', `A picture of ${width} by ${height} pixels.`);
  return { codec, width, height, ...readDescription(fields) };
}

function readAudioConfig(bytes: Uint8Array): AudioConfig {
  const fields = new Fields(bytes);
  const codec = readCodec(fields);
  const [sampleRate, channels] = [fields.unsigned(4), fields.unsigned(1)];
  if (!isWithin(sampleRate, 1, SAMPLE_RATE_MAX) || channels === 0)
    throw new ShareFault('bad-piece', `Sound of ${channels} channels at ${sampleRate} Hz.`);
  return { codec, sampleRate, channels, ...readDescription(fields) };
}

function readCodec(fields: Fields): string {
  const bytes = fields.bytes(fields.unsigned(1));
  const codec = String.fromCharCode(...bytes);
  if (isCodec(codec)) return codec;
  throw new ShareFault('bad-piece', `A codec of ${bytes.length} bytes is none.`);
}

function readDescription(fields: Fields): { readonly description?: Uint8Array } {
  return fields.left === 0 ? {} : { description: fields.bytes() };
}

/** The strings of WebCodecs: no space, nothing beyond ASCII. */
function isCodec(text: string): boolean {
  return text.length <= CODEC_MAX_CHARS && /^[\w.:+-]+$/.test(text);
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function unwritable(what: string): RangeError {
  return new RangeError(`Cannot share a piece ${what}: that is none which a decoder takes.`);
}
