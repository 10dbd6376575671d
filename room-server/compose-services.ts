import { createHmac } from 'node:crypto';
import type { FeedId } from '@open-rooms/protocol';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import { ApiKeys } from './administration/api-keys.ts';
import { Aliases } from './aliases/aliases.ts';
import type { Audit } from './audit/audit.ts';
import { watchComings } from './audit/watch-comings.ts';
import type { Config } from './config/config.ts';
import { People } from './members/people.ts';
import { siteOf } from './net/ip-address.ts';
import { Notices } from './notices/notices.ts';
import type { Log } from './observe/log.ts';
import type { Metrics } from './observe/metrics.ts';
import { Paths, type TurnAccess } from './paths/paths.ts';
import { Presence } from './presence/presence.ts';
import { Sight } from './presence/sight.ts';
import { type Addresses, aliasAddress, stunUrl } from './rooms/addresses.ts';
import type { Core } from './rooms/core.ts';
import { Endings } from './rooms/endings.ts';
import { LiveStandings } from './rooms/live-standings.ts';
import { StandingWords } from './rooms/standing-words.ts';
import { WordFeed } from './rooms/word-feed.ts';
import type { RoomServices } from './rpc/room-handlers.ts';
import type { RoomPeer } from './rpc/room-peer.ts';
import { endSessions } from './signin/end-sessions.ts';
import { Sessions } from './signin/sessions.ts';
import { SignIns } from './signin/sign-ins.ts';
import { sharersOf } from './stage/sharers.ts';
import { Stage } from './stage/stage.ts';
import { StageFeed } from './stage/stage-feed.ts';
import type { Stored } from './store/open-stored.ts';
import { Met } from './tunnels/met.ts';
import { Tunnels } from './tunnels/tunnels.ts';

/** What every part of a server is given. */
export interface Base {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly stored: Stored;
  readonly audit: Audit;
  /** Since when it runs, in milliseconds since 1970, and whether it is ending. */
  readonly life: { readonly startedAt: number; isStopping: boolean };
  /** Told of each error that is no refusal: a fault of ours. */
  readonly onFault: (error: unknown, where: string) => void;
}

/** What of the network the services ask; it is opened after them. */
export interface Outside {
  readonly addresses: Addresses;
  readonly stunPort: () => number | null;
  /** Everybody who is connected. */
  readonly connected: () => readonly FeedId[];
  /** Ends every connection of somebody. */
  readonly expel: (who: FeedId) => void;
}

/** The services of a room, each made of its ports and of those that it asks. */
export async function createServices(base: Base, core: Core, outside: Outside): Promise<RoomServices> {
  const meeting = await createMeeting(base, core, outside);
  const people = await createPeopleServices(base, core, outside, meeting.presence);
  return { ...core, ...meeting, ...people, audit: base.audit, now: Date.now };
}

/** Who is there, what they have between them, and how a change holds for them. */
async function createMeeting(base: Base, core: Core, outside: Outside) {
  const { config, metrics, audit } = base;
  const presence = new Presence<RoomPeer>();
  presence.attendants.watch({
    joined: () => metrics.attendants++,
    left: () => metrics.attendants--,
  });
  const stage = createStage(core.room.id, presence, metrics);
  const addressOf = (id: FeedId) => presence.reach(id)?.actor.address;
  watchComings({ attendants: presence.attendants, addressOf, stage }, audit.takeDown);
  const sight = new Sight(presence.attendants, sharersOf(stage), systemClock);
  const met = new Met();
  const said = await createWords(base, core, met);
  const live = new LiveStandings({
    ...core,
    ...said,
    connected: outside.connected,
    met: () => met.people(),
    expel: outside.expel,
    seesAll: (who) => {
      if (core.gate.may(who, 'enumerate')) sight.seesAll(who);
    },
    clock: systemClock,
  });
  const tunnels = createTunnels(base, core, { presence, met, words: said.words });
  const paths = createPaths(config, outside);
  return { ...said, presence, stage, stageFeed: new StageFeed(stage), sight, live, tunnels, paths };
}

