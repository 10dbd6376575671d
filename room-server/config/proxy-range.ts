import { isIP } from 'node:net';

/** A network of addresses. */
export interface ProxyRange {
  readonly network: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** The headers in which proxies say who asks; each proxy writes one of them. */
export type ProxyHeader = 'x-forwarded-for' | 'forwarded';

/** Networks that have a name. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Reads `loopback`, `private`, an IP address, or a network such as 10.1.0.0/16; `undefined` for all else. */
export function readProxyRange(text: string): readonly ProxyRange[] | undefined {
  const named = Object.hasOwn(NAMED, text) ? NAMED[text] : undefined;
  if (named !== undefined) return named.flatMap((range) => readProxyRange(range) ?? []);
  const [network = '', prefix, ...rest] = text.split('/');
  const family = isIP(network);
  if (family === 0 || rest.length > 0) return undefined;
  const bits = family === 4 ? 32 : 128;
  if (prefix !== undefined && (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits)) return undefined;
  return [
    { network, prefix: prefix === undefined ? bits : Number(prefix), family: family === 4 ? 'ipv4' : 'ipv6' },
  ];
}
