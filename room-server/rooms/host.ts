import { Refused, readHostPort } from '@open-rooms/protocol';

const ZERO_IPV6 = /^[0:.]+$/;
const ZERO_MAPPED_IPV6 = /^[0:]*:ffff:[0:.]+$/;
/** URL readers take names that end so for IPv4 addresses: 0x0 is 0.0.0.0. */
const HEX_LABEL_LAST = /(?:^|\.)0x[0-9a-f]*$/;

/**
 * The host of a `Host` header, in small letters, without port and brackets.
 * @throws Refused `bad-argument` for what is no host name or address, and for "any address" (0.0.0.0, ::), to
 *   which nobody can connect
 */
export function readRequestHost(header: string): string {
  const { host } = readHostPort(header);
  if (!isWildcard(host) && !HEX_LABEL_LAST.test(host)) return host;
  throw new Refused(
    'bad-argument',
    `Cannot read host "${host}": it is no address that others can connect to. Use the room's host name or IP address.`,
  );
}

/** Whether a host stands for every address of a machine. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || ZERO_IPV6.test(host) || ZERO_MAPPED_IPV6.test(host);
}

/** Whether a host reaches only the machine itself. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
