/** Frames in the decoder from which on each layer is passed over, lowest first; the lowest is never. */
const MOST_QUEUED = [Number.POSITIVE_INFINITY, 5, 3, 3];

/**
 * Passes over frames of higher layers while a decoder falls behind: none of those that are left needs them. What follows
 * one that was passed over may need it, up to the next frame of a lower layer.
 */
export class LayerGate {
  #skipped: number | undefined;

  /** Whether this frame is decoded. */
  may(frame: { readonly isKey: boolean; readonly layer: number }, queued: number): boolean {
    const { isKey, layer } = frame;
    if (isKey || (this.#skipped !== undefined && layer < this.#skipped)) this.#skipped = undefined;
    if (isKey) return true;
    const isBehind = queued > (MOST_QUEUED[layer] ?? 0);
    if (!isBehind && this.#skipped === undefined) return true;
    this.#skipped = Math.min(this.#skipped ?? layer, layer);
    return false;
  }
}
