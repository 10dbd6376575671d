import type { CryptoBackend } from '../crypto/backend.ts';
import { CHUNK_EXTRA_BYTES, type Chunk, type ChunkHead, sealChunk } from './chunk.ts';
import { LAYER_MAX, MAX_CHUNK_BYTES } from './limits.ts';
import type { AudioPiece, MediaPiece, VideoPiece } from './media.ts';
import { writePiece } from './piece.ts';
import type { ShareId } from './share-id.ts';

/** The key that chunks are sealed with now. */
export interface EpochSecret {
  /** Counted up: a new key has a number of its own. */
  readonly epoch: number;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** What a writer needs: the sharer's secret key (64 bytes) signs. */
export interface ChunkWriterParts {
  readonly crypto: Pick<CryptoBackend, 'seal' | 'sha256' | 'sign'>;
  readonly share: ShareId;
  readonly secretKey: Uint8Array;
}

const NUMBER_MAX = 2 ** 32 - 1;

/**
 * Makes chunks of what an encoder puts out: numbers, seals and signs them. There is one for the whole life of a share:
 * another one would count from 0 again, and seal two pieces with one nonce.
 */
export class ChunkWriter {
  readonly #parts: ChunkWriterParts;
  #epoch = -1;
  #group = -1;
  #nextVideo = 0;
  #nextAudio = 0;
  /** Of each layer, the chunk of the group that was last; the keyframe while there is none. */
  readonly #lastOfLayer = Array.from({ length: LAYER_MAX + 1 }, () => 0);

  constructor(parts: ChunkWriterParts) {
    this.#parts = parts;
  }

  /**
   * The chunk of the next piece; `undefined` for what comes before the first keyframe, which nobody could decode. A
   * keyframe begins a group, and only it may bring a new secret, of a higher epoch. Throws `RangeError` for any other
   * change of the secret, for a piece that is none or too large, and after 2^32 of anything.
   */
  write(piece: MediaPiece, secret: EpochSecret): Chunk | undefined {
    const isKey = piece.track === 'video' && piece.isKey;
    if (!isKey && this.#group < 0) return undefined;
    this.#checkEpoch(secret.epoch, isKey);
    const plain = writePiece(piece);
    const bytes = plain.length + CHUNK_EXTRA_BYTES;
    if (bytes > MAX_CHUNK_BYTES)
      throw new RangeError(
        `Cannot share a piece of ${bytes} bytes: at most ${MAX_CHUNK_BYTES} are allowed; encode it smaller.`,
      );
    if (isKey) this.#beginGroup(secret.epoch);
    const head = piece.track === 'video' ? this.#videoHead(piece) : this.#audioHead(piece);
    const { crypto, secretKey } = this.#parts;
    return sealChunk(crypto, head, plain, { seal: secret.key, sign: secretKey });
  }

  #checkEpoch(epoch: number, isKey: boolean): void {
    if (epoch === this.#epoch || (isKey && epoch > this.#epoch && epoch <= NUMBER_MAX)) return;
    throw new RangeError(
      `Cannot seal with the key of epoch ${epoch} after that of ${this.#epoch}: bring a later one with a keyframe.`,
    );
  }

  #beginGroup(epoch: number): void {
    this.#epoch = epoch;
    this.#group = counted(this.#group + 1);
    this.#nextVideo = 0;
    this.#nextAudio = 0;
    this.#lastOfLayer.fill(0);
  }

  #videoHead({ track, isKey, layer }: VideoPiece): ChunkHead {
    const sequence = counted(this.#nextVideo++);
    // What it refers to is not known, but none of it is of a higher layer.
    const needs = Math.max(...this.#lastOfLayer.slice(0, layer + 1));
    this.#lastOfLayer[layer] = sequence;
    return { ...this.#place(), sequence, track, isKey, layer, needs };
  }

  #audioHead({ track }: AudioPiece): ChunkHead {
    const sequence = counted(this.#nextAudio++);
    return { ...this.#place(), sequence, track, isKey: false, layer: 0, needs: sequence };
  }

  #place(): Pick<ChunkHead, 'share' | 'epoch' | 'group'> {
    return { share: this.#parts.share, epoch: this.#epoch, group: this.#group };
  }
}

/** The next number, while there is one: the one after it would seal with a nonce for the second time. */
function counted(next: number): number {
  if (next <= NUMBER_MAX) return next;
  throw new RangeError('Cannot share any more: 2^32 chunks are numbered; begin another share.');
}
