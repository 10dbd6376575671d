import { fromBase64, fromUrlAlphabet, toBase64Url } from '../bytes/base64.ts';

/** Bytes of an invite: nobody guesses them. */
export const INVITE_SEED_BYTES = 32;
/** 43 characters of base64url, unpadded. */
const FORM = /^[\w-]{43}$/;

/** The seed of an invite as the token of its links: base64url without padding (spec/http-invites.md). */
export function writeInviteToken(seed: Uint8Array): string {
  return toBase64Url(seed);
}

/** The seed that a token stands for; `undefined` for whatever is no token of ours. */
export function readInviteToken(token: string): Uint8Array | undefined {
  return FORM.test(token) ? fromBase64(`${fromUrlAlphabet(token)}=`) : undefined;
}
