import {
  answerPings,
  type FeedId,
  type Handlers,
  type Metadata,
  manifestOf,
  Refused,
  type RoomContract,
  replicationHandlers,
  roomContract,
} from '@open-rooms/protocol';
import type { ApiKeys } from '../administration/api-keys.ts';
import { administrationHandlers } from '../administration/handlers.ts';
import type { Operations } from '../administration/operations.ts';
import type { Aliases } from '../aliases/aliases.ts';
import type { Audit } from '../audit/audit.ts';
import type { People } from '../members/people.ts';
import type { Notices } from '../notices/notices.ts';
import type { Paths } from '../paths/paths.ts';
import type { Presence } from '../presence/presence.ts';
import type { Sight } from '../presence/sight.ts';
import type { Core } from '../rooms/core.ts';
import type { Endings } from '../rooms/endings.ts';
import type { LiveStandings } from '../rooms/live-standings.ts';
import type { StandingWords } from '../rooms/standing-words.ts';
import type { WordFeed } from '../rooms/word-feed.ts';
import type { Sessions } from '../signin/sessions.ts';
import type { SignIns } from '../signin/sign-ins.ts';
import type { Stage } from '../stage/stage.ts';
import type { StageFeed } from '../stage/stage-feed.ts';
import type { Tunnels } from '../tunnels/tunnels.ts';
import { aliasHandlers } from './alias-handlers.ts';
import { featuresOf } from './features.ts';
import { pushMembers } from './member-list.ts';
import type { RoomPeer } from './room-peer.ts';
import { signInHandlers } from './sign-in-handlers.ts';

export interface RoomServices extends Core {
  readonly people: People;
  readonly aliases: Aliases;
  readonly audit: Audit;
  readonly notices: Notices;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
  readonly signIns: SignIns;
  readonly presence: Presence<RoomPeer>;
  readonly sight: Sight;
  readonly feed: WordFeed;
  readonly endings: Endings;
  readonly words: StandingWords;
  readonly live: LiveStandings;
  readonly stage: Stage;
  readonly stageFeed: StageFeed;
  readonly tunnels: Tunnels;
  readonly paths: Paths;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The muxrpc face of a room's services: one line or a few for each method of the contract. */
export function roomHandlers(
  services: RoomServices,
  operations: Operations,
): Handlers<RoomContract, RoomPeer> {
  const { room, members, invites, presence, sight, gate, tunnels, now } = services;
  const seesAll = (id: FeedId) => gate.may(id, 'enumerate');
  const manifest = manifestOf(roomContract);
  const metadata = (caller: RoomPeer) => metadataFor(services, caller);
  const connect: Handlers<RoomContract, RoomPeer>['tunnel.connect'] = (caller, stream, address) =>
    tunnels.connect(caller, stream, address);
  return {
    ...replicationHandlers,
    ...administrationHandlers(operations, ({ actor }: RoomPeer) => actor),
    ...aliasHandlers(services.aliases, gate),
    ...signInHandlers(services.signIns),
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
      sight.endpoints(caller.id, seesAll(caller.id), outlet);
    },
    'tunnel.connect': connect,

    'room.metadata': metadata,
    'room.ping': () => now(),
    'room.attendants': (caller, outlet) => {
      caller.attend(presence);
      sight.attendants(caller.id, seesAll(caller.id), outlet);
    },
    'room.endings': (caller, outlet) => {
      services.endings.tellKept(caller.id, outlet);
      services.feed.add(caller.id, outlet);
      services.words.tellAll(caller.id, outlet);
    },
    'room.stage': (_caller, outlet) => services.stageFeed.subscribe(outlet),
    'room.share': (caller, announcement) => services.stage.share(caller.id, announcement),
    'room.unshare': (caller, share) => services.stage.unshare(caller.id, share),
    'room.members': (_caller, outlet) =>
      pushMembers(
        members.list().map(({ id }) => id),
        outlet,
      ),
    'room.connect': connect,

    'invite.use': (caller, { feed }) => invites.use(caller.id, feed, caller.actor.address),
  };
}

/** Other arguments of `announce` (options, callbacks' leftovers) are let pass: a stock client sends `null`. */
function isText(id: unknown): id is string {
  return typeof id === 'string';
}

function notYours(id: string): Refused {
  return new Refused('not-allowed', `tunnel.announce: "${id}" is not your id; announce your own, or nothing`);
}

function metadataFor({ settings, members, paths, gate }: RoomServices, caller: RoomPeer): Metadata {
  const { name, description, mode } = settings;
  // Relaying costs: whoever only looks at the room, or may not open a tunnel in it, gets no credentials.
  const mayRelay = caller.isAttending && gate.may(caller.id, 'dial');
  const ice = mayRelay ? paths.for(caller.id, caller.hostHeader) : [];
  return {
    name,
    description,
    membership: members.isMember(caller.id),
    role: gate.standingOf(caller.id),
    mode,
    features: featuresOf(mode),
    ...(ice.length === 0 ? {} : { ice }),
  };
}
