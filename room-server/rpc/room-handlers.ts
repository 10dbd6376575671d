import {
  type Act,
  answerPings,
  type Handlers,
  type Metadata,
  manifestOf,
  Refused,
  type RoomContract,
  replicationHandlers,
  roomContract,
} from '@open-rooms/protocol';
import type { Aliases } from '../aliases/aliases.ts';
import type { Invites } from '../invites/invites.ts';
import type { Members } from '../members/members.ts';
import type { Paths } from '../paths/paths.ts';
import type { AttendantsFeed } from '../presence/attendants-feed.ts';
import type { EndpointsFeed } from '../presence/endpoints-feed.ts';
import type { Presence } from '../presence/presence.ts';
import type { Endings } from '../rooms/endings.ts';
import type { Room } from '../rooms/room.ts';
import type { Stage } from '../stage/stage.ts';
import type { StageFeed } from '../stage/stage-feed.ts';
import type { Tunnels } from '../tunnels/tunnels.ts';
import { aliasHandlers } from './alias-handlers.ts';
import { pushMembers } from './member-list.ts';
import type { RoomPeer } from './room-peer.ts';

export interface RoomServices {
  readonly room: Room;
  readonly members: Members;
  readonly invites: Invites;
  readonly aliases: Aliases;
  readonly presence: Presence<RoomPeer>;
  readonly attendants: AttendantsFeed;
  readonly endpoints: EndpointsFeed;
  readonly endings: Endings;
  readonly stage: Stage;
  readonly stageFeed: StageFeed;
  readonly tunnels: Tunnels;
  readonly paths: Paths;
  /** Whether a caller may do something, where it is part of an answer. */
  readonly may: (act: Act) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The muxrpc face of a room's services: one line or a few for each method of the contract. */
export function roomHandlers(services: RoomServices): Handlers<RoomContract, RoomPeer> {
  const { room, members, invites, presence, attendants, endpoints, tunnels, now } = services;
  const manifest = manifestOf(roomContract);
  const metadata = (caller: RoomPeer) => metadataFor(services, caller);
  const connect: Handlers<RoomContract, RoomPeer>['tunnel.connect'] = (caller, stream, address) =>
    tunnels.connect(caller, stream, address);
  return {
    ...replicationHandlers,
    ...aliasHandlers(services.aliases),
    manifest: () => manifest,
    whoami: () => ({ id: room.id }),

    'gossip.ping': (_caller, stream) => answerPings(stream, now),

    'tunnel.isRoom': metadata,
    'tunnel.ping': () => now(),
    'tunnel.announce': (caller, id) => {
      if (id !== undefined && id !== null && id !== caller.id && isText(id)) throw notYours(id);
      caller.attend(presence);
      return true;
    },
    'tunnel.leave': (caller) => {
      caller.leave();
      return true;
    },
    'tunnel.endpoints': (caller, outlet) => {
      caller.attend(presence);
      endpoints.subscribe(outlet);
    },
    'tunnel.connect': connect,

    'room.metadata': metadata,
    'room.ping': () => now(),
    'room.attendants': (caller, outlet) => {
      caller.attend(presence);
      attendants.subscribe(outlet);
    },
    'room.endings': (_caller, outlet) => services.endings.subscribe(outlet),
    'room.stage': (_caller, outlet) => services.stageFeed.subscribe(outlet),
    'room.share': (caller, announcement) => services.stage.share(caller.id, announcement),
    'room.unshare': (caller, share) => services.stage.unshare(caller.id, share),
    'room.members': async (_caller, outlet) => {
      const list = await members.list();
      pushMembers(
        list.map(({ id }) => id),
        outlet,
      );
    },
    'room.connect': connect,

    'invite.use': (caller, { feed }) => invites.use(caller.id, feed),
  };
}

/** Other arguments of `announce` (options, callbacks' leftovers) are let pass: a stock client sends `null`. */
function isText(id: unknown): id is string {
  return typeof id === 'string';
}

function notYours(id: string): Refused {
  return new Refused('not-allowed', `tunnel.announce: "${id}" is not your id; announce your own, or nothing`);
}

async function metadataFor(services: RoomServices, caller: RoomPeer): Promise<Metadata> {
  const { room, members, paths, may } = services;
  const { name = '', description = '' } = room.profile ?? {};
  const membership = await members.isMember(caller.id);
  // Relaying costs: whoever only looks at the room, or may not open a tunnel in it, gets no credentials.
  const ice = caller.isAttending && may('dial') ? paths.for(caller.id, caller.hostHeader) : [];
  return { name, description, membership, features: FEATURES, ...(ice.length === 0 ? {} : { ice }) };
}

/** What is served, in the words of Rooms 2.0. */
export const FEATURES = ['tunnel', 'room1', 'alias'];
