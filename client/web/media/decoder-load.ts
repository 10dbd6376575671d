/** Frames in the decoder from which on it is behind. */
const BEHIND_PICTURES = 10;

/**
 * A decoder that is behind for longer gets no nearer. A group that comes all at once, as whoever joins late is given it, is
 * decoded in less: of it the frames of the lowest layer alone.
 */
const BEHIND_MS = 3_000;

/** Frames in the decoder at most: two groups of ten seconds without layers, at thirty frames a second. */
const MAX_DECODING_PICTURES = 600;

/** Whether a machine is too slow for what it is given. */
export class DecoderLoad {
  #behindSince: number | undefined;

  /** @param queued frames in the decoder @param now milliseconds */
  isTooMuch(queued: number, now: number): boolean {
    if (queued <= BEHIND_PICTURES) this.#behindSince = undefined;
    else this.#behindSince ??= now;
    const isStuck = this.#behindSince !== undefined && now - this.#behindSince > BEHIND_MS;
    return isStuck || queued >= MAX_DECODING_PICTURES;
  }

  /** It begins anew. */
  clear(): void {
    this.#behindSince = undefined;
  }
}
