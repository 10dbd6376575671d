import { scryptAsync } from '@noble/hashes/scrypt.js';
import type { CryptoBackend } from '@open-rooms/protocol';
import { type Identity, identityOfSeed, SEED_BYTES, seedOf } from './identity.ts';
import { KeyError } from './key-error.ts';

/** What guessing one passphrase costs, in the terms of scrypt (RFC 7914). */
export interface SealCost {
  /** The binary logarithm of N: scrypt fills 128 · r · N bytes of memory. */
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/**
 * 64 MiB, filled twice: as hard as OWASP's first choice (128 MiB once), with half of its memory, which old phones have.
 * It takes half a second on a laptop and two on a phone. It stands beside what it seals: a later version may ask more.
 */
export const SEAL_COST: SealCost = { log2N: 16, r: 8, p: 2 };

/** Beyond this a text that somebody made up would take all memory, or minutes: 256 MiB, four times. */
const MAX_LOG2_N = 18;
const MAX_R = 8;
const MAX_P = 4;

/** `version 1 ‖ log2N 1 ‖ r 1 ‖ p 1 ‖ salt 16 ‖ tag 16 ‖ cipher 32` */
export const SEALED_KEY_BYTES = 68;
const VERSION = 1;
const SALT_AT = 4;
const TAG_AT = 20;
const CIPHER_AT = 36;

/** The salt is new each time, so the key of the box is never used twice, and the nonce may stay zero. */
const ZERO_NONCE = new Uint8Array(24);

/** Told how much of a stretch is done, from 0 to 1. */
export type OnProgress = (part: number) => void;

/**
 * A person's key, to be opened with a passphrase alone: spec/browser-identity.md. The page stays alive meanwhile.
 * @param passphrase is compared by its characters, however a keyboard composes them (NFKC).
 */
export async function sealKey(
  identity: Identity,
  passphrase: string,
  crypto: CryptoBackend,
  { cost = SEAL_COST, onProgress }: { readonly cost?: SealCost; readonly onProgress?: OnProgress } = {},
): Promise<Uint8Array> {
  const sealed = new Uint8Array(SEALED_KEY_BYTES);
  sealed.set([VERSION, cost.log2N, cost.r, cost.p]);
  sealed.set(crypto.randomBytes(TAG_AT - SALT_AT), SALT_AT);
  const key = await stretched(passphrase, sealed.subarray(SALT_AT, TAG_AT), cost, onProgress);
  const [tag, cipher] = [sealed.subarray(TAG_AT, CIPHER_AT), sealed.subarray(CIPHER_AT)];
  crypto.seal(cipher, tag, seedOf(identity), ZERO_NONCE, key);
  return sealed;
}

/**
 * The reverse of {@link sealKey}.
 * @throws KeyError `damaged` where it is no sealed key, `newer`, or `wrong-passphrase`
 */
export async function openSealedKey(
  sealed: Uint8Array,
  passphrase: string,
  crypto: CryptoBackend,
  onProgress?: OnProgress,
): Promise<Identity> {
  const cost = costOf(sealed);
  const key = await stretched(passphrase, sealed.subarray(SALT_AT, TAG_AT), cost, onProgress);
  const seed = new Uint8Array(SEED_BYTES);
  if (!crypto.open(seed, sealed.subarray(CIPHER_AT), sealed.subarray(TAG_AT, CIPHER_AT), ZERO_NONCE, key))
    throw new KeyError(
      'wrong-passphrase',
      'That does not open the key. Look at capital letters, and try again.',
    );
  return identityOfSeed(seed, crypto);
}

/**
 * What guessing its passphrase costs.
 * @throws KeyError `damaged`, `newer`
 */
function costOf(sealed: Uint8Array): SealCost {
  const [version = 0, log2N = 0, r = 0, p = 0] = sealed;
  if (version > VERSION)
    throw new KeyError(
      'newer',
      'This sealed key was made by a newer version of Open Rooms. Use that version, or a later one.',
    );
  const known = version === VERSION && sealed.length === SEALED_KEY_BYTES;
  const bounded = log2N >= 1 && log2N <= MAX_LOG2_N && r >= 1 && r <= MAX_R && p >= 1 && p <= MAX_P;
  if (known && bounded) return { log2N, r, p };
  throw new KeyError('damaged', 'This is no sealed key, or a part of one. Copy all of it, and try again.');
}

function stretched(
  passphrase: string,
  salt: Uint8Array,
  { log2N, r, p }: SealCost,
  onProgress: OnProgress = () => undefined,
): Promise<Uint8Array> {
  return scryptAsync(passphrase.normalize('NFKC'), salt, { N: 2 ** log2N, r, p, dkLen: 32, onProgress });
}
