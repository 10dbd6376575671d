import { BlockList, isIP } from 'node:net';
import { readProxyRange } from '../config/proxy-range.ts';

/** From where an address can be reached: from this machine, from its network, or from anywhere as far as one can tell. */
export type Reach = 'here' | 'network' | 'world';

const HERE = listOf('loopback');

/** RFC 1918 and RFC 4193; RFC 3927, RFC 6598, RFC 4291. */
const NETWORK = listOf('private', '169.254.0.0/16', '100.64.0.0/10', 'fe80::/10');

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

function listOf(...ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const { network, prefix, family } of ranges.flatMap((range) => readProxyRange(range) ?? []))
    list.addSubnet(network, prefix, family);
  return list;
}
