import type { Listeners } from './listeners.ts';
import type { Peers } from './net/peers.ts';
import type { Certificates } from './net/tls/certificate.ts';
import { type Addresses, addressTexts, stunUrl, webAddress } from './rooms/addresses.ts';
import type { Endings } from './rooms/endings.ts';
import type { Room } from './rooms/room.ts';
import type { RunningServer } from './running-server.ts';

/** Left out of a URL. */
const HTTPS_PORT = 443;

export interface RunningParts {
  /** Told that it ends before anything does. */
  readonly life: { isStopping: boolean };
  readonly services: { readonly room: Room; readonly endings: Endings };
  readonly operations: RunningServer['operations'];
  readonly addresses: Addresses;
  /** Whether browsers reach the room elsewhere than at its own port. */
  readonly publicWeb: boolean;
  readonly listeners: Listeners;
  /** With what the pages speak https; `null` where they are plain. */
  readonly certificates: Certificates | null;
  readonly claimCode: string;
  readonly invite: () => string | null;
  readonly peers: Peers;
  /** Everything that is open; disposed when the server stops. */
  readonly parts: AsyncDisposableStack;
}

/** A started server, as people and scripts see it. */
export function runningServer(running: RunningParts): RunningServer {
  const {
    life,
    services: { room, endings },
    operations,
    addresses,
    publicWeb,
    listeners,
    certificates,
    claimCode,
    invite,
    peers,
    parts,
  } = running;
  const { host } = addresses.atStart();
  const inUrl = host.includes(':') ? `[${host}]` : host;
  const http = ownWeb(certificates !== null, inUrl, listeners.http);
  // Behind a proxy it is the proxy that a browser has to be told.
  const web = publicWeb ? webAddress(addresses.atStart()) : http;
  const closed = Promise.withResolvers<void>();
  let stopping = false;
  return {
    id: room.id,
    get name() {
      return room.profile?.name ?? null;
    },
    get addresses() {
      return addressTexts(addresses.atStart());
    },
    http,
    web,
    whois: listeners.whois === null ? null : `http://${inUrl}:${listeners.whois}/whois`,
    stun: stunUrl(host, listeners.stun),
    get claim() {
      if (room.profile !== undefined) return null;
      return `${web}/claim/${encodeURIComponent(claimCode)}`;
    },
    metrics: listeners.metrics,
    ...toldOf(certificates),
    get invite() {
      return invite();
    },
    pid: process.pid,
    closed: closed.promise,
    onClaimed: (listener) => {
      if (room.profile !== undefined) return;
      room.claimed.then(({ name }) => listener(name)).catch(closed.reject);
    },
    operations,
    endLinks: () => endings.say([{ why: 'stopped' }]),
    stop: async () => {
      if (!stopping) {
        stopping = true;
        life.isStopping = true;
        peers.close();
        parts.disposeAsync().then(closed.resolve, closed.reject);
      }
      await closed.promise;
    },
  };
}

/** The certificate, as it is when the server has started. */
function toldOf(certificates: Certificates | null) {
  return {
    ownCertificate: certificates?.ownFingerprint ?? null,
    awaitedCertificate: certificates?.awaited ?? null,
  };
}

/** The pages at the room's own port. */
function ownWeb(https: boolean, host: string, port: number): string {
  if (!https) return `http://${host}:${port}`;
  return port === HTTPS_PORT ? `https://${host}` : `https://${host}:${port}`;
}
