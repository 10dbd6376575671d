import { type SocketAddress, writeAddresses } from '@open-rooms/protocol';
import { JoinError } from './join-error.ts';
import type { Runtime } from './runtime.ts';
import { askWhois } from './whois.ts';

/** A room is asked at so many of its hosts at most: they are one room's, and one answer is enough. */
const MAX_HOSTS_ASKED = 3;

/** Those of a room's addresses that can be dialled from here, the preferred transport first. */
export function usableAddresses(addresses: readonly SocketAddress[], runtime: Runtime): SocketAddress[] {
  return runtime.transports.flatMap((name) =>
    addresses.filter((address) => address.transport === name && runtime.undialable?.(address) === undefined),
  );
}

/**
 * Other addresses of a room of which none can be dialled from here, as with an invite of TCP alone in a browser: its
 * hosts are asked (`/whois`). Whoever is dialled then has to prove the same key.
 * @throws JoinError `unreachable`
 */
export async function otherAddresses(
  addresses: readonly SocketAddress[],
  runtime: Runtime,
  signal: AbortSignal,
): Promise<SocketAddress[]> {
  const hosts = [...new Set(addresses.map(({ host }) => host))].slice(0, MAX_HOSTS_ASKED);
  const keys = new Set(addresses.map(({ key }) => key));
  for (const host of hosts) {
    const told = await askWhois({ host }, runtime, signal).catch((error: unknown) => {
      if (!(error instanceof JoinError)) throw error;
      return [];
    });
    const others = told.filter(({ key }) => keys.has(key));
    const usable = usableAddresses(others, runtime);
    if (usable.length > 0) return usable;
  }
  throw undialable(addresses, runtime);
}

function undialable(addresses: readonly SocketAddress[], runtime: Runtime): JoinError {
  const [first] = addresses;
  const why = first && runtime.undialable?.(first);
  const text = writeAddresses(addresses);
  if (why === undefined)
    return new JoinError(
      'unreachable',
      `Cannot use the address ${text}: only ${runtime.transports.join(', ')} can be dialled from here.`,
    );
  return new JoinError('unreachable', `Cannot dial ${text} from here: ${why}.`);
}
