/** The eight groups of an IPv6 address in hexadecimal, as far as they are written; IPv4 at its end stays as it is. */
export function ipv6Groups(address: string): string[] {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail === undefined) return groups;
  const rest = tail === '' ? [] : tail.split(':');
  const written = groups.length + rest.length + (rest.at(-1)?.includes('.') ? 1 : 0);
  return [...groups, ...Array<string>(Math.max(0, 8 - written)).fill('0'), ...rest];
}

/** What counts as one address: an IPv4 address, or the /64 network that one IPv6 customer is given. */
export function networkOf(address: string): string {
  const mapped = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  if (!mapped.includes(':')) return mapped;
  return ipv6Groups(mapped).slice(0, 4).join(':');
}
