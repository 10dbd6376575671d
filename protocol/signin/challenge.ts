import { toBase64 } from '../bytes/base64.ts';
import type { CryptoBackend } from '../crypto/backend.ts';

/** 256 bits, as SIP 6 has it. */
const CHALLENGE_BYTES = 32;

/**
 * Base64 of 32 to 64 bytes in either alphabet, padded or not. Stock clients ask for 43 characters or more; what is
 * longer than 64 bytes is no challenge that anybody makes, and would be signed.
 */
export const CHALLENGE = /^[\w+/-]{43,86}={0,2}$/;

/** Whether a text can be a challenge of SIP 6. */
export function isChallenge(text: string): boolean {
  return CHALLENGE.test(text);
}

/** A challenge that nobody guesses, in the alphabet of URLs: a `+` would have to be escaped wherever it stands in one. */
export function newChallenge(crypto: Pick<CryptoBackend, 'randomBytes'>): string {
  return toBase64(crypto.randomBytes(CHALLENGE_BYTES)).replaceAll('+', '-').replaceAll('/', '_');
}
