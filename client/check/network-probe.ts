import type { IceServer } from '@open-rooms/protocol';

/** What a check tries out of the network that it runs in: `nodeNetwork` of `@open-rooms/client/node`. */
export interface NetworkProbe {
  /** Opens a UDP port to ask STUN servers from: what they say of one port is compared. */
  openUdp(): UdpPort;
  /**
   * Whether a TURN server gives an address to relay with; `undefined` where only browsers can use it. Rejects with the
   * signal's reason.
   */
  tryRelay(server: IceServer, signal: AbortSignal): Promise<boolean | undefined>;
}

/** A UDP port. */
export interface UdpPort extends Disposable {
  /**
   * Asks a STUN server from where we come, again and again until it answers. Rejects with what the system says, or with
   * the signal's reason.
   */
  askStun(host: string, port: number, signal: AbortSignal): Promise<MappedAddress>;
}

/** Where a server sees us. */
export interface MappedAddress {
  /** `host:port` */
  readonly text: string;
  /** Whether it is an address of this machine, so that no router translates it. */
  readonly isOwn: boolean;
  /** The IP address that was asked. */
  readonly by: string;
}
