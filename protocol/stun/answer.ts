import { isIntact, writeMessage } from './fingerprint.ts';
import {
  AttributeType,
  attribute,
  FIRST_OPTIONAL_ATTRIBUTE,
  MessageType,
  readMessage,
  readType,
  type StunMessage,
  writeUint16,
} from './message.ts';
import { type TransportAddress, writeXorAddress } from './transport-address.ts';

/** Longest request that is read: RFC 8489 §6.1 keeps requests below the smallest packet that every path carries. */
export const STUN_REQUEST_MAX_BYTES = 548;

/**
 * An answer is at most this much longer than its request: a mapped IPv6 address and a fingerprint. With the heads of IP
 * and UDP that is half as much again, so nobody who sends in the name of another gains from it.
 */
export const STUN_ANSWER_MAX_EXTRA_BYTES = 32;

/** Credentials mean nothing to a server that asks for none: they are passed over. */
const PASSED_OVER: readonly number[] = [
  AttributeType.username,
  AttributeType.messageIntegrity,
  AttributeType.messageIntegritySha256,
  AttributeType.passwordAlgorithm,
  AttributeType.userHash,
  AttributeType.realm,
  AttributeType.nonce,
];

/** Class 4, number 20: "Unknown Attribute", without the words. */
const UNKNOWN_ATTRIBUTE = Uint8Array.of(0, 0, 4, 20);

/** Whether the head of a datagram is that of a Binding request: all others can be left alone at no cost. */
export function isBindingRequest(bytes: Uint8Array): boolean {
  return bytes.length <= STUN_REQUEST_MAX_BYTES && readType(bytes) === MessageType.bindingRequest;
}

/**
 * Answers a STUN Binding request with the address that it came from (RFC 8489 §6.3), or with error 420 where it asks for
 * something that has to be understood and is not. `undefined` for all other bytes: they are not answered, so that two
 * servers never answer each other.
 */
export function answerBinding(bytes: Uint8Array, from: TransportAddress): Uint8Array | undefined {
  const request = isBindingRequest(bytes) ? readMessage(bytes) : undefined;
  if (request === undefined || !isIntact(request, bytes)) return undefined;
  const { transactionId } = request;
  const unknown = unknownAttributes(request);
  if (unknown.length > 0) {
    return writeMessage(
      MessageType.bindingError,
      transactionId,
      attribute(AttributeType.errorCode, UNKNOWN_ATTRIBUTE),
      attribute(AttributeType.unknownAttributes, typesAsBytes(unknown)),
    );
  }
  const address = attribute(AttributeType.xorMappedAddress, writeXorAddress(from, transactionId));
  return writeMessage(MessageType.bindingSuccess, transactionId, address);
}

function unknownAttributes({ attributes }: StunMessage): number[] {
  const types = attributes
    .map(({ type }) => type)
    .filter((type) => type < FIRST_OPTIONAL_ATTRIBUTE && !PASSED_OVER.includes(type));
  return [...new Set(types)];
}

function typesAsBytes(types: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * types.length);
  types.forEach((type, index) => {
    writeUint16(bytes, 2 * index, type);
  });
  return bytes;
}
