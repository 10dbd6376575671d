import { isIPv4, isIPv6 } from 'node:net';
import { ipBytes } from '../ip-bytes.ts';

/** The host names and addresses by which others may reach a server, for its own certificate. */
export interface OwnNames {
  /** Where one of these is not in the certificate, a new one is made. */
  readonly must: readonly string[];
  /** Written into one that is made; no reason to make one. IPv6 addresses change by the day, for privacy. */
  readonly also: readonly string[];
}

/** What the names are taken from. */
export interface OwnNamesParts {
  readonly publicHost: string | null;
  /** The address listened on; `null` is all interfaces. */
  readonly boundTo: string | null;
  /** The addresses of this machine that are not loopback. */
  readonly outward: readonly string[];
  /** What this machine calls itself. */
  readonly machine: string;
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** A name that may stand in a certificate; "machine" alone is one. */
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** The names of a server: loopback always, the network only where the server listens to it. */
export function ownNames({ publicHost, boundTo, outward, machine }: OwnNamesParts): OwnNames {
  const said = publicHost === null ? LOOPBACK : [publicHost, ...LOOPBACK];
  if (boundTo !== null && !isWildcard(boundTo)) return { must: unique([...said, boundTo]), also: [] };
  const ipv4 = outward.filter((address) => isIPv4(address));
  // Link-local addresses need the zone of the asker's machine, which no URL can say.
  const ipv6 = outward.filter((address) => isIPv6(address) && !address.startsWith('fe80:'));
  const name = machine.toLowerCase();
  const machineNames = DNS_NAME.test(name) ? [name, ...(name.includes('.') ? [] : [`${name}.local`])] : [];
  // Without an IPv4 address the room gives out the machine's name.
  const must = ipv4.length > 0 ? ipv4 : machineNames;
  return { must: unique([...said, ...must]), also: unique([...ipv6, ...machineNames]) };
}

function isWildcard(host: string): boolean {
  return ipBytes(host)?.every((byte) => byte === 0) ?? false;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
