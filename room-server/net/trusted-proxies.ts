import { BlockList, isIP } from 'node:net';
import type { ProxyHeader, ProxyRange } from '../config/proxy-range.ts';
import { unmapped } from './ip-address.ts';

/** The headers of a request, as Node gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Entries of a chain that are looked at: a request goes through two or three proxies. */
const MAX_HOPS = 32;

/**
 * Proxies whose word for the address of whoever asks is taken (`--trusted-proxies`, `--proxy-header`). Their limits per address are those
 * of the people behind them.
 */
export class TrustedProxies {
  readonly #ranges = new BlockList();

  readonly #header: ProxyHeader;

  /** @param header the one that the proxies write; the other comes through as whoever asks wrote it, and is not read */
  constructor(ranges: readonly ProxyRange[], header: ProxyHeader) {
    this.#header = header;
    for (const { network, prefix, family } of ranges) this.#ranges.addSubnet(network, prefix, family);
  }

  /** Whether an address is one of the proxies. */
  has(address: string): boolean {
    const plain = unmapped(address);
    const family = isIP(plain);
    return family !== 0 && this.#ranges.check(plain, family === 4 ? 'ipv4' : 'ipv6');
  }

  /**
   * The address of whoever asks: the last in the chain that is none of our proxies, for what stands before it anybody may
   * have written. Where a proxy names nobody that can be read, the proxy itself.
   * @param remoteAddress the other end of the socket
   */
  callerOf(remoteAddress: string, headers: RequestHeaders): string {
    let caller = unmapped(remoteAddress);
    const chain = this.#chainOf(headers).slice(-MAX_HOPS);
    while (this.has(caller)) {
      const before = chain.pop();
      const address = before === undefined ? undefined : addressOf(before);
      if (address === undefined) return caller;
      caller = address;
    }
    return caller;
  }

  /** Who passed a request on, the first first. */
  #chainOf(headers: RequestHeaders): string[] {
    const entries = listOf(headers[this.#header]);
    return this.#header === 'forwarded' ? entries.map(forOf) : entries;
  }
}

function listOf(header: string | readonly string[] | undefined): string[] {
  const text = typeof header === 'string' ? header : (header ?? []).join(',');
  return text.split(',').filter((entry) => entry.trim() !== '');
}

/** The node in `for=` of one element of `Forwarded` (RFC 7239 §4). */
function forOf(element: string): string {
  return /(?:^|;)\s*for\s*=\s*("[^"]*"|[^\s;]*)/i.exec(element)?.[1] ?? '';
}

/** The address in an entry: bare, in quotes, in brackets, with a port (of IPv4 without brackets) or without. */
function addressOf(entry: string): string | undefined {
  const text = entry.trim().replace(/^"(.*)"$/, '$1');
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text) ?? [];
  const [, dotted] = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(text) ?? [];
  const address = bracketed ?? dotted ?? text;
  return isIP(address) === 0 ? undefined : unmapped(address);
}
