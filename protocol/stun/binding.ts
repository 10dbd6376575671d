import { isIntact, writeMessage } from './fingerprint.ts';
import { AttributeType, MessageType, readMessage } from './message.ts';
import { readXorAddress, type TransportAddress } from './transport-address.ts';

/**
 * A STUN Binding request: "from where do I come?"
 *
 * @param transactionId 12 random bytes, which the answer repeats
 */
export function bindingRequest(transactionId: Uint8Array): Uint8Array {
  return writeMessage(MessageType.bindingRequest, transactionId);
}

/** The address that a server says the request came from. `undefined` for whatever is no answer to this request. */
export function readBindingAnswer(
  bytes: Uint8Array,
  transactionId: Uint8Array,
): TransportAddress | undefined {
  const answer = readMessage(bytes);
  if (answer?.type !== MessageType.bindingSuccess || !isIntact(answer, bytes)) return undefined;
  if (transactionId.some((byte, index) => answer.transactionId[index] !== byte)) return undefined;
  const mapped = answer.attributes.find(({ type }) => type === AttributeType.xorMappedAddress);
  return mapped && readXorAddress(mapped.value, transactionId);
}
