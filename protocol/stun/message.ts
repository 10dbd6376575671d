/**
 * A STUN message (RFC 8489 §5) is a head of 20 bytes and attributes, each padded to four bytes:
 *
 *     type 2 ‖ length of the attributes 2 ‖ magic cookie 4 ‖ transaction id 12
 *     type 2 ‖ length of the value 2 ‖ value ‖ padding to 4
 */
const STUN_HEAD_BYTES = 20;

export const ATTRIBUTE_HEAD_BYTES = 4;

export const TRANSACTION_ID_BYTES = 12;

export const MAGIC_COOKIE = Uint8Array.of(0x21, 0x12, 0xa4, 0x42);

const COOKIE_AT = 4;
const TRANSACTION_AT = 8;

/** The messages that are spoken here. Every other method and class is somebody else's. */
export const MessageType = { bindingRequest: 0x0001, bindingSuccess: 0x0101, bindingError: 0x0111 } as const;

export type MessageTypeValue = (typeof MessageType)[keyof typeof MessageType];

export const AttributeType = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  unknownAttributes: 0x000a,
  realm: 0x0014,
  nonce: 0x0015,
  messageIntegritySha256: 0x001c,
  passwordAlgorithm: 0x001d,
  userHash: 0x001e,
  xorMappedAddress: 0x0020,
  fingerprint: 0x8028,
} as const;

/** From here on an attribute may be passed over by who does not know it (§14). */
export const FIRST_OPTIONAL_ATTRIBUTE = 0x8000;

export interface Attribute {
  readonly type: number;
  readonly value: Uint8Array;
  /** Where its head begins in the message. */
  readonly at: number;
}

export interface StunMessage {
  readonly type: number;
  readonly transactionId: Uint8Array;
  readonly attributes: readonly Attribute[];
}

/** The type that the head of a message says; `undefined` for bytes that are none, or not whole, or more than one. */
export function readType(bytes: Uint8Array): number | undefined {
  if (bytes.length < STUN_HEAD_BYTES || bytes.length % 4 !== 0) return undefined;
  const type = uint16At(bytes, 0);
  // The two highest bits tell STUN from what else may come to a port.
  if (type >= 0x4000 || uint16At(bytes, 2) !== bytes.length - STUN_HEAD_BYTES) return undefined;
  return MAGIC_COOKIE.some((byte, index) => bytes[COOKIE_AT + index] !== byte) ? undefined : type;
}

/** Reads a message. `undefined` for bytes that are none, or not whole, or more than one. */
export function readMessage(bytes: Uint8Array): StunMessage | undefined {
  const type = readType(bytes);
  if (type === undefined) return undefined;
  const attributes = readAttributes(bytes);
  return attributes && { type, transactionId: bytes.slice(TRANSACTION_AT, STUN_HEAD_BYTES), attributes };
}

function readAttributes(bytes: Uint8Array): Attribute[] | undefined {
  const attributes: Attribute[] = [];
  let at = STUN_HEAD_BYTES;
  while (at < bytes.length) {
    const from = at + ATTRIBUTE_HEAD_BYTES;
    const to = from + uint16At(bytes, at + 2);
    if (to > bytes.length) return undefined;
    attributes.push({ type: uint16At(bytes, at), value: bytes.subarray(from, to), at });
    at = padded(to);
  }
  return attributes;
}

/** The head of a message whose attributes have `length` bytes. */
export function messageHead(type: MessageTypeValue, length: number, transactionId: Uint8Array): Uint8Array {
  const head = new Uint8Array(STUN_HEAD_BYTES);
  writeUint16(head, 0, type);
  writeUint16(head, 2, length);
  head.set(MAGIC_COOKIE, COOKIE_AT);
  head.set(transactionId, TRANSACTION_AT);
  return head;
}

/** An attribute with its head and padding. */
export function attribute(type: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(padded(ATTRIBUTE_HEAD_BYTES + value.length));
  writeUint16(bytes, 0, type);
  writeUint16(bytes, 2, value.length);
  bytes.set(value, ATTRIBUTE_HEAD_BYTES);
  return bytes;
}

export function uint16At(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function writeUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}
