import type { CryptoBackend } from '@open-rooms/protocol';
import { type Identity, identityOfSeed, SEED_BYTES, seedOf } from './identity.ts';

const TAG_BYTES = 16;
const PURPOSE = 'open-rooms key transfer 1';

/** Each box has a key of its own, made of two one-time keys: the nonce may stay zero. */
const ZERO_NONCE = new Uint8Array(24);

/** A key pair for one transfer. */
export interface OneTimeKeys {
  /** 32 bytes each. */
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** Who speaks to whom, as the browser says: part of what the box is sealed with. */
export interface Origins {
  readonly giver: string;
  readonly taker: string;
}

/** Both public keys, whichever of the two is one's own. */
interface PublicKeys {
  readonly giver: Uint8Array;
  readonly taker: Uint8Array;
}

export function oneTimeKeys(crypto: CryptoBackend): OneTimeKeys {
  const secretKey = crypto.randomBytes(32);
  return { publicKey: crypto.x25519PublicKey(secretKey), secretKey };
}

/** `tag 16 ‖ cipher 32` of the seed, for the taker alone; `undefined` where what it says is no public key. */
export function sealSeed(
  identity: Identity,
  own: OneTimeKeys,
  taker: Uint8Array,
  origins: Origins,
  crypto: CryptoBackend,
): Uint8Array | undefined {
  const key = keyOf(own.secretKey, taker, { giver: own.publicKey, taker }, origins, crypto);
  if (key === undefined) return undefined;
  const box = new Uint8Array(TAG_BYTES + SEED_BYTES);
  crypto.seal(box.subarray(TAG_BYTES), box.subarray(0, TAG_BYTES), seedOf(identity), ZERO_NONCE, key);
  return box;
}

/** The reverse of {@link sealSeed}; `undefined` where the box was sealed for somebody else, or between other origins. */
export function openSeed(
  box: Uint8Array,
  own: OneTimeKeys,
  giver: Uint8Array,
  origins: Origins,
  crypto: CryptoBackend,
): Identity | undefined {
  const key = keyOf(own.secretKey, giver, { giver, taker: own.publicKey }, origins, crypto);
  if (key === undefined) return undefined;
  const seed = new Uint8Array(SEED_BYTES);
  const opened = crypto.open(seed, box.subarray(TAG_BYTES), box.subarray(0, TAG_BYTES), ZERO_NONCE, key);
  return opened ? identityOfSeed(seed, crypto) : undefined;
}

/** SHA-256 of what the two have in common: `purpose ‖ X25519 ‖ both public keys ‖ both origins`, with 0 behind texts. */
function keyOf(
  secretKey: Uint8Array,
  publicKey: Uint8Array,
  keys: PublicKeys,
  origins: Origins,
  crypto: CryptoBackend,
): Uint8Array | undefined {
  const shared = crypto.x25519(secretKey, publicKey);
  if (shared === undefined) return undefined;
  const text = (words: string) => new TextEncoder().encode(`${words}\0`);
  const parts = [text(PURPOSE), shared, keys.giver, keys.taker, text(origins.giver), text(origins.taker)];
  return crypto.sha256(Uint8Array.from(parts.flatMap((part) => [...part])));
}
