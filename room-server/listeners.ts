import { once } from 'node:events';
import type { Server as HttpServer, RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import type { Clock } from '@open-rooms/protocol';
import type { Config, OptionalPort } from './config/config.ts';
import { isPortInUse, listenError, type PortKey } from './config/listen-error.ts';
import { SETTINGS } from './config/settings.ts';
import type { AddressLimits } from './net/address-limits.ts';
import { Admission } from './net/admission.ts';
import { nextFreePort } from './net/free-port.ts';
import { createHttpServer, listen } from './net/http.ts';
import type { Peers } from './net/peers.ts';
import { listenStun } from './net/stun.ts';
import { listenTcp } from './net/tcp.ts';
import { challengeListener } from './net/tls/acme/challenge-port.ts';
import type { Certificates } from './net/tls/certificate.ts';
import type { TrustedProxies } from './net/trusted-proxies.ts';
import { acceptWebSockets } from './net/websocket.ts';
import type { Log } from './observe/log.ts';
import type { Metrics } from './observe/metrics.ts';
import { type MetricsServer, startMetricsServer, type WhyNotReady } from './observe/metrics-server.ts';
import { webOrigin } from './rooms/addresses.ts';
import { StartError } from './running-server.ts';

export interface ListenersOptions {
  readonly config: Config;
  readonly peers: Peers;
  readonly pages: RequestListener;
  /** With what the port of the pages speaks TLS; `null` is plain HTTP. */
  readonly certificates: Certificates | null;
  readonly whois: RequestListener;
  readonly metrics: Metrics;
  readonly whyNotReady: WhyNotReady;
  readonly log: Log;
  readonly clock: Clock;
  readonly addressLimits: AddressLimits;
  readonly proxies: TrustedProxies;
}

/** Every port of a room server. */
export interface Listeners extends AsyncDisposable {
  readonly net: number;
  readonly http: number;
  /** `null` where it is off. */
  readonly whois: number | null;
  /** UDP port of STUN; `null` where it is off. */
  readonly stun: number | null;
  /** URL of the metrics; `null` where they are off. */
  readonly metrics: string | null;
}

/** Opens every port that the config names, or none: throws `StartError` for a port or host that cannot be had. */
export async function openListeners(options: ListenersOptions): Promise<Listeners> {
  const { config, peers, metrics } = options;
  const host = config.host ?? undefined;
  await using opened = new AsyncDisposableStack();
  const open = async <T>(key: PortKey, start: () => Promise<T>): Promise<T> => {
    try {
      return await start();
    } catch (cause) {
      throw listenError(cause, key, config, await portInstead(cause, key, config));
    }
  };
  const keep = (server: Server): number => {
    opened.defer(() => closeServer(server));
    return (server.address() as AddressInfo).port;
  };
  const serveHttp = async (listener: RequestListener, port: number, withPeers: boolean): Promise<number> => {
    // `/whois` on its own port stays plain: it is part of the protocol.
    const server = httpServer(options, listener, withPeers);
    if (withPeers) acceptWebSockets(peers, server, options.proxies);
    await listen(server, port, host);
    return keep(server);
  };
  const net = await open('port', async () => keep(await listenTcp(peers, config.port, host)));
  const http = await open('httpPort', () => serveHttp(options.pages, config.httpPort, true));
  const hasProofPort = await openProofPort(options, (listener, port) =>
    open('acmeHttpPort', () => serveHttp(listener, port, false)),
  );
  const whois = await unlessOff(config.whoisPort, (port) =>
    open('whoisPort', () => serveHttp(options.whois, port, false)),
  );
  const stun = await unlessOff(config.stunPort, async (port) => {
    const server = await unlessTaken(options, () => open('stunPort', () => openStun(options, port, host)));
    return server && opened.use(server).port;
  });
  const metricsServer: MetricsServer | null = await unlessOff(config.metricsPort, (port) =>
    open('metricsPort', async () => opened.use(await startMetricsServer(metrics, port, options.whyNotReady))),
  );
  const all = opened.move();
  options.certificates?.begin?.(hasProofPort);
  return {
    net,
    http,
    whois,
    stun,
    metrics: metricsServer?.url ?? null,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** A port near one that another program has. */
async function portInstead(cause: unknown, key: PortKey, config: Config): Promise<number | null> {
  if (!isPortInUse(cause)) return null;
  return nextFreePort(Number(config[key]), config.host ?? undefined, key === 'stunPort' ? 'udp' : 'tcp');
}

async function unlessOff<T>(port: OptionalPort, start: (port: number) => Promise<T>): Promise<T | null> {
  return port === 'off' ? null : start(port);
}

/** Opens the port of plain HTTP beside that of https. The room does without it where it cannot be had. */
async function openProofPort(
  { certificates, config, log }: ListenersOptions,
  serve: (listener: RequestListener, port: number) => Promise<unknown>,
): Promise<boolean> {
  const { acmeHttpPort: port, publicWeb } = config;
  if (certificates?.proofs === undefined || publicWeb === null || port === 'off') return false;
  try {
    await serve(challengeListener(certificates.proofs, webOrigin(publicWeb)), port);
    return true;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    log.warn(`${error.message} The room goes on without it: the HTTP port is enough for the certificate.`);
    return false;
  }
}

function openStun(options: ListenersOptions, port: number, host: string | undefined) {
  const { clock, addressLimits: limits, metrics } = options;
  const onDrop = () => {
    metrics.drops['too-many-stun-requests']++;
  };
  return listenStun({ port, host, clock, limits, counts: metrics.stun, onDrop });
}

/** TURN servers have the same port by default. Whoever named no other wants a room first, and STUN second. */
async function unlessTaken<T>({ config, log }: ListenersOptions, start: () => Promise<T>): Promise<T | null> {
  try {
    return await start();
  } catch (error) {
    const isTaken = error instanceof StartError && error.code === 'port-in-use';
    if (!isTaken || config.stunPort !== SETTINGS.stunPort.fallback) throw error;
    log.warn(NO_STUN);
    return null;
  }
}

const NO_STUN =
  'The room starts without STUN: another program uses UDP port 3478. Peers behind routers find fewer direct paths; give --stun-port another port, or "off" where that program is a TURN server that --turn names.';

function httpServer(
  { metrics, clock, addressLimits, certificates, proxies }: ListenersOptions,
  listener: RequestListener,
  webSockets: boolean,
) {
  return createHttpServer({
    listener,
    admission: new Admission(addressLimits, clock),
    clock,
    limits: addressLimits,
    webSockets,
    proxies,
    certificates: webSockets ? certificates : null,
    onDrop: (reason) => {
      metrics.drops[reason]++;
    },
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  if (isHttp(server)) server.closeAllConnections();
  await closed;
}

/** Node has no class that both HTTP and HTTPS servers are of. */
function isHttp(server: Server): server is HttpServer {
  return 'closeAllConnections' in server;
}
