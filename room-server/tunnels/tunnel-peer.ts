import type { FeedId, Stream } from '@open-rooms/protocol';

/** What a peer is to the tunnels: somebody with a key, who can be asked, and whose socket can be held. */
export interface TunnelPeer {
  readonly id: FeedId;
  request(name: string, type: 'duplex', args: readonly unknown[]): Stream;
  /** Stops reading from this peer until disposed. */
  hold(): Disposable;
  /** Bytes that reached this peer, as far as the system tells: one that stands still lets it stand still. */
  readonly deliveredBytes: number;
}
