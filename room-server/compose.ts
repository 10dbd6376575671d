import { createHmac, randomBytes } from 'node:crypto';
import { getRequestListener } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { type FeedId, roomContract, serve, serverIdentity, writeAddresses } from '@open-rooms/protocol';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import { Aliases } from './aliases/aliases.ts';
import type { Config } from './config/config.ts';
import { controlSocketPath } from './config/control-socket.ts';
import { VERSION } from './config/version.ts';
import type { Status } from './control/contract.ts';
import { controlHandlers } from './control/handlers.ts';
import { serveControl } from './control/serve-control.ts';
import { createHttpApp } from './http/app.ts';
import type { HttpParts } from './http/parts.ts';
import { unreadableRequest } from './http/problems.ts';
import { readWebBuild } from './http/web/web-build.ts';
import { createWhoisApp } from './http/whois.ts';
import { Invites, openRoomInvite } from './invites/invites.ts';
import { type Listeners, openListeners } from './listeners.ts';
import { Members } from './members/members.ts';
import { ADDRESS_LIMITS, NO_ADDRESS_LIMITS } from './net/address-limits.ts';
import { Admission } from './net/admission.ts';
import { networkOf } from './net/ip-address.ts';
import { ownHost } from './net/own-host.ts';
import { Peers } from './net/peers.ts';
import { openCertificates } from './net/tls/open-certificates.ts';
import type { Log } from './observe/log.ts';
import { createMetrics, type Metrics } from './observe/metrics.ts';
import { Paths, type TurnAccess } from './paths/paths.ts';
import { AttendantsFeed } from './presence/attendants-feed.ts';
import { EndpointsFeed } from './presence/endpoints-feed.ts';
import { Presence } from './presence/presence.ts';
import { Addresses, stunUrl, webAddress } from './rooms/addresses.ts';
import { Endings } from './rooms/endings.ts';
import { checkMay, mayDo } from './rooms/gate.ts';
import { Room } from './rooms/room.ts';
import { FEATURES, type RoomServices, roomHandlers } from './rpc/room-handlers.ts';
import { RoomPeer } from './rpc/room-peer.ts';
import { runningServer } from './running.ts';
import type { RunningServer } from './running-server.ts';
import { Stage } from './stage/stage.ts';
import { StageFeed } from './stage/stage-feed.ts';
import { openStored, type Stored } from './store/open-stored.ts';
import { Tunnels } from './tunnels/tunnels.ts';

/** Bytes of a claim code: 128 bits, which nobody guesses. */
const CLAIM_CODE_BYTES = 16;

/** What every part of a server is given. */
interface Base {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly stored: Stored;
}

/**
 * The one place where the parts of a room server meet. Throws `StartError` for what an admin can mend; nothing is
 * left open then.
 *
 * @param webRoot the folder of the page that browsers run, where one was built
 */
export async function startRoomServer(
  config: Config,
  log: Log,
  webRoot: string | null = null,
): Promise<RunningServer> {
  await using opened = new AsyncDisposableStack();
  const stored = opened.use(await openStored(config.data, sodium));
  for (const warning of stored.warnings) log.warn(warning);
  const base: Base = { config, log, metrics: createMetrics(), stored };
  const claimCode = config.claim ?? randomBytes(CLAIM_CODE_BYTES).toString('base64url');
  const room = await openRoom(base, claimCode);

  const late: { listeners?: Listeners; peers?: Peers } = {};
  const ports = () => ({
    net: late.listeners?.net ?? config.port,
    http: late.listeners?.http ?? config.httpPort,
  });
  const certificates = opened.use(await openCertificates(config, log, systemClock));
  const https = certificates !== null;
  const { publicHost, host: boundTo } = config;
  const addresses = new Addresses({ id: room.id, publicHost, boundTo, ownHost, ports, https });
  const stunPort = () => late.listeners?.stun ?? null;
  const services = createServices(base, room, addresses, {
    stunPort,
    expel: (who) => late.peers?.expel(who),
  });
  const peers = createPeers(base, services);
  late.peers = peers;
  const pages = httpParts(base, services, addresses, webRoot);
  const listeners = await openListeners({
    config,
    peers,
    pages: getRequestListener(createHttpApp(pages).fetch, { errorHandler: unreadableRequest }),
    whois: getRequestListener(createWhoisApp(pages).fetch, { errorHandler: unreadableRequest }),
    certificates,
    metrics: base.metrics,
    log,
    clock: systemClock,
    addressLimits: config.limits === 'none' ? NO_ADDRESS_LIMITS : ADDRESS_LIMITS,
  });
  late.listeners = opened.use(listeners);

  const startedAt = systemClock.now();
  const invite = () => openRoomInvite(addresses.atStart().net);
  const control = await serveControl({
    path: controlSocketPath(config.data),
    handlers: controlHandlers({
      invites: services.invites,
      status: () => ({
        ...statusOf(base, room, addresses, systemClock.now() - startedAt),
        stun: stunUrl(addresses.atStart().host, listeners.stun),
        invite: invite(),
      }),
    }),
    clock: systemClock,
    crypto: sodium,
    onFault: faultLogger(log),
  });
  opened.use(control);
  const parts = opened.move();
  return runningServer({ services, addresses, listeners, certificates, claimCode, invite, peers, parts });
}

