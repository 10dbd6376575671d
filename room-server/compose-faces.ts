import { getConnInfo } from '@hono/node-server/conninfo';
import { roomContract, serve, serverIdentity, writeAddresses } from '@open-rooms/protocol';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import type { Operations } from './administration/operations.ts';
import { isAdministrative } from './audit/administrative.ts';
import { openBackups } from './compose-backups.ts';
import { healthOf } from './compose-health.ts';
import type { Base } from './compose-services.ts';
import { controlSocketPath } from './config/control-socket.ts';
import { VERSION } from './config/version.ts';
import type { Status } from './control/contract.ts';
import { controlHandlers } from './control/handlers.ts';
import { serveControl } from './control/serve-control.ts';
import { VISITOR_INVITES_AT_ONCE, VISITOR_INVITES_PER_SECOND } from './http/join-parts.ts';
import type { HttpParts } from './http/parts.ts';
import { readWebBuild } from './http/web/web-build.ts';
import type { Listeners } from './listeners.ts';
import { ADDRESS_LIMITS, NO_ADDRESS_LIMITS } from './net/address-limits.ts';
import { Admission } from './net/admission.ts';
import { networkOf } from './net/ip-address.ts';
import { Paces } from './net/paces.ts';
import { Peers } from './net/peers.ts';
import type { Certificates } from './net/tls/certificate.ts';
import type { TrustedProxies } from './net/trusted-proxies.ts';
import type { WhyNotReady } from './observe/metrics-server.ts';
import type { PageFiles } from './page/port.ts';
import { type Addresses, stunUrl } from './rooms/addresses.ts';
import type { Room } from './rooms/room.ts';
import { featuresOf } from './rpc/features.ts';
import { type RoomServices, roomHandlers } from './rpc/room-handlers.ts';
import { RoomPeer } from './rpc/room-peer.ts';

/** The peers of a room: whoever proves a key, and what they may ask. */
export function createPeers(base: Base, services: RoomServices, operations: Operations): Peers {
  const { config, log, metrics, stored, audit, onFault } = base;
  const { gate, words } = services;
  const answer = serve(roomContract, roomHandlers(services, operations), {
    gate: (caller, act) => {
      if (isAdministrative(act) && !gate.may(caller.id, act))
        audit.takeDown({ event: 'no_role', by: caller.actor, subject: act });
      gate.check(caller.id, act);
    },
    onRefused: () => metrics.drops['refused-request']++,
    onFault,
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
    onFull: (reason, address) =>
      audit.takeDown({ event: 'member_off_limit', by: null, address, message: reason }),
    mayEnter: (id, { address }) => {
      const entrance = gate.mayEnter(id);
      const event = ENTRANCE_EVENTS[entrance];
      if (event !== undefined) audit.takeDown({ event, by: { kind: 'feed', id, address }, subject: id });
      return entrance;
    },
    welcome: (id, connection, origin) => {
      words.arrived(id);
      return new RoomPeer(id, connection, answer, origin);
    },
  });
}

/** What the audit log calls those who are not let in. */
const ENTRANCE_EVENTS = { yes: undefined, banned: 'banned_attempt', 'not-admitted': 'no_role' } as const;

/** What the pages of a room are made from. */
export function httpParts(
  { config, metrics, audit, life, onFault }: Base,
  services: RoomServices,
  {
    operations,
    addresses,
    proxies,
    web,
  }: {
    readonly operations: Operations;
    readonly addresses: Addresses;
    readonly proxies: TrustedProxies;
    readonly web: PageFiles | null;
  },
): HttpParts {
  const { presence, settings } = services;
  return {
    ...services,
    version: VERSION,
    operations,
    auditLog: audit,
    takeDown: audit.takeDown,
    addresses,
    publicHost: config.publicHost,
    crypto: sodium,
    web: web === null ? null : readWebBuild(web, sodium),
    get features() {
      return featuresOf(settings.mode);
    },
    visitorInvites: new Paces(
      VISITOR_INVITES_PER_SECOND,
      VISITOR_INVITES_AT_ONCE,
      systemClock,
      (caller) => caller,
    ),
    life: {
      startedAt: life.startedAt,
      get isStopping() {
        return life.isStopping;
      },
      get certificateEnds() {
        return metrics.certificateEnds;
      },
    },
    online: () => presence.attendants.size,
    isOnline: (id) => presence.attendants.has(id),
    callerOf: (context) =>
      networkOf(proxies.callerOf(getConnInfo(context).remote.address ?? '', context.req.header())),
    onFault: (error) => onFault(error, 'http'),
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

export interface ControlParts {
  readonly services: RoomServices;
  readonly operations: Operations;
  readonly addresses: Addresses;
  readonly listeners: Listeners;
  readonly certificates: Certificates | null;
  readonly whyNotReady: WhyNotReady;
  /** The room's own invite; `null` where it has none that everybody may have. */
  readonly invite: () => string | null;
}

/** Answers the command line of whoever runs the server. */
export async function openControl(base: Base, parts: ControlParts): Promise<AsyncDisposable> {
  const { services, operations, addresses, listeners, invite } = parts;
  await using opened = new AsyncDisposableStack();
  const startedAt = systemClock.now();
  const backups = opened.use(await openBackups(base));
  const control = await serveControl({
    path: controlSocketPath(base.config.data),
    handlers: controlHandlers({
      operations,
      backup: backups.send,
      health: () => healthOf(base, parts),
      status: () => ({
        ...statusOf(base, services.room, addresses, systemClock.now() - startedAt),
        stun: stunUrl(addresses.atStart().host, listeners.stun),
        invite: invite(),
      }),
    }),
    clock: systemClock,
    crypto: sodium,
    onFault: base.onFault,
  });
  opened.use(control);
  return opened.move();
}
