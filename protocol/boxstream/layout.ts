import { TAG_BYTES } from '../crypto/secretbox.ts';

/**
 * A packet is a header box of 34 bytes and a body of 1 to 4096:
 *
 *     tag 16 ‖ sealed( body length, uint16 BE ‖ body tag 16 )        then the body's cipher text
 *
 * The header takes the nonce n, the body n + 1. A header of 18 zero bytes is the goodbye.
 */
export const HEADER_PLAIN_BYTES = 2 + TAG_BYTES;
export const HEADER_BYTES = TAG_BYTES + HEADER_PLAIN_BYTES;

/**
 * Every writer that is known splits here, so a longer body is an attack on our buffers, not a peer: two of the
 * reader's implementations disagree up to 65535, and we stand with the strict one.
 */
export const MAX_BODY_BYTES = 4096;

/** Adds one to a big-endian counter, in place; it wraps. */
export function increment(nonce: Uint8Array): void {
  for (let at = nonce.length - 1; at >= 0; at--) {
    const next = ((nonce[at] ?? 0) + 1) & 255;
    nonce[at] = next;
    if (next !== 0) return;
  }
}

/** From one header's nonce to the next header's, or from one body's to the next body's. */
export function incrementTwice(nonce: Uint8Array): void {
  increment(nonce);
  increment(nonce);
}
