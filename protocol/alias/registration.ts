import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, publicKeyOf } from '../identity/feed-id.ts';

/** Who is known by which name at which room. */
export interface AliasRegistration {
  readonly roomId: FeedId;
  readonly userId: FeedId;
  /** As it is signed, letter case included. */
  readonly alias: string;
}

const encoder = new TextEncoder();

/** The text that the owner of an alias signs, as UTF-8 (SIP 7): the ids with their sigils, the alias as it is. */
export function registrationText({ roomId, userId, alias }: AliasRegistration): string {
  return `=room-alias-registration:${roomId}:${userId}:${alias}`;
}

/**
 * The owner's word for an alias, 64 bytes: whoever uses the alias verifies it, so that no room can pass off one person
 * as another.
 * @param secretKey 64 bytes, of `registration.userId`
 */
export function signAliasRegistration(
  crypto: Pick<CryptoBackend, 'sign'>,
  secretKey: Uint8Array,
  registration: AliasRegistration,
): Uint8Array {
  return crypto.sign(encoder.encode(registrationText(registration)), secretKey);
}

/** Whether `signature` is the word of `registration.userId`. */
export function verifyAliasRegistration(
  crypto: Pick<CryptoBackend, 'verify'>,
  registration: AliasRegistration,
  signature: Uint8Array,
): boolean {
  const key = publicKeyOf(registration.userId);
  return key !== undefined && crypto.verify(signature, encoder.encode(registrationText(registration)), key);
}
