import { concat } from '../bytes/concat.ts';
import { MAGIC_COOKIE, uint16At, writeUint16 } from './message.ts';

/** Where a datagram came from, as the one who received it sees it. */
export interface TransportAddress {
  /** The 4 bytes of an IPv4 address, or the 16 of an IPv6 one. */
  readonly ip: Uint8Array;
  readonly port: number;
}

const IPV4_BYTES = 4;
const IPV6_BYTES = 16;
const IPV4_FAMILY = 1;
const IPV6_FAMILY = 2;
const PORT_AT = 2;
const IP_AT = 4;

/**
 * The value of XOR-MAPPED-ADDRESS (RFC 8489 §14.2): `0 ‖ family 1 ‖ port 2 ‖ address`, port and address XORed with the
 * magic cookie and the transaction id, so that no router rewrites what looks like an address.
 */
export function writeXorAddress({ ip, port }: TransportAddress, transactionId: Uint8Array): Uint8Array {
  const value = new Uint8Array(IP_AT + ip.length);
  value[1] = ip.length === IPV4_BYTES ? IPV4_FAMILY : IPV6_FAMILY;
  writeUint16(value, PORT_AT, port ^ uint16At(MAGIC_COOKIE, 0));
  value.set(xored(ip, transactionId), IP_AT);
  return value;
}

/** Reads what {@link writeXorAddress} writes. `undefined` for anything else. */
export function readXorAddress(value: Uint8Array, transactionId: Uint8Array): TransportAddress | undefined {
  const wanted = lengthOf(value[1]);
  const ip = value.subarray(IP_AT);
  if (ip.length !== wanted) return undefined;
  return { ip: xored(ip, transactionId), port: uint16At(value, PORT_AT) ^ uint16At(MAGIC_COOKIE, 0) };
}

function lengthOf(family: number | undefined): number | undefined {
  if (family === IPV4_FAMILY) return IPV4_BYTES;
  return family === IPV6_FAMILY ? IPV6_BYTES : undefined;
}

function xored(ip: Uint8Array, transactionId: Uint8Array): Uint8Array {
  const mask = concat(MAGIC_COOKIE, transactionId);
  return ip.map((byte, index) => byte ^ (mask[index] ?? 0));
}
