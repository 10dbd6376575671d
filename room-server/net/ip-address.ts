import { ipv6Groups } from '@open-rooms/protocol';

/** An address as its family writes it: sockets for both kinds of IP tell IPv4 addresses as `::ffff:192.0.2.7`. */
export function unmapped(address: string): string {
  return address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address;
}

const MAPPED = '::ffff:';

/** What counts as one address: an IPv4 address, or the /64 network that one IPv6 customer is given. */
export function networkOf(address: string): string {
  const plain = unmapped(address);
  if (!plain.includes(':')) return plain;
  return ipv6Groups(plain).slice(0, 4).join(':');
}

/** What counts as one place: an IPv4 address, or the /48 network of which one site may give itself 65,536 of /64. */
export function siteOf(address: string): string {
  return networkOf(address).split(':').slice(0, 3).join(':');
}
