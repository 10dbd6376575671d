import {
  type ComponentLogger,
  type Connection,
  type Listener,
  type StreamHandler,
  type StreamHandlerOptions,
  type StreamMuxerFactory,
  serviceCapabilities,
  type Transport,
  transportSymbol,
  type Upgrader,
} from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import { Circuit } from '@multiformats/multiaddr-matcher';
import type { Clock } from '@open-rooms/protocol';
import { LinkError } from '../link.ts';
import type { Carrier } from '../node-port.ts';
import { baseAddress, peerIdOf } from './peer-ids.ts';
import { TunnelConnection } from './tunnel-connection.ts';

export interface TunnelTransportComponents {
  readonly upgrader: Upgrader;
  readonly logger: ComponentLogger;
  readonly registrar: Handlers;
}

/** What is answered on which protocol. */
export interface Handlers {
  getHandler(protocol: string): { readonly handler: StreamHandler; readonly options: StreamHandlerOptions };
}

/**
 * Base connections over tunnels. To stock `@libp2p/webrtc`, which signals over relays alone, it is the relay transport;
 * no relay protocol is spoken, and nobody is reached but by a tunnel whose handshake proved their key.
 */
export class TunnelTransport implements Transport {
  readonly [transportSymbol] = true;
  readonly [Symbol.toStringTag] = '@open-rooms/tunnel';
  readonly [serviceCapabilities]: string[] = ['@libp2p/transport', '@libp2p/circuit-relay-v2-transport'];
  readonly #components: TunnelTransportComponents;
  readonly #muxer: StreamMuxerFactory;
  readonly #clock: Clock;

  /** `muxer` is spoken on every base connection, without asking: it is tied to the version of `peer.link`. */
  constructor(components: TunnelTransportComponents, muxer: StreamMuxerFactory, clock: Clock) {
    this.#clock = clock;
    this.#components = components;
    this.#muxer = muxer;
  }

  /** What is answered now on a protocol. */
  handlerOf(protocol: string): ReturnType<Handlers['getHandler']> {
    return this.#components.registrar.getHandler(protocol);
  }

  /** Makes a connection of it. The tunnel is encrypted end to end: nothing is encrypted twice. */
  async carry({ peer, stream, opener }: Carrier, signal: AbortSignal): Promise<void> {
    const direction = opener === 'here' ? 'outbound' : 'inbound';
    const { upgrader, logger } = this.#components;
    const log = logger.forComponent('open-rooms:tunnel');
    const remoteAddr = baseAddress(peer.room, peer.id);
    const connection = new TunnelConnection({ stream, remoteAddr, direction, clock: this.#clock, log });
    const options = {
      skipEncryption: true,
      skipProtection: true,
      remotePeer: peerIdOf(peer.id),
      // Only a mark: what runs through the room is what says that it may.
      limits: {},
      muxerFactory: this.#muxer,
      signal,
    } as const;
    try {
      if (direction === 'inbound') await upgrader.upgradeInbound(connection, options);
      else await upgrader.upgradeOutbound(connection, options);
    } catch (error) {
      connection.abort(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  /** Tunnels are opened by whoever wants a link, and carried: libp2p itself opens none. */
  dial(address: Multiaddr): Promise<Connection> {
    return Promise.reject(
      new LinkError('no-path', `There is no tunnel that ${address} could be reached by.`),
    );
  }

  createListener(): Listener {
    throw new RangeError('Tunnels are accepted by the room’s connection: there is nothing to listen on.');
  }

  listenFilter(): Multiaddr[] {
    return [];
  }

  dialFilter(addresses: Multiaddr[]): Multiaddr[] {
    return addresses.filter((address) => Circuit.exactMatch(address));
  }
}
