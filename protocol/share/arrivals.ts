import type { CryptoBackend } from '../crypto/backend.ts';
import { type Chunk, isGenuine, readChunk } from './chunk.ts';
import { ShareFault } from './fault.ts';
import type { Position } from './group-cache.ts';
import type { Track } from './media.ts';
import { SeenChunks } from './seen.ts';
import type { ShareId } from './share-id.ts';

/**
 * What a parent did that none may do. `forged`: the sharer has not signed that. `replayed`: it sent this before.
 * `reordered`: it sent later ones before. `malformed`: that is no chunk. `other-share`: it is one of another share.
 */
export type ArrivalFault = 'forged' | 'replayed' | 'reordered' | 'malformed' | 'other-share';

/** `known`: another parent brought it before, or it is of no use any more; nobody has verified it. */
export type Arrival =
  | { readonly kind: 'chunk' | 'known'; readonly chunk: Chunk }
  | { readonly kind: 'fault'; readonly why: ArrivalFault };

export interface ArrivalParts {
  readonly crypto: Pick<CryptoBackend, 'sha256' | 'verify'>;
  readonly share: ShareId;
  /** The sharer's public key, 32 bytes. */
  readonly sharerKey: Uint8Array;
  /** Whether the carrier keeps the order. */
  readonly isOrdered: boolean;
  /** What came from anybody: one for all sources of a share. */
  readonly seen?: SeenChunks;
}

/**
 * What one parent sends over one carrier, each chunk proven to be the sharer's before anything is done with it. A parent
 * may leave chunks out. Any fault is its own, for it has had to look at the same things before it sent them.
 */
export class Arrivals {
  readonly #parts: ArrivalParts;
  readonly #seen: SeenChunks;
  /** What this parent sent last. */
  readonly #last: Partial<Record<Track, Position>> = {};

  constructor(parts: ArrivalParts) {
    this.#parts = parts;
    this.#seen = parts.seen ?? new SeenChunks();
  }

  /** Judges the next chunk. The bytes are kept, not copied. */
  take(bytes: Uint8Array): Arrival {
    const chunk = readOrNone(bytes);
    if (chunk === undefined) return fault('malformed');
    const { crypto, share, sharerKey, isOrdered } = this.#parts;
    if (chunk.share !== share) return fault('other-share');
    const disorder = isOrdered ? this.#disorder(chunk) : undefined;
    if (disorder !== undefined) return fault(disorder);
    if (this.#seen.has(chunk)) return this.#note('known', chunk);
    if (!isGenuine(crypto, chunk, sharerKey)) return fault('forged');
    this.#seen.add(chunk);
    return this.#note('chunk', chunk);
  }

  #disorder({ track, group, sequence }: Chunk): ArrivalFault | undefined {
    const last = this.#last[track];
    if (last === undefined || group > last.group) return undefined;
    if (group < last.group) return 'reordered';
    if (sequence === last.sequence) return 'replayed';
    return sequence < last.sequence ? 'reordered' : undefined;
  }

  #note(kind: 'chunk' | 'known', chunk: Chunk): Arrival {
    const { track, group, sequence } = chunk;
    this.#last[track] = { group, sequence };
    return { kind, chunk };
  }
}

function readOrNone(bytes: Uint8Array): Chunk | undefined {
  try {
    return readChunk(bytes);
  } catch (error) {
    if (error instanceof ShareFault) return undefined;
    throw error;
  }
}

function fault(why: ArrivalFault): Arrival {
  return { kind: 'fault', why };
}
