import type { CryptoBackend } from '../crypto/backend.ts';
import { TAG_BYTES } from '../crypto/secretbox.ts';
import type { BoxKey } from '../shs/secrets.ts';
import { HEADER_BYTES, HEADER_PLAIN_BYTES, increment, incrementTwice, MAX_BODY_BYTES } from './layout.ts';

/** Seals one direction of a connection. Boxes are filled to 4096 bytes, whatever the writes were. */
export class BoxWriter {
  readonly #crypto: CryptoBackend;
  readonly #key: Uint8Array;
  readonly #headerNonce: Uint8Array;
  readonly #bodyNonce: Uint8Array;
  readonly #header = new Uint8Array(HEADER_PLAIN_BYTES);
  readonly #bodyTag = this.#header.subarray(2);

  constructor(crypto: CryptoBackend, { key, nonce }: BoxKey) {
    this.#crypto = crypto;
    this.#key = key;
    this.#headerNonce = new Uint8Array(nonce);
    this.#bodyNonce = new Uint8Array(nonce);
    increment(this.#bodyNonce);
  }

  /** The packets of `plain`, in one array of their own, ready for one socket write. Nothing for no bytes. */
  seal(plain: Uint8Array): Uint8Array {
    const boxes = Math.ceil(plain.length / MAX_BODY_BYTES);
    const packets = this.#crypto.allocate(plain.length + boxes * HEADER_BYTES);
    let at = 0;
    for (let from = 0; from < plain.length; from += MAX_BODY_BYTES) {
      const body = plain.subarray(from, from + MAX_BODY_BYTES);
      const bodyAt = at + HEADER_BYTES;
      const cipher = packets.subarray(bodyAt, bodyAt + body.length);
      this.#crypto.seal(cipher, this.#bodyTag, body, this.#bodyNonce, this.#key);
      this.#header[0] = body.length >> 8;
      this.#header[1] = body.length & 255;
      this.#sealHeader(packets, at);
      incrementTwice(this.#headerNonce);
      incrementTwice(this.#bodyNonce);
      at = bodyAt + body.length;
    }
    return packets;
  }

  /** The last packet of a direction: nothing may be sealed after it. */
  goodbye(): Uint8Array {
    const packet = this.#crypto.allocate(HEADER_BYTES);
    this.#header.fill(0);
    this.#sealHeader(packet, 0);
    return packet;
  }

  #sealHeader(packets: Uint8Array, at: number): void {
    const cipher = packets.subarray(at + TAG_BYTES, at + HEADER_BYTES);
    this.#crypto.seal(
      cipher,
      packets.subarray(at, at + TAG_BYTES),
      this.#header,
      this.#headerNonce,
      this.#key,
    );
  }
}
