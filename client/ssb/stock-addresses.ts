import { type SocketAddress, writeAddresses } from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import type { StockConfig } from './stock-packages.ts';

/** The address of a peer behind a room, as stock plugins write it. */
export function tunnelAddress(room: string, peer: string): string {
  return `tunnel:${room}:${peer}~shs:${peer.slice('@'.length, -'.ed25519'.length)}`;
}

/**
 * Those of the addresses of a room that an app can dial, in the order of its own transports.
 * @throws JoinError `unreachable` where it can dial none
 */
export function dialableBy(config: StockConfig, addresses: readonly SocketAddress[]): string[] {
  const transports = Object.keys(config.connections.outgoing);
  const known = transports.flatMap((name) =>
    // The stock transport for both kinds of WebSocket is called ws.
    addresses.filter(({ transport }) => transport === name || (name === 'ws' && transport === 'wss')),
  );
  if (known.length > 0) return known.map((address) => writeAddresses([address]));
  const names = transports.filter((name) => name !== 'tunnel').join(', ');
  throw new JoinError(
    'unreachable',
    `This app cannot dial ${writeAddresses(addresses)}: its transports are ${names}. Add the one that is missing to it.`,
  );
}
