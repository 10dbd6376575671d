import { ipv6Groups, isIpv4 } from '@open-rooms/protocol';

/** Where a host is, as far as its name tells: this machine, its network, or anywhere. */
export type Nearness = 'machine' | 'network' | 'anywhere';

/** Names that only the network around a machine knows; so are those without a dot. */
const NETWORK_NAME = /^[^.]+$|\.(?:local|lan|home|internal|localdomain|home\.arpa)$/;

/**
 * How near a host is: name in small letters, IPv4, or IPv6 without brackets. What a name of the internet leads to is not
 * seen here.
 */
export function nearnessOf(host: string): Nearness {
  if (host.includes(':')) return nearnessOfIpv6(ipv6Groups(host));
  if (isIpv4(host)) return nearnessOfIpv4(host.split('.').map(Number));
  if (host === 'localhost' || host.endsWith('.localhost')) return 'machine';
  return NETWORK_NAME.test(host) ? 'network' : 'anywhere';
}

/** The networks of RFC 6890 that nobody is reached in from outside; and groups, in which many would be. */
function nearnessOfIpv4([a = 0, b = 0]: readonly number[]): Nearness {
  if (a === 127 || a === 0) return 'machine';
  const isPrivate = a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168);
  const isShared = a === 100 && b >= 64 && b <= 127;
  return isPrivate || isShared || (a === 169 && b === 254) || a >= 224 ? 'network' : 'anywhere';
}

function nearnessOfIpv6(groups: readonly string[]): Nearness {
  const dotted = groups.at(-1) ?? '';
  const plain = isIpv4(dotted) ? dotted.split('.').map(Number) : undefined;
  const words = groups
    .slice(0, plain === undefined ? undefined : -1)
    .map((group) => Number.parseInt(group, 16));
  if (plain !== undefined)
    words.push((plain[0] ?? 0) * 256 + (plain[1] ?? 0), (plain[2] ?? 0) * 256 + (plain[3] ?? 0));
  const [first = 0] = words;
  const high = words[6] ?? 0;
  const isTranslated = first === 0x64 && words[1] === 0xff9b;
  const isMapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;
  if (isTranslated || isMapped) return nearnessOfIpv4([high >> 8, high & 0xff]);
  // "::", "::1", and the old form of an IPv4 address, which leads nowhere else any more.
  if (words.slice(0, 6).every((word) => word === 0)) return 'machine';
  // Of one link, of one site, and groups.
  const isLocal = (first & 0xffc0) === 0xfe80 || (first & 0xffc0) === 0xfec0 || (first & 0xfe00) === 0xfc00;
  return isLocal || first >= 0xff00 ? 'network' : 'anywhere';
}
