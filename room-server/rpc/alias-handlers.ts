import type { Handlers, RoomContract } from '@open-rooms/protocol';
import type { Aliases } from '../aliases/aliases.ts';
import type { Gate } from '../rooms/gate.ts';
import type { RoomPeer } from './room-peer.ts';

type AliasMethods = 'room.registerAlias' | 'room.revokeAlias' | 'room.listAliases' | 'tunnel.whois';

/** The names that people have in the room. A caller registers and revokes for its own proven key, and for no other. */
export function aliasHandlers(
  aliases: Aliases,
  gate: Gate,
): Pick<Handlers<RoomContract, RoomPeer>, AliasMethods> {
  return {
    'room.registerAlias': (caller, alias, signature) => aliases.register(caller.actor, alias, signature),
    'room.revokeAlias': (caller, alias) => aliases.revoke(caller.actor, alias),
    'room.listAliases': (caller, feed) => {
      const isOwn = feed === caller.id && gate.may(caller.id, 'own-aliases');
      if (!isOwn) gate.check(caller.id, 'list-aliases');
      return aliases.list(feed);
    },
    'tunnel.whois': (_caller, alias) => aliases.whois(alias),
  };
}
