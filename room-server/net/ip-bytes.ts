import { isIP } from 'node:net';
import { ipv6Groups } from '@open-rooms/protocol';

/** The 4 or 16 bytes of an IP address; `undefined` for a host name. */
export function ipBytes(host: string): Uint8Array | undefined {
  switch (isIP(host)) {
    case 4:
      return ipv4Bytes(host);
    case 6:
      return Uint8Array.from(ipv6Groups(host).flatMap((group) => [...groupBytes(group)]));
    default:
      return undefined;
  }
}

function ipv4Bytes(address: string): Uint8Array {
  return Uint8Array.from(address.split('.'), Number);
}

/** A group of IPv6 has two bytes; an IPv4 address at the end has four. */
function groupBytes(group: string): Uint8Array {
  if (group.includes('.')) return ipv4Bytes(group);
  const value = Number.parseInt(group, 16);
  return Uint8Array.of(value >> 8, value & 0xff);
}