async function openRoom({ config, stored }: Base, claimCode: string): Promise<Room> {
  const { key, store } = stored;
  const room = await Room.open({ id: key.id, store: store.room, crypto: sodium, claimCode, now: Date.now });
  if (config.name !== null) await room.setUp({ name: config.name, description: config.description ?? '' });
  return room;
}

function createServices(
  { config, metrics, stored }: Base,
  room: Room,
  addresses: Addresses,
  { stunPort, expel }: { readonly stunPort: () => number | null; readonly expel: (who: FeedId) => void },
): RoomServices {
  const { store } = stored;
  const presence = new Presence<RoomPeer>();
  presence.attendants.watch({
    joined: () => metrics.attendants++,
    left: () => metrics.attendants--,
  });
  const tunnels = new Tunnels({
    room: room.id,
    reach: (id) => presence.reach(id),
    clock: systemClock,
    counts: metrics.tunnels,
    onTooSlow: () => metrics.drops['too-slow']++,
  });
  const stage = createStage(room.id, presence, metrics);
  const address = () => addresses.atStart().net;
  return {
    room,
    members: new Members(store.members),
    invites: new Invites({ store: store.invites, crypto: sodium, address, now: Date.now }),
    aliases: new Aliases({
      roomId: room.id,
      store: store.aliases,
      crypto: sodium,
      web: () => webAddress(addresses.atStart()),
      clock: systemClock,
      now: Date.now,
    }),
    presence,
    attendants: new AttendantsFeed(presence.attendants),
    endpoints: new EndpointsFeed(presence.attendants, systemClock),
    endings: new Endings({ key: stored.key, crypto: sodium, now: Date.now, expel }),
    stage,
    stageFeed: new StageFeed(stage),
    tunnels,
    paths: createPaths(config, addresses, stunPort),
    may: (act) => mayDo(config.mode, act),
    now: Date.now,
  };
}

function createStage(room: FeedId, { attendants }: Presence<RoomPeer>, metrics: Metrics): Stage {
  const stage = new Stage({ room, crypto: sodium, clock: systemClock, now: Date.now, attendants });
  const count = () => {
    metrics.shares = stage.size;
  };
  stage.watch({ began: count, ended: count });
  return stage;
}

function createPaths(config: Config, addresses: Addresses, stunPort: () => number | null): Paths {
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

function createPeers({ config, log, metrics, stored }: Base, services: RoomServices): Peers {
  const answer = serve(roomContract, roomHandlers(services), {
    gate: (_caller, act) => checkMay(config.mode, act),
    onRefused: () => metrics.drops['refused-request']++,
    onFault: faultLogger(log),
  });
  return new Peers({
    crypto: sodium,
    networkKey: config.networkKey,
    identity: serverIdentity(sodium, stored.key),
    clock: systemClock,
    now: Date.now,
    admission: new Admission(config.limits === 'none' ? NO_ADDRESS_LIMITS : ADDRESS_LIMITS, systemClock),
    metrics,
    log,
    mayEnter: (id) => services.endings.mayEnter(id),
    welcome: (id, connection, { hostHeader }) => new RoomPeer(id, connection, answer, hostHeader),
  });
}

function httpParts(
  { log }: Base,
  services: RoomServices,
  addresses: Addresses,
  webRoot: string | null,
): HttpParts {
  return {
    room: services.room,
    addresses,
    crypto: sodium,
    web: webRoot === null ? null : readWebBuild(webRoot, sodium),
    features: FEATURES,
    online: () => services.presence.attendants.size,
    callerOf: (context) => networkOf(getConnInfo(context).remote.address ?? ''),
    onFault: (error) => faultLogger(log)(error, 'http'),
  };
}

function statusOf(
  { config, metrics }: Base,
  room: Room,
  addresses: Addresses,
  upMs: number,
): Omit<Status, 'stun' | 'invite'> {
  const { net, ws } = addresses.atStart();
  return {
    id: room.id,
    name: room.profile?.name ?? null,
    claimed: room.profile !== undefined,
    uptime: Math.floor(upMs / 1000),
    version: VERSION,
    addresses: [net, ws].map((address) => writeAddresses([address])),
    attendants: metrics.attendants,
    connections: metrics.connections.tcp + metrics.connections.websocket,
    tunnels: metrics.tunnels.open,
    turn: [...config.turn],
  };
}

function faultLogger(log: Log): (error: unknown, where: string) => void {
  return (error, where) => {
    log.error('A fault of this program: please report it.', {
      where,
      error: error instanceof Error ? error : new Error(String(error)),
    });
  };
}
