import { BlockList, isIP } from 'node:net';

/** From where an address can be reached: from this machine, from its network, or from anywhere as far as one can tell. */
export type Reach = 'here' | 'network' | 'world';

const HERE = listOf([
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
]);

/** RFC 1918, RFC 3927, RFC 6598; RFC 4193, RFC 4291. */
const NETWORK = listOf([
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
]);

/** Names without a dot, and those below it, are of a network. */
const LOCAL_NAME = /^[^.]+$|\.(local|lan|home|internal)$/i;

/**
 * From where a host can be reached, by its spelling alone.
 *
 * @param host a name or an IP address; IPv6 may be in brackets
 */
export function reachOf(host: string): Reach {
  const address = host.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  if (family === 0) {
    if (address === 'localhost') return 'here';
    return LOCAL_NAME.test(address) ? 'network' : 'world';
  }
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  if (HERE.check(address, kind)) return 'here';
  return NETWORK.check(address, kind) ? 'network' : 'world';
}

function listOf(
  subnets: readonly (readonly [address: string, prefix: number, 'ipv4' | 'ipv6'])[],
): BlockList {
  const list = new BlockList();
  for (const [address, prefix, kind] of subnets) list.addSubnet(address, prefix, kind);
  return list;
}
