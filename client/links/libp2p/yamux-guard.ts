import { MAX_YAMUX_FRAME_BYTES } from '../link-limits.ts';

/** A head of yamux: `version 1 ‖ type 1 ‖ flags 2 ‖ stream 4 ‖ length 4`. Data alone is followed by as many bytes. */
const HEAD_BYTES = 12;
const DATA = 0;
const LAST_TYPE = 3;

/** A far end that writes frames which no writer of ours makes. */
export class BadFrame extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'BadFrame';
  }
}

/**
 * Looks at the heads of yamux frames as they pass, however the bytes are cut: the library keeps everything until a frame
 * is whole, whatever length its head claims.
 */
export class YamuxGuard {
  readonly #head = new Uint8Array(HEAD_BYTES);
  #headBytes = 0;
  /** Bytes of the frame under way that are still to come. */
  #bodyLeft = 0;

  /** @throws BadFrame */
  pass(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const rest = bytes.length - at;
      if (this.#bodyLeft > 0) {
        const taken = Math.min(this.#bodyLeft, rest);
        this.#bodyLeft -= taken;
        at += taken;
        continue;
      }
      const taken = Math.min(HEAD_BYTES - this.#headBytes, rest);
      this.#head.set(bytes.subarray(at, at + taken), this.#headBytes);
      this.#headBytes += taken;
      at += taken;
      if (this.#headBytes === HEAD_BYTES) this.#begin();
    }
  }

  #begin(): void {
    this.#headBytes = 0;
    const head = new DataView(this.#head.buffer);
    const type = head.getUint8(1);
    if (head.getUint8(0) !== 0 || type > LAST_TYPE) throw new BadFrame('refused: that is no frame of yamux');
    if (type !== DATA) return;
    this.#bodyLeft = head.getUint32(8);
    if (this.#bodyLeft > MAX_YAMUX_FRAME_BYTES)
      throw new BadFrame(`refused: a frame has at most ${MAX_YAMUX_FRAME_BYTES} bytes`);
  }
}
