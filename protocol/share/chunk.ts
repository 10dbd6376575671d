import { concat } from '../bytes/concat.ts';
import { fromHex, toHex } from '../bytes/hex.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import { NONCE_BYTES, TAG_BYTES } from '../crypto/secretbox.ts';
import { ShareFault } from './fault.ts';
import { LAYER_MAX, MAX_CHUNK_BYTES } from './limits.ts';
import type { MediaPiece, Track } from './media.ts';
import { readPiece } from './piece.ts';
import { SHARE_ID_BYTES, type ShareId } from './share-id.ts';

/** What of a chunk everybody reads who carries it. */
export interface ChunkHead {
  readonly share: ShareId;
  /** Which key of the share it is sealed with. */
  readonly epoch: number;
  /** Which keyframe of the share it belongs to, counted from 0. */
  readonly group: number;
  /** Which chunk of its track it is in its group, counted from 0. */
  readonly sequence: number;
  readonly track: Track;
  /** Whether it is a keyframe: the first video of its group. */
  readonly isKey: boolean;
  /** Temporal layer, 0 to 3; of sound 0. */
  readonly layer: number;
  /** Sequence of the chunk of the same track and group to be decoded before; its own for a keyframe and for sound. */
  readonly needs: number;
}

/** A piece, sealed and signed by the sharer, as it is passed on by everybody unchanged. */
export interface Chunk extends ChunkHead {
  /** All of it, as it travels. */
  readonly bytes: Uint8Array;
}

/*
 *   share  epoch  group  sequence  needs  flags    tag  sealed piece     signature
 *   16     4      4      4         4      1        16   see piece.ts     64
 *
 * Numbers are big end first. flags: bit 0 sound, bit 1 keyframe, bits 2 and 3 the layer, the others 0.
 * Signed is DOMAIN ‖ the head (33 bytes) ‖ SHA-256 (tag ‖ sealed piece).
 */
const EPOCH_AT = SHARE_ID_BYTES;
const GROUP_AT = EPOCH_AT + 4;
const SEQUENCE_AT = GROUP_AT + 4;
const NEEDS_AT = SEQUENCE_AT + 4;
const FLAGS_AT = NEEDS_AT + 4;
const TAG_AT = FLAGS_AT + 1;
const PIECE_AT = TAG_AT + TAG_BYTES;
const SIGNATURE_BYTES = 64;
const AUDIO = 1;
const KEY = 2;
const LAYER_SHIFT = 2;

/** Bytes of a chunk beside the piece in it. */
export const CHUNK_EXTRA_BYTES = PIECE_AT + SIGNATURE_BYTES;

/** Stands before what is signed, so that no signature of a chunk is one of anything else. */
const DOMAIN = new TextEncoder().encode('open-rooms-chunk');

/**
 * Seals and signs a piece.
 * @param piece as {@link writePiece} wrote it
 * @param keys `seal`: 32 bytes, the epoch's; `sign`: the sharer's secret key, 64 bytes
 */
export function sealChunk(
  crypto: Pick<CryptoBackend, 'seal' | 'sha256' | 'sign'>,
  head: ChunkHead,
  piece: Uint8Array,
  keys: { readonly seal: Uint8Array; readonly sign: Uint8Array },
): Chunk {
  const bytes = new Uint8Array(CHUNK_EXTRA_BYTES + piece.length);
  writeHead(bytes, head);
  const cipher = bytes.subarray(PIECE_AT, bytes.length - SIGNATURE_BYTES);
  crypto.seal(cipher, bytes.subarray(TAG_AT, PIECE_AT), piece, nonceOf(head), keys.seal);
  bytes.set(crypto.sign(signedBytes(crypto, bytes), keys.sign), bytes.length - SIGNATURE_BYTES);
  return { ...head, bytes };
}

/**
 * Reads the head of a chunk, whose signature may be anybody's: {@link isGenuine}. The bytes are kept, not copied.
 * Throws {@link ShareFault} `malformed` or `too-large`.
 */
