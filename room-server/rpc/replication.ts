import type { Handlers, RoomContract } from '@open-rooms/protocol';
import type { RoomPeer } from './room-peer.ts';

type ReplicationMethods = 'createHistoryStream' | 'blobs.createWants' | 'blobs.has' | 'ebt.replicate';

/** What apps that replicate ask every peer for. A room keeps nobody's data: it ends at once, without an error. */
export const replicationHandlers: Pick<Handlers<RoomContract, RoomPeer>, ReplicationMethods> = {
  createHistoryStream: (_caller, outlet) => outlet.end(),
  'blobs.createWants': (_caller, outlet) => outlet.end(),
  'blobs.has': () => false,
  'ebt.replicate': (_caller, stream) => stream.end(),
};
