import { Gather } from '../bytes/gather.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import { TAG_BYTES } from '../crypto/secretbox.ts';
import type { BoxKey } from '../shs/secrets.ts';
import { HEADER_BYTES, HEADER_PLAIN_BYTES, increment, incrementTwice, MAX_BODY_BYTES } from './layout.ts';

/** The peer broke the box stream: the connection ends, without a word to it. */
export class BoxStreamError extends Error {
  readonly code: 'box-forged' | 'box-too-large' | 'box-empty';

  constructor(code: BoxStreamError['code'], sentence: string) {
    super(sentence);
    this.name = 'BoxStreamError';
    this.code = code;
  }
}

/**
 * Opens one direction of a connection, fed chunks cut anywhere. Packets are opened inside the chunk they came
 * in, so that nothing is copied but the one packet that a cut goes through.
 */
export class BoxReader {
  readonly #crypto: CryptoBackend;
  readonly #key: Uint8Array;
  readonly #headerNonce: Uint8Array;
  readonly #bodyNonce: Uint8Array;
  readonly #header = new Uint8Array(HEADER_PLAIN_BYTES);
  readonly #bodyTag = this.#header.subarray(2);
  /** A header or body that a cut goes through; `#bodyLength` tells which. */
  #cut: Gather | undefined;
  /** Length of the body that follows, 0 while a header is due. */
  #bodyLength = 0;
  #ended = false;

  constructor(crypto: CryptoBackend, { key, nonce }: BoxKey) {
    this.#crypto = crypto;
    this.#key = key;
    this.#headerNonce = new Uint8Array(nonce);
    this.#bodyNonce = new Uint8Array(nonce);
    increment(this.#bodyNonce);
  }

  /** Whether the goodbye was read. A stream that ends without it was cut by somebody. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * The plain text of all packets that `chunk` completes, in runs. It takes the chunk's memory over: the runs
   * lie in it. Throws {@link BoxStreamError}. What follows a goodbye is ignored.
   */
  open(chunk: Uint8Array): Uint8Array[] {
    const runs: Uint8Array[] = [];
    let at = this.#cut === undefined ? 0 : this.#finishCut(chunk, runs);
    const from = at;
    let filled = at;
    while (!this.#ended && this.#cut === undefined && at < chunk.length) {
      const length = this.#bodyLength || HEADER_BYTES;
      if (chunk.length - at < length) {
        this.#cut = new Gather(length);
        this.#cut.take(chunk.subarray(at));
        break;
      }
      const part = chunk.subarray(at, at + length);
      at += length;
      if (this.#bodyLength === 0) {
        this.#openHeader(part);
      } else {
        this.#openBody(part, chunk.subarray(filled, filled + length));
        filled += length;
      }
    }
    if (filled > from) runs.push(chunk.subarray(from, filled));
    return runs;
  }

  /** Completes the part that the last cut went through; answers where the chunk goes on. */
  #finishCut(chunk: Uint8Array, runs: Uint8Array[]): number {
    const cut = this.#cut;
    const at = cut?.take(chunk) ?? 0;
    const part = cut?.whole;
    if (part === undefined) return at;
    this.#cut = undefined;
    if (this.#bodyLength === 0) {
      this.#openHeader(part);
    } else {
      this.#openBody(part, part);
      runs.push(part);
    }
    return at;
  }

  #openHeader(box: Uint8Array): void {
    const tag = box.subarray(0, TAG_BYTES);
    const cipher = box.subarray(TAG_BYTES);
    if (!this.#crypto.open(this.#header, cipher, tag, this.#headerNonce, this.#key)) {
      throw new BoxStreamError(
        'box-forged',
        'A box header does not open: the stream was changed on its way.',
      );
    }
    const length = ((this.#header[0] ?? 0) << 8) | (this.#header[1] ?? 0);
    if (length === 0) {
      if (this.#bodyTag.some((byte) => byte !== 0)) {
        throw new BoxStreamError('box-empty', 'A box header announces an empty body.');
      }
      this.#ended = true;
    } else if (length > MAX_BODY_BYTES) {
      throw new BoxStreamError(
        'box-too-large',
        `A box of ${length} bytes: at most ${MAX_BODY_BYTES} are allowed.`,
      );
    }
    this.#bodyLength = length;
  }

  #openBody(cipher: Uint8Array, plain: Uint8Array): void {
    if (!this.#crypto.open(plain, cipher, this.#bodyTag, this.#bodyNonce, this.#key)) {
      throw new BoxStreamError('box-forged', 'A box body does not open: the stream was changed on its way.');
    }
    incrementTwice(this.#headerNonce);
    incrementTwice(this.#bodyNonce);
    this.#bodyLength = 0;
  }
}
