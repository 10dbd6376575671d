/** What is missing may be on its way, or a new feeder brings it. */
export const KEY_WISH_AFTER_MS = 200;

/** The wish is said again after this: the sharer makes one keyframe a second at most. */
export const KEY_WISH_AGAIN_MS = 1_000;

/** When a viewer asks for a keyframe. */
export class KeyWish {
  #at: number | undefined;

  /** Whether what came can be decoded no further. */
  set(isBroken: boolean, now: number): void {
    if (!isBroken) this.#at = undefined;
    else this.#at ??= now + KEY_WISH_AFTER_MS;
  }

  get deadline(): number | undefined {
    return this.#at;
  }

  /** Whether to ask now. */
  isDue(now: number): boolean {
    if (this.#at === undefined || now < this.#at) return false;
    this.#at = now + KEY_WISH_AGAIN_MS;
    return true;
  }
}
