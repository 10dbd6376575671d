/** Bytes before the body of a frame: flags, length, request number. */
const HEAD_BYTES = 9;

const FLAG_STREAM = 8;
const FLAG_END = 4;
const TYPE_BITS = 3;
const TYPE_JSON = 2;

/** First characters of JSON. Space may stand before them. */
const SPACES = [0x20, 0x09, 0x0a, 0x0d];
const OBJECT = 0x7b;
const TRUE = 0x74;

/** A frame whose body has to be looked at. */
interface Suspect {
  readonly req: number;
  readonly stream: boolean;
  readonly end: boolean;
}

/**
 * Reads along what a peer sends and tells frames that end a stock app: muxrpc 6 and 8 look into a request before they
 * know that it is one, so that a single `null`, or a new stream that ends with `false`, is thrown as an error that
 * nobody catches. The first of them is not passed on. Nothing else is looked at, and nothing is copied.
 */
export class FrameGuard {
  readonly #head = new Uint8Array(HEAD_BYTES);
  #headLength = 0;
  #bodyLeft = 0;
  #suspect: Suspect | undefined;
  /** Streams that the peer has opened and not ended. */
  readonly #open = new Set<number>();

  /** Whether these bytes, after all before them, may be passed on. */
  passes(bytes: Uint8Array): boolean {
    let at = 0;
    while (at < bytes.length) {
      if (this.#bodyLeft > 0) {
        const end = Math.min(bytes.length, at + this.#bodyLeft);
        if (!this.#look(bytes.subarray(at, end))) return false;
        this.#bodyLeft -= end - at;
        at = end;
      } else {
        this.#head[this.#headLength++] = bytes[at++] ?? 0;
        if (this.#headLength === HEAD_BYTES) this.#begin();
      }
    }
    return true;
  }

  #begin(): void {
    this.#headLength = 0;
    const view = new DataView(this.#head.buffer);
    const flags = view.getUint8(0);
    const req = view.getInt32(5);
    this.#bodyLeft = view.getUint32(1);
    const stream = (flags & FLAG_STREAM) !== 0;
    const end = (flags & FLAG_END) !== 0;
    const isOpening = req > 0 && !(stream && this.#open.has(req));
    this.#suspect = isOpening && (flags & TYPE_BITS) === TYPE_JSON ? { req, stream, end } : undefined;
    if (stream && end) this.#open.delete(req);
  }

  /** Whether a body begins as it may. */
  #look(body: Uint8Array): boolean {
    if (this.#suspect === undefined) return true;
    const first = body.find((byte) => !SPACES.includes(byte));
    if (first === undefined) return true;
    const { req, stream, end } = this.#suspect;
    this.#suspect = undefined;
    if (first !== OBJECT) return end && first === TRUE;
    if (stream && !end) this.#open.add(req);
    return true;
  }
}
