import type { JoinedRoomsParts } from '../connection/joined-rooms.ts';
import type { Links } from '../links/links.ts';
import type { Peers } from './peers.ts';

/** What comes of a room's word that something ends: tunnels through it first, so that no link is made of one again. */
export function roomEndings(peers: Peers, links: Links): Pick<JoinedRoomsParts, 'concerns' | 'onEnding'> {
  return {
    concerns: (room, ending) => peers.ended.concerns(room, ending) || links.concerns(room, ending),
    onEnding: (room, ending, isNew) => {
      if (isNew) peers.ended.end(room, ending);
      links.onEnding(room.id, ending);
    },
  };
}