/** What people have in the room besides: names, notices, sessions, keys of programs. */
async function createPeopleServices(base: Base, core: Core, outside: Outside, presence: Presence<RoomPeer>) {
  const { stored, audit } = base;
  const { store } = stored;
  const maySignIn = (id: FeedId) => core.gate.may(id, 'sign-in');
  const onFault = (where: string) => (error: unknown) => base.onFault(error, where);
  const parts = { crypto: sodium, now: Date.now, takeDown: audit.takeDown };
  const kept = { ...parts, maySignIn, onFault: onFault('sessions') };
  const sessions = await Sessions.open({ ...kept, store: store.sessions });
  endSessions({ ...core, sessions, onFault: onFault('sessions') });
  const reaches = presence.reaches.bind(presence);
  return {
    people: new People(store.aliases),
    aliases: createAliases(base, core, outside),
    notices: await Notices.open({ ...parts, store: store.notices }),
    sessions,
    apiKeys: await ApiKeys.open({ ...parts, store: store.apiKeys, onFault: onFault('keys') }),
    signIns: new SignIns({
      ...parts,
      ...{ room: core.room.id, clock: systemClock, reaches, maySignIn, sessions, siteOf },
    }),
  };
}

function createAliases(
  { config, stored, audit }: Base,
  { room, gate, bans }: Core,
  outside: Outside,
): Aliases {
  return new Aliases({
    roomId: room.id,
    store: stored.store.aliases,
    crypto: sodium,
    urlOf: (label) => aliasAddress(outside.addresses.atStart(), label, config.aliasSubdomains),
    mayHave: (feed) => gate.may(feed, 'alias'),
    isBanned: (feed) => bans.isBanned(feed) !== undefined,
    clock: systemClock,
    now: Date.now,
    takeDown: audit.takeDown,
  });
}

/** The room's signed words, and who hears which. */
async function createWords({ stored, onFault }: Base, { gate, members }: Core, met: Met) {
  const feed = new WordFeed({
    hearsAll: (listener) => gate.may(listener, 'watch'),
    haveMet: (one, other) => met.have(one, other),
  });
  const parts = { key: stored.key, crypto: sodium, feed, now: Date.now };
  const endings = await Endings.open({
    ...parts,
    store: stored.store.endings,
    onFault: (error) => onFault(error, 'endings'),
  });
  return { feed, endings, words: new StandingWords({ ...parts, roleOf: (id) => members.roleOf(id) }) };
}

function createTunnels(
  { metrics }: Base,
  { room }: Core,
  { presence, met, words }: { presence: Presence<RoomPeer>; met: Met; words: StandingWords },
): Tunnels {
  return new Tunnels({
    room: room.id,
    reach: (id) => presence.reach(id),
    clock: systemClock,
    counts: metrics.tunnels,
    onTooSlow: () => metrics.drops['too-slow']++,
    onMeeting: (origin, target) => {
      met.add(origin, target);
      words.met(origin, target);
    },
  });
}

function createStage(room: FeedId, { attendants }: Presence<RoomPeer>, metrics: Metrics): Stage {
  const stage = new Stage({ room, crypto: sodium, clock: systemClock, now: Date.now, attendants });
  const count = () => {
    metrics.shares = stage.size;
  };
  stage.watch({ began: count, ended: count });
  return stage;
}

function createPaths(config: Config, { addresses, stunPort }: Outside): Paths {
  const { turn } = config;
  return new Paths({
    stun: (hostHeader) => stunUrl(addresses.forPeer(hostHeader).host, stunPort()),
    turn,
    access: turnAccess(config),
    hmacSha1: (secret, text) => createHmac('sha1', secret).update(text).digest(),
    now: Date.now,
  });
}

function turnAccess({ turnSecret, turnUser, turnPassword }: Config): TurnAccess | null {
  if (turnSecret !== null) return { kind: 'secret', secret: turnSecret };
  if (turnUser === null || turnPassword === null) return null;
  return { kind: 'static', username: turnUser, credential: turnPassword };
}
