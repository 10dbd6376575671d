import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, feedIdOf } from '../identity/feed-id.ts';
import type { NamedKeyPair } from '../identity/secret-text.ts';
import { Arrivals } from './arrivals.ts';
import type { Chunk } from './chunk.ts';
import { ChunkWriter, type EpochSecret } from './chunk-writer.ts';
import type { AudioPiece, VideoPiece } from './media.ts';
import type { SeenChunks } from './seen.ts';
import type { ShareId } from './share-id.ts';

/** Somebody of tests: the same for the same number. */
export function testPerson(crypto: CryptoBackend, number: number): NamedKeyPair {
  const keys = crypto.signKeyPair(new Uint8Array(32).fill(number));
  return { id: feedIdOf(keys.publicKey), ...keys };
}

export const VIDEO_CONFIG = { codec: 'av01.0.08M.08', width: 1280, height: 720 };
export const AUDIO_CONFIG = { codec: 'opus', sampleRate: 48_000, channels: 2 };

export function keyPiece(timestamp = 0, data = Uint8Array.of(1, 2, 3)): VideoPiece {
  return { track: 'video', isKey: true, layer: 0, timestamp, data, config: VIDEO_CONFIG };
}

export function deltaPiece(layer = 0, timestamp = 0, data = Uint8Array.of(4, 5)): VideoPiece {
  return { track: 'video', isKey: false, layer, timestamp, data };
}

export function audioPiece(timestamp = 0): AudioPiece {
  return { track: 'audio', timestamp, duration: 20_000, packets: [Uint8Array.of(6), Uint8Array.of(7, 8)] };
}

/** A share with one epoch, and what it is made of written shortly: `K` a keyframe, `0` to `3` a frame of that layer, `a` sound. */
export class TestShare {
  readonly crypto: CryptoBackend;
  readonly id: ShareId;
  readonly sharer: NamedKeyPair;
  readonly secret: EpochSecret = { epoch: 0, key: new Uint8Array(32).fill(99) };
  readonly writer: ChunkWriter;

  constructor(crypto: CryptoBackend, id: ShareId = '00112233445566778899aabbccddeeff', sharer = 1) {
    this.crypto = crypto;
    this.id = id;
    this.sharer = testPerson(crypto, sharer);
    this.writer = new ChunkWriter({ crypto, share: id, secretKey: this.sharer.secretKey });
  }

  get sharerId(): FeedId {
    return this.sharer.id;
  }

  chunks(pattern: string): Chunk[] {
    return [...pattern].flatMap((letter) => {
      const piece = letter === 'K' ? keyPiece() : letter === 'a' ? audioPiece() : deltaPiece(Number(letter));
      return this.writer.write(piece, this.secret) ?? [];
    });
  }

  arrivals(isOrdered: boolean, seen?: SeenChunks): Arrivals {
    const { crypto, id: share, sharer } = this;
    const parts = { crypto, share, sharerKey: sharer.publicKey, isOrdered };
    return new Arrivals(seen === undefined ? parts : { ...parts, seen });
  }
}

/** A chunk as tests tell of it: group, track and sequence, such as `0v3` or `1a0`. */
export function nameOf({ group, track, sequence }: Chunk): string {
  return `${group}${track === 'video' ? 'v' : 'a'}${sequence}`;
}
