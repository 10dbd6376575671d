import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, publicKeyOf } from '../identity/feed-id.ts';
import { readAnySignature, writeSignature } from '../identity/signature-text.ts';

/** Who signs in where, and the challenges of both sides (spec/sign-in.md, SIP 6). */
export interface SignIn {
  /** The server: the room. */
  readonly sid: FeedId;
  /** The client: whoever signs in. */
  readonly cid: FeedId;
  /** The server's challenge, as the text that it is: never decoded, whichever alphabet its base64 has. */
  readonly sc: string;
  /** The client's challenge, as the text that it is. */
  readonly cc: string;
}

const encoder = new TextEncoder();

/** The text that whoever signs in signs, as UTF-8: the ids with their sigils, the challenges as they are. */
export function signInText({ sid, cid, sc, cc }: SignIn): string {
  return `=http-auth-sign-in:${sid}:${cid}:${sc}:${cc}`;
}

/**
 * The solution of a sign-in: `BASE64.sig.ed25519`.
 * @param secretKey 64 bytes, of `signIn.cid`
 */
export function solveSignIn(
  crypto: Pick<CryptoBackend, 'sign'>,
  secretKey: Uint8Array,
  signIn: SignIn,
): string {
  return writeSignature(crypto.sign(encoder.encode(signInText(signIn)), secretKey));
}

/**
 * What a solution is: the client's word, something else, or no signature at all. It is read with or without its
 * suffix, in either alphabet of base64: clients differ.
 */
export function judgeSolution(
  crypto: Pick<CryptoBackend, 'verify'>,
  signIn: SignIn,
  solution: string,
): 'good' | 'wrong' | 'unreadable' {
  const signature = readAnySignature(solution);
  if (typeof signature === 'string') return 'unreadable';
  const key = publicKeyOf(signIn.cid);
  const isGood = key !== undefined && crypto.verify(signature, encoder.encode(signInText(signIn)), key);
  return isGood ? 'good' : 'wrong';
}
