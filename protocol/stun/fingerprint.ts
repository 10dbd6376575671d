import { concat } from '../bytes/concat.ts';
import {
  ATTRIBUTE_HEAD_BYTES,
  AttributeType,
  attribute,
  type MessageTypeValue,
  messageHead,
  type StunMessage,
} from './message.ts';

/** What the checksum is XORed with, so that no checksum of another protocol is one of STUN (RFC 8489 §14.7). */
const FINGERPRINT_XOR = 0x5354_554e;
const FINGERPRINT_BYTES = 4;

const CRC_POLYNOMIAL = 0xedb8_8320;
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ CRC_POLYNOMIAL : rest >>> 1;
  return rest;
});

/** Writes a whole message, closed with a FINGERPRINT. */
export function writeMessage(
  type: MessageTypeValue,
  transactionId: Uint8Array,
  ...attributes: readonly Uint8Array[]
): Uint8Array {
  const body = concat(...attributes);
  const length = body.length + ATTRIBUTE_HEAD_BYTES + FINGERPRINT_BYTES;
  const covered = concat(messageHead(type, length, transactionId), body);
  return concat(covered, attribute(AttributeType.fingerprint, fingerprintOf(covered)));
}

/** Whether a message has no FINGERPRINT, or the right one as its last attribute. */
export function isIntact(message: StunMessage, bytes: Uint8Array): boolean {
  const index = message.attributes.findIndex(({ type }) => type === AttributeType.fingerprint);
  const found = message.attributes[index];
  if (found === undefined) return true;
  if (index !== message.attributes.length - 1 || found.value.length !== FINGERPRINT_BYTES) return false;
  const wanted = fingerprintOf(bytes.subarray(0, found.at));
  return wanted.every((byte, at) => found.value[at] === byte);
}

/** The value of the FINGERPRINT that follows `bytes`. */
function fingerprintOf(bytes: Uint8Array): Uint8Array {
  const value = crc32(bytes) ^ FINGERPRINT_XOR;
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

function crc32(bytes: Uint8Array): number {
  let rest = 0xffff_ffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ (CRC_TABLE[(rest ^ byte) & 0xff] ?? 0);
  return ~rest;
}
