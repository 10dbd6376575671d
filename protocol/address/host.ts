import { HOST_MAX_CHARS } from './limits.ts';
import { unreadable } from './unreadable.ts';

/** A host (name in small letters, IPv4, or IPv6 without brackets) and the port, where one was written. */
export interface HostPort {
  readonly host: string;
  readonly port?: number;
}

const PORT = /^[1-9][0-9]{0,4}$/;
const PORT_LAST = 65_535;
const IPV4 = /^(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})$/;
const IPV6_GROUP = /^[0-9a-f]{1,4}$/;
const IPV6_GROUPS = 8;
const NAME_LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
/** A name that ends like this is read as an IPv4 address by some, and as a name by others. */
const NUMBER = /^(?:[0-9]+|0x[0-9a-f]*)$/;

/**
 * Reads `host`, `host:port`, `[ipv6]`, `[ipv6]:port` or `ipv6:port`: the last `:` outside brackets starts the port.
 * Throws `UnreadableText` with fault `bad-host` or `bad-port`.
 */
export function readHostPort(text: string): HostPort {
  const close = text.startsWith('[') ? text.indexOf(']') : -1;
  const colon = close === -1 ? text.lastIndexOf(':') : close + 1;
  if (close !== -1 && colon < text.length && text.charAt(colon) !== ':') {
    throw unreadable('bad-host', 'host', text, 'after "]" comes ":" and the port, or nothing.');
  }
  const hasPort = colon !== -1 && colon < text.length;
  const host =
    close === -1 ? readHost(hasPort ? text.slice(0, colon) : text) : readIpv6(text.slice(1, close));
  return hasPort ? { host, port: readPort(text.slice(colon + 1)) } : { host };
}

/** Writes `host:port` as web addresses want it: IPv6 in brackets. */
export function writeHostPort({ host, port }: HostPort): string {
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? bracketed : `${bracketed}:${port}`;
}

/** Whether `host` is a dotted IPv4 address, each part without leading zeros. */
export function isIpv4(host: string): boolean {
  return IPV4.test(host) && host.split('.').every((part) => Number(part) <= 255);
}

/** Whether `host`, in small letters, is an IPv6 address without brackets and zone (RFC 4291 §2.2). */
export function isIpv6(host: string): boolean {
  const halves = host.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  const embedsIpv4 = last !== undefined && host.endsWith(last) && isIpv4(last);
  if (embedsIpv4) groups.pop();
  if (!groups.every((group) => IPV6_GROUP.test(group))) return false;
  const count = groups.length + (embedsIpv4 ? 2 : 0);
  return halves.length === 2 ? count < IPV6_GROUPS : halves.length === 1 && count === IPV6_GROUPS;
}

/** The eight groups of an IPv6 address in hexadecimal, as far as they are written; IPv4 at its end stays as it is. */
export function ipv6Groups(address: string): string[] {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail === undefined) return groups;
  const rest = tail === '' ? [] : tail.split(':');
  const written = groups.length + rest.length + (rest.at(-1)?.includes('.') ? 1 : 0);
  return [...groups, ...Array<string>(Math.max(0, IPV6_GROUPS - written)).fill('0'), ...rest];
}

/** Reads a decimal port, 1 to 65535. */
function readPort(text: string): number {
  if (!PORT.test(text) || Number(text) > PORT_LAST) {
    throw unreadable('bad-port', 'port', text, `a port is a number from 1 to ${PORT_LAST}, as in 8008.`);
  }
  return Number(text);
}

function readHost(text: string): string {
  const host = text.toLowerCase();
  if (isIpv4(host) || isHostName(host)) return host;
  return readIpv6(text);
}

function readIpv6(text: string): string {
  const host = text.toLowerCase();
  if (text.length <= HOST_MAX_CHARS && isIpv6(host)) return host;
  const why =
    'a host is a name such as room.example or an IP address; write names of other scripts as xn--….';
  throw unreadable('bad-host', 'host', text, why);
}

/** Whether `host`, in small letters, is a name, and nothing that somebody could take for an address. */
export function isHostName(host: string): boolean {
  if (host.length > HOST_MAX_CHARS) return false;
  const labels = host.split('.');
  return labels.every((label) => NAME_LABEL.test(label)) && !NUMBER.test(labels.at(-1) ?? '');
}