export function readChunk(bytes: Uint8Array): Chunk {
  if (bytes.length > MAX_CHUNK_BYTES)
    throw new ShareFault(
      'too-large',
      `A chunk of ${bytes.length} bytes: at most ${MAX_CHUNK_BYTES} are allowed.`,
    );
  if (bytes.length <= CHUNK_EXTRA_BYTES)
    throw new ShareFault('malformed', `A chunk of ${bytes.length} bytes is none.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, TAG_AT);
  const flags = view.getUint8(FLAGS_AT);
  const chunk: Chunk = {
    share: toHex(bytes.subarray(0, SHARE_ID_BYTES)),
    epoch: view.getUint32(EPOCH_AT),
    group: view.getUint32(GROUP_AT),
    sequence: view.getUint32(SEQUENCE_AT),
    track: flags & AUDIO ? 'audio' : 'video',
    isKey: (flags & KEY) !== 0,
    layer: flags >> LAYER_SHIFT,
    needs: view.getUint32(NEEDS_AT),
    bytes,
  };
  if (!isPossible(chunk))
    throw new ShareFault(
      'malformed',
      `A chunk ${chunk.sequence} with flags ${flags} that needs ${chunk.needs} is none.`,
    );
  return chunk;
}

/** Whether the sharer has signed it, for this share and this place in it. */
export function isGenuine(
  crypto: Pick<CryptoBackend, 'sha256' | 'verify'>,
  { bytes }: Chunk,
  sharerKey: Uint8Array,
): boolean {
  const signature = bytes.subarray(bytes.length - SIGNATURE_BYTES);
  return crypto.verify(signature, signedBytes(crypto, bytes), sharerKey);
}

/**
 * The piece in a chunk, in memory of its own; `undefined` where it is sealed with another key.
 * Throws {@link ShareFault} `bad-piece` where the sharer has sealed something that is none.
 * @param key 32 bytes, of the chunk's epoch
 */
export function openChunk(
  crypto: Pick<CryptoBackend, 'open'>,
  chunk: Chunk,
  key: Uint8Array,
): MediaPiece | undefined {
  const { bytes } = chunk;
  const cipher = bytes.subarray(PIECE_AT, bytes.length - SIGNATURE_BYTES);
  const plain = new Uint8Array(cipher.length);
  const opened = crypto.open(plain, cipher, bytes.subarray(TAG_AT, PIECE_AT), nonceOf(chunk), key);
  return opened ? readPiece(plain, chunk) : undefined;
}

/** What a head may say; a keyframe is the first video of its group, so that no group has two. */
function isPossible({ track, isKey, layer, sequence, needs }: ChunkHead): boolean {
  if (layer > LAYER_MAX) return false;
  if (track === 'audio') return !isKey && layer === 0 && needs === sequence;
  if (isKey) return layer === 0 && sequence === 0 && needs === 0;
  return needs < sequence;
}

function writeHead(bytes: Uint8Array, head: ChunkHead): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, TAG_AT);
  bytes.set(fromHex(head.share));
  view.setUint32(EPOCH_AT, head.epoch);
  view.setUint32(GROUP_AT, head.group);
  view.setUint32(SEQUENCE_AT, head.sequence);
  view.setUint32(NEEDS_AT, head.needs);
  const flags = (head.track === 'audio' ? AUDIO : 0) | (head.isKey ? KEY : 0);
  view.setUint8(FLAGS_AT, flags | (head.layer << LAYER_SHIFT));
}

/** Group, sequence and track: no two chunks under one key have the same three. */
function nonceOf({ group, sequence, track }: ChunkHead): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES);
  const view = new DataView(nonce.buffer);
  view.setUint32(0, group);
  view.setUint32(4, sequence);
  view.setUint8(8, track === 'audio' ? 1 : 0);
  return nonce;
}

function signedBytes(crypto: Pick<CryptoBackend, 'sha256'>, bytes: Uint8Array): Uint8Array {
  const sealed = bytes.subarray(TAG_AT, bytes.length - SIGNATURE_BYTES);
  return concat(DOMAIN, bytes.subarray(0, TAG_AT), crypto.sha256(sealed));
}
