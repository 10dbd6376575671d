import type { JoinedRoomsParts } from '../connection/joined-rooms.ts';
import type { Links } from '../links/links.ts';
import type { Shares } from '../shares/shares.ts';
import type { Peers } from './peers.ts';

/**
 * What comes of a room's word that something ends: tunnels through it first, so that no link is made of one again, and
 * what is shared there before the links over which it is said.
 */
export function roomEndings(
  peers: Peers,
  links: Links,
  shares: Shares,
): Pick<JoinedRoomsParts, 'concerns' | 'onEnding'> {
  return {
    concerns: (room, ending) =>
      peers.ended.concerns(room, ending) || links.concerns(room, ending) || shares.concerns(room, ending),
    onEnding: (room, ending, isNew) => {
      if (isNew) peers.ended.end(room, ending);
      shares.onEnding(room.id, ending);
      links.onEnding(room.id, ending);
    },
  };
}
