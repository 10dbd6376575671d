import * as v from 'valibot';
import { toBase64 } from '../bytes/base64.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { FeedId } from '../identity/feed-id.ts';
import { writeSignature } from '../identity/signature-text.ts';

const milliseconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/**
 * An entry of a room's audit log, as it is kept and as it leaves the room: what happened, the hash of the entry before,
 * and the room's signature (spec/audit.md). Its signature is not verified by reading it.
 */
export const sealedEntrySchema = v.object({
  /** 1, 2, 3 … without a gap. */
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** Milliseconds since 1970, UTC. */
  at: milliseconds,
  event: v.string(),
  /** Who did it: a feed id, `operator`, or empty where it is not known. */
  by: v.string(),
  /** The network address it came from; `null` where there was none, or it was erased. */
  address: v.nullable(v.string()),
  /** Base64 of 16 random bytes; erased with the address, so that nobody can try all addresses on its hash. */
  addressSalt: v.nullable(v.string()),
  /** Base64 of the salted hash of the address, which stays; empty where there was no address. */
  addressHash: v.string(),
  subject: v.string(),
  message: v.string(),
  reason: v.string(),
  /** Base64 of the hash of the entry before, or of {@link auditOrigin}. */
  previous: v.string(),
  /** The room's, over the entry's hash. */
  signature: v.string(),
});
export type SealedEntry = Readonly<v.InferOutput<typeof sealedEntrySchema>>;

/** What of an entry is told before it is sealed. */
export type AuditContent = Pick<
  SealedEntry,
  'id' | 'at' | 'event' | 'by' | 'address' | 'subject' | 'message' | 'reason'
>;

/** Bytes of the salt of one address. */
const SALT_BYTES = 16;

const encoder = new TextEncoder();

/** What stands as `previous` in a room's first entry: so that no log passes as another room's. */
export function auditOrigin(crypto: Pick<CryptoBackend, 'sha256'>, room: FeedId): string {
  return hashed(crypto, `=open-rooms-audit-begin:${room}`);
}

/** The text that the hash of an entry is made of, as UTF-8. The address is in it by its hash alone. */
export function entryText(entry: Omit<SealedEntry, 'address' | 'addressSalt' | 'signature'>): string {
  const { id, at, event, by, addressHash, subject, message, reason, previous } = entry;
  return `=open-rooms-audit-entry:${JSON.stringify([id, at, event, by, addressHash, subject, message, reason, previous])}`;
}

/** Base64 of the SHA-256 of an entry, which the next one holds. */
export function entryHash(
  crypto: Pick<CryptoBackend, 'sha256'>,
  entry: Parameters<typeof entryText>[0],
): string {
  return hashed(crypto, entryText(entry));
}

/** Base64 of the hash that stands for an address in the chain. */
export function addressHashOf(crypto: Pick<CryptoBackend, 'sha256'>, salt: string, address: string): string {
  return hashed(crypto, `=open-rooms-audit-address:${salt}:${address}`);
}

/** The text that a room signs for an entry, as UTF-8. */
export function entrySignatureText(room: FeedId, id: number, hash: string): string {
  return `=open-rooms-audit:${room}:${id}:${hash}`;
}

/**
 * Makes an entry of the log out of what happened.
 * @param key the room's; `secretKey` is 64 bytes
 * @param previous the hash of the entry before, or {@link auditOrigin}
 * @returns the entry, and its hash for the next one
 */
export function sealEntry(
  crypto: Pick<CryptoBackend, 'sha256' | 'sign' | 'randomBytes'>,
  key: { readonly id: FeedId; readonly secretKey: Uint8Array },
  content: AuditContent,
  previous: string,
): { entry: SealedEntry; hash: string } {
  const { address } = content;
  const addressSalt = address === null ? null : toBase64(crypto.randomBytes(SALT_BYTES));
  const addressHash =
    address === null || addressSalt === null ? '' : addressHashOf(crypto, addressSalt, address);
  const unsigned = { ...content, addressSalt, addressHash, previous };
  const hash = entryHash(crypto, unsigned);
  const text = entrySignatureText(key.id, content.id, hash);
  const signature = writeSignature(crypto.sign(encoder.encode(text), key.secretKey));
  return { entry: { ...unsigned, signature }, hash };
}

function hashed(crypto: Pick<CryptoBackend, 'sha256'>, text: string): string {
  return toBase64(crypto.sha256(encoder.encode(text)));
}
