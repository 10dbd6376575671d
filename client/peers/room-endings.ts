import type { Conversations } from '../chat/conversations.ts';
import type { JoinedRoomsParts } from '../connection/joined-rooms.ts';
import type { Links } from '../links/links.ts';
import type { Shares } from '../shares/shares.ts';
import type { Peers } from './peers.ts';

/**
 * What comes of a room's word that something ends: tunnels through it first, so that no link is made of one again; then
 * nobody counts as in its conversation who is not; and what is shared there before the links over which it is said. What
 * it says of viewers is kept, and held to.
 */
export function roomEndings(
  peers: Peers,
  links: Links,
  shares: Shares,
  conversations: Conversations,
): Pick<JoinedRoomsParts, 'concerns' | 'onEnding' | 'onStandingsBegin' | 'onStanding'> {
  return {
    concerns: (room, ending) =>
      [peers.ended, links, shares, conversations].some((each) => each.concerns(room, ending)),
    onEnding: (room, ending, isNew) => {
      if (isNew) {
        peers.ended.end(room, ending);
        conversations.onEnding(room, ending);
      }
      shares.onEnding(room, ending, isNew);
      links.onEnding(room.id, ending);
    },
    onStandingsBegin: ({ id }) => peers.viewers.begin(id),
    onStanding: ({ id }, signed) => peers.viewers.heard(id, signed),
  };
}
