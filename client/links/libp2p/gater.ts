import type { ConnectionGater, PeerId } from '@libp2p/interface';
import type { Clock, FeedId } from '@open-rooms/protocol';
import { initChannelClosed } from './init-channel.ts';
import { feedIdOfPeer } from './peer-ids.ts';

export interface GaterParts {
  readonly clock: Clock;
  readonly mayConnect: (id: FeedId) => boolean;
}

/** Who may have a connection; and the wait without which a dialler misses that its first channel was closed. */
export function linkGater({ clock, mayConnect }: GaterParts): ConnectionGater {
  const deny = (peer: PeerId) => {
    const id = feedIdOfPeer(peer);
    return id === undefined || !mayConnect(id);
  };
  return {
    denyDialPeer: deny,
    // In browsers the default refuses addresses that name no host.
    denyDialMultiaddr: () => false,
    denyOutboundEncryptedConnection: deny,
    async denyInboundEncryptedConnection(peer, connection) {
      if (deny(peer)) return true;
      if (connection.remoteAddr.toString().startsWith('/webrtc')) await initChannelClosed(connection, clock);
      return deny(peer);
    },
  };
}
