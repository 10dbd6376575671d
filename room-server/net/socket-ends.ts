import type { Socket } from 'node:net';

/**
 * A connection by the addresses of its two ends, which no other has while it is open: the socket of TLS and the one
 * below it are two objects with the same. A socket that is gone has none.
 */
export function endsOf({ localAddress, localPort, remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
