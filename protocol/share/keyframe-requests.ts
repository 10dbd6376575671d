/** Between two keyframes: each costs as much as a second or two of the stream. */
export const KEY_PAUSE_MS = 1_000;

/** A wish that comes so soon after a keyframe was sent before its wisher had it, and is fulfilled. */
export const KEY_SERVES_MS = 300;

/** A source that was asked for a keyframe is asked again after this: an encoder may have dropped the frame. */
export const KEY_AGAIN_MS = 3_000;

/** A group is no longer than this, so that whoever lost something and cannot say so sees again. */
export const GROUP_LONGEST_MS = 10_000;

/** A joiner gets the whole group: half a mebibyte takes a line of 4 Mb/s one second. */
export const GROUP_DEAR_BYTES = 512 * 1024;

/** However large keyframes are, a group is worth this many: else every frame would be one. */
const GROUP_LEAST_KEYS = 4;

/** A frame with this part of the last keyframe's bytes is a new scene: the group that begins there is cheap to join. */
const SCENE_PART = 0.8;

/** Smaller frames than this are no scene: a keyframe of an empty page has a few kilobytes. */
const SCENE_LEAST_BYTES = 16 * 1024;

/**
 * When an encoder is asked for a keyframe ([share-tree.md](../../spec/share-tree.md), rules 27 to 30): wishes of
 * viewers are merged, and groups end before they are dear to join. Each method answers whether to ask it now.
 */
export class KeyframeRequests {
  #isWished = false;
  /** When the source was asked; `undefined` when nothing is asked of it. */
  #askedAt: number | undefined;
  #keyAt = Number.NEGATIVE_INFINITY;
  #keyBytes = 0;
  #groupBytes = 0;

  /** Something has changed, such as the key of the share: no keyframe from before serves, however new it is. */
  need(now: number): boolean {
    this.#isWished = true;
    return this.tick(now);
  }

  /** A viewer cannot go on without a keyframe. */
  wish(now: number): boolean {
    if (now - this.#keyAt < KEY_SERVES_MS) return false;
    this.#isWished = true;
    return this.tick(now);
  }

  /** A frame has left the encoder. */
  frame({ isKey, bytes }: { readonly isKey: boolean; readonly bytes: number }, now: number): boolean {
    if (isKey) {
      this.#isWished = false;
      this.#askedAt = undefined;
      this.#keyAt = now;
      this.#keyBytes = bytes;
      this.#groupBytes = bytes;
      return false;
    }
    this.#groupBytes += bytes;
    if (this.#isGroupOver(bytes, now)) this.#isWished = true;
    return this.tick(now);
  }

  /** To be called at {@link deadline}. */
  tick(now: number): boolean {
    const due = this.deadline(now);
    if (due === undefined || now < due) return false;
    this.#askedAt = now;
    return true;
  }

  /** When {@link tick} is to be called; `undefined` while nobody wants a keyframe. */
  deadline(now: number): number | undefined {
    if (!this.#isWished) return undefined;
    const again = this.#askedAt === undefined ? now : this.#askedAt + KEY_AGAIN_MS;
    return Math.max(again, this.#keyAt + KEY_PAUSE_MS);
  }

  #isGroupOver(bytes: number, now: number): boolean {
    if (now - this.#keyAt >= GROUP_LONGEST_MS) return true;
    if (this.#groupBytes >= Math.max(GROUP_DEAR_BYTES, GROUP_LEAST_KEYS * this.#keyBytes)) return true;
    return bytes >= Math.max(SCENE_LEAST_BYTES, SCENE_PART * this.#keyBytes);
  }
}
