import { sodium } from '@open-rooms/protocol/node';
import {
  HEADER_BYTES,
  HEADER_PLAIN_BYTES,
  increment,
  incrementTwice,
  MAX_BODY_BYTES,
} from '../../../protocol/boxstream/layout.ts';
import { NONCE_BYTES, TAG_BYTES } from '../../../protocol/crypto/secretbox.ts';

/** The relay and its clients know one key from the start: what the bench sends is no secret. */
const KEY = new Uint8Array(32).fill(7);

/** What both directions of box work have: nonces that count, and a header in plain. */
class Boxes {
  protected readonly headerNonce = new Uint8Array(NONCE_BYTES);
  protected readonly bodyNonce = new Uint8Array(NONCE_BYTES);
  protected readonly header = new Uint8Array(HEADER_PLAIN_BYTES);
  protected readonly bodyTag = this.header.subarray(2);

  constructor() {
    increment(this.bodyNonce);
  }

  protected next(): void {
    incrementTwice(this.headerNonce);
    incrementTwice(this.bodyNonce);
  }
}

/** Seals packets of the box stream, with nothing but the calls that this takes. */
export class RelaySealer extends Boxes {
  /** Seals `body` as a whole packet at `at`; answers where the packet ends. */
  seal(body: Uint8Array, target: Uint8Array, at: number): number {
    const { header, bodyTag } = this;
    const bodyAt = at + HEADER_BYTES;
    const end = bodyAt + body.length;
    sodium.seal(target.subarray(bodyAt, end), bodyTag, body, this.bodyNonce, KEY);
    header[0] = body.length >> 8;
    header[1] = body.length;
    const tag = target.subarray(at, at + TAG_BYTES);
    sodium.seal(target.subarray(at + TAG_BYTES, bodyAt), tag, header, this.headerNonce, KEY);
    this.next();
    return end;
  }
}

/** Opens packets of the box stream, in place. */
export class RelayOpener extends Boxes {
  /** Holds the one header or body that a cut goes through. */
  readonly #cut = new Uint8Array(MAX_BODY_BYTES);
  #cutFilled = 0;
  /** Length of the body that is due, 0 where a header is. */
  #bodyLength = 0;

  /** Hands on the body of each packet that `chunk` completes, good until the call returns. */
  open(chunk: Uint8Array, onBody: (body: Uint8Array) => void): void {
    for (let at = 0; at < chunk.length; ) {
      const end = at + (this.#bodyLength || HEADER_BYTES) - this.#cutFilled;
      if (this.#cutFilled === 0 && end <= chunk.length) {
        this.#openPart(chunk.subarray(at, end), onBody);
      } else {
        const piece = chunk.subarray(at, end);
        this.#cut.set(piece, this.#cutFilled);
        this.#cutFilled += piece.length;
        if (end <= chunk.length) this.#openPart(this.#cut.subarray(0, this.#cutFilled), onBody);
      }
      at = end;
    }
  }

  #openPart(part: Uint8Array, onBody: (body: Uint8Array) => void): void {
    this.#cutFilled = 0;
    const { header, bodyTag, headerNonce, bodyNonce } = this;
    if (this.#bodyLength > 0) {
      this.#bodyLength = 0;
      expectOpened(sodium.open(part, part, bodyTag, bodyNonce, KEY));
      this.next();
      onBody(part);
    } else {
      const tag = part.subarray(0, TAG_BYTES);
      expectOpened(sodium.open(header, part.subarray(TAG_BYTES), tag, headerNonce, KEY));
      this.#bodyLength = ((header[0] ?? 0) << 8) | (header[1] ?? 0);
    }
  }
}

function expectOpened(opened: boolean): void {
  if (!opened) throw new Error('A box of the bench does not open: its sender or the relay has a fault.');
}
