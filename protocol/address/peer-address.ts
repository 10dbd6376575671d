import type { FeedId } from '../identity/feed-id.ts';
import type { ProtocolStack } from './multiserver.ts';

/** A peer that listens: a TCP port or a WebSocket, then the secret handshake with `key`. */
export interface SocketAddress {
  readonly transport: SocketTransport;
  /** Name in small letters, IPv4, or IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly key: FeedId;
  /** 32 bytes that make the key pair to connect with (an invite's), instead of one's own. */
  readonly seed?: Uint8Array;
}

/** A peer reached through a room: `portal` is the room, `target` the peer and the key of the inner handshake. */
export interface TunnelAddress {
  readonly transport: 'tunnel';
  readonly portal: FeedId;
  readonly target: FeedId;
  /** Which of the target's listeners, as ssb-tunnel writes it. */
  readonly instance?: number;
  readonly seed?: Uint8Array;
}

/** An address in protocols that are not spoken here (onion, unix, dht, bt, other transforms): kept, never dialled. */
export interface OtherAddress {
  readonly transport: 'other';
  readonly stack: ProtocolStack;
}

export type PeerAddress = SocketAddress | TunnelAddress | OtherAddress;
export type SocketTransport = 'net' | 'ws' | 'wss';

/** The port of each transport where an address names none. */
export const DEFAULT_PORTS: Readonly<Record<SocketTransport, number>> = { net: 8008, ws: 80, wss: 443 };

/** Whether the address names a host to connect to. */
export function isSocketAddress(address: PeerAddress): address is SocketAddress {
  return isSocketTransport(address.transport);
}

/** Whether `name` is a transport to a host. */
export function isSocketTransport(name: string): name is SocketTransport {
  return name === 'net' || name === 'ws' || name === 'wss';
}
