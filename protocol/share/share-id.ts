import { toHex } from '../bytes/hex.ts';

/** The name of a share: 32 hexadecimal digits in lower case, of 16 random bytes. */
export type ShareId = string;

export const SHARE_ID_BYTES = 16;

/** Whether `value` is well formed as the id of a share. */
export function isShareId(value: unknown): value is ShareId {
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
}

/** The id that 16 random bytes make. Throws `RangeError` where they are fewer or more. */
export function newShareId(randomBytes: Uint8Array): ShareId {
  if (randomBytes.length === SHARE_ID_BYTES) return toHex(randomBytes);
  throw new RangeError(
    `Cannot name a share by ${randomBytes.length} random bytes: give ${SHARE_ID_BYTES} of them.`,
  );
}
