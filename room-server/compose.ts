import { randomBytes } from 'node:crypto';
import { getRequestListener } from '@hono/node-server';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import { openAudit } from './compose-audit.ts';
import { openCore } from './compose-core.ts';
import { createPeers, httpParts, openControl } from './compose-faces.ts';
import { countCertificate, whyNotReady } from './compose-health.ts';
import { allOperations } from './compose-operations.ts';
import { type Base, createServices } from './compose-services.ts';
import type { Config } from './config/config.ts';
import { VERSION } from './config/version.ts';
import { createHttpApp } from './http/app.ts';
import { unreadableRequest } from './http/problems.ts';
import { createWhoisApp } from './http/whois.ts';
import { openRoomInvite } from './invites/invites.ts';
import { type Listeners, openListeners } from './listeners.ts';
import { ADDRESS_LIMITS, NO_ADDRESS_LIMITS } from './net/address-limits.ts';
import { ownHost } from './net/own-host.ts';
import type { Peers } from './net/peers.ts';
import { openCertificates } from './net/tls/open-certificates.ts';
import { TrustedProxies } from './net/trusted-proxies.ts';
import type { Log } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import type { PageFiles } from './page/port.ts';
import { Addresses, webAddress } from './rooms/addresses.ts';
import type { Core } from './rooms/core.ts';
import type { LiveStandings } from './rooms/live-standings.ts';
import { ADDRESS_DAYS } from './rooms/settings.ts';
import { runningServer } from './running.ts';
import type { RunningServer } from './running-server.ts';
import { openStored } from './store/open-stored.ts';

/** Bytes of a claim code: 128 bits, which nobody guesses. */
const CLAIM_CODE_BYTES = 16;

/**
 * The one place where the parts of a room server meet. Throws `StartError` for what an admin can mend; nothing is
 * left open then.
 *
 * @param web the page that browsers run, where one was built
 */
export async function startRoomServer(
  config: Config,
  log: Log,
  web: PageFiles | null = null,
): Promise<RunningServer> {
  await using opened = new AsyncDisposableStack();
  const late: Late = {};
  const { base, core, claimCode } = await openRoom(config, log, late, opened);
  const certificates = opened.use(await openCertificates(config, log, systemClock));
  countCertificate(base.metrics, certificates);
  const proxies = new TrustedProxies(config.trustedProxies, config.proxyHeader);
  const addresses = addressesOf(config, core, certificates !== null, late);
  const services = await createServices(base, core, {
    addresses,
    stunPort: () => late.listeners?.stun ?? null,
    connected: () => late.peers?.connected() ?? [],
    expel: (who) => late.peers?.expel(who),
  });
  late.live = services.live;
  const place = () => ({ net: addresses.atStart().net, web: webAddress(addresses.atStart()) });
  const operations = allOperations(services, place);
  const peers = createPeers(base, services, operations);
  late.peers = peers;
  const pages = httpParts(base, services, { operations, addresses, proxies, web });
  const ready = whyNotReady(base);
  const listeners = await openListeners({
    config,
    peers,
    pages: getRequestListener(createHttpApp(pages).fetch, { errorHandler: unreadableRequest }),
    whois: getRequestListener(createWhoisApp(pages).fetch, { errorHandler: unreadableRequest }),
    certificates,
    metrics: base.metrics,
    whyNotReady: ready,
    log,
    clock: systemClock,
    proxies,
    addressLimits: config.limits === 'none' ? NO_ADDRESS_LIMITS : ADDRESS_LIMITS,
  });
  late.listeners = opened.use(listeners);

  const isOpen = () => core.gate.mayVisitor('attend');
  const invite = () => (isOpen() ? openRoomInvite(addresses.atStart().net) : null);
  opened.use(
    await openControl(base, {
      ...{ services, operations, addresses, listeners, certificates, invite },
      whyNotReady: ready,
    }),
  );
  base.audit.started(`open-rooms ${VERSION}`);
  const publicWeb = config.publicWeb !== null;
  const { life } = base;
  const told = { life, services, operations, addresses, publicWeb, listeners, certificates, claimCode };
  return runningServer({ ...told, invite, peers, parts: opened.move() });
}

/** What those that are made first ask of those that are made after them. */
interface Late {
  core?: Core;
  peers?: Peers;
  live?: LiveStandings;
  listeners?: Listeners;
}

/** Opens what the room keeps, and who may do what in it; a new room is named where the config names it. */
async function openRoom(config: Config, log: Log, late: Late, opened: AsyncDisposableStack) {
  const stored = opened.use(await openStored(config.data, sodium));
  for (const warning of stored.warnings) log.warn(warning);
  const metrics = createMetrics(VERSION);
  const addressDays = () => late.core?.settings.addressDays ?? ADDRESS_DAYS;
  const audit = opened.use(await openAudit({ log, metrics, stored }, addressDays));
  const life = { startedAt: Date.now(), isStopping: false };
  const base: Base = { config, log, metrics, stored, audit, life, onFault: faultLogger(log) };
  const claimCode = config.claim ?? randomBytes(CLAIM_CODE_BYTES).toString('base64url');
  const core = await openCore({
    stored,
    claimCode,
    mode: config.mode,
    takeDown: audit.takeDown,
    clock: systemClock,
    now: Date.now,
    onRevoked: () => late.live?.sweep(),
  });
  late.core = core;
  const { name, description } = config;
  if (name !== null) await core.room.setUp({ name, description: description ?? '' });
  return { base, core, claimCode };
}

function addressesOf(config: Config, { room }: Core, https: boolean, late: Late): Addresses {
  const { publicHost, publicWeb, host: boundTo } = config;
  const ports = () => ({
    net: late.listeners?.net ?? config.port,
    http: late.listeners?.http ?? config.httpPort,
  });
  return new Addresses({ id: room.id, publicHost, publicWeb, boundTo, ownHost, ports, https });
}

function faultLogger(log: Log): (error: unknown, where: string) => void {
  return (error, where) => {
    log.error('A fault of this program: please report it.', {
      where,
      error: error instanceof Error ? error : new Error(String(error)),
    });
  };
}
