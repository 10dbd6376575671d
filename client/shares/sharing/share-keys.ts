import type { CryptoBackend } from '@open-rooms/protocol';

/** What pieces are sealed with, for a time. */
export interface ShareSecret {
  /** From 1 on. */
  readonly epoch: number;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

const KEY_BYTES = 32;

/**
 * The keys of a share: one is in use, and where somebody was removed another is known already to all who may have it,
 * and is used from the next keyframe on.
 */
export class ShareKeys {
  readonly #crypto: Pick<CryptoBackend, 'randomBytes'>;
  #current: ShareSecret;
  #next: ShareSecret | undefined;

  constructor(crypto: Pick<CryptoBackend, 'randomBytes'>) {
    this.#crypto = crypto;
    this.#current = this.#make(1);
  }

  /** In the order in which they come into use: what a viewer has to have. */
  get all(): readonly ShareSecret[] {
    return this.#next === undefined ? [this.#current] : [this.#current, this.#next];
  }

  /** Another key, to be used from the next keyframe on. */
  renew(): ShareSecret {
    this.#next = this.#make((this.#next ?? this.#current).epoch + 1);
    return this.#next;
  }

  /** What a piece is sealed with. */
  forPiece(isKey: boolean): ShareSecret {
    if (isKey && this.#next !== undefined) {
      this.#current = this.#next;
      this.#next = undefined;
    }
    return this.#current;
  }

  #make(epoch: number): ShareSecret {
    return { epoch, key: this.#crypto.randomBytes(KEY_BYTES) };
  }
}
