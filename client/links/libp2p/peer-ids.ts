import { publicKeyFromRaw } from '@libp2p/crypto/keys';
import type { PeerId } from '@libp2p/interface';
import { peerIdFromPublicKey } from '@libp2p/peer-id';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { type FeedId, feedIdOf, publicKeyOf } from '@open-rooms/protocol';

/** The peer id of a person, or of a room: their key itself. Throws `RangeError` for what is no feed id. */
export function peerIdOf(id: FeedId): PeerId {
  const key = publicKeyOf(id);
  if (key === undefined) throw new RangeError(`"${id}" is no feed id.`);
  return peerIdFromPublicKey(publicKeyFromRaw(key));
}

/** Whose peer id it is; `undefined` where its key is of another kind than ours. */
export function feedIdOfPeer({ type, publicKey }: PeerId): FeedId | undefined {
  return type === 'Ed25519' && publicKey !== undefined ? feedIdOf(publicKey.raw) : undefined;
}

/** Where somebody is reached through a room. */
export function baseAddress(room: FeedId, id: FeedId): Multiaddr {
  return multiaddr(`/p2p/${peerIdOf(room)}/p2p-circuit/p2p/${peerIdOf(id)}`);
}

/** Where somebody is reached directly, signalled through a room. */
export function directAddress(room: FeedId, id: FeedId): Multiaddr {
  return multiaddr(`/p2p/${peerIdOf(room)}/p2p-circuit/webrtc/p2p/${peerIdOf(id)}`);
}
