import type { Listeners } from './listeners.ts';
import type { Peers } from './net/peers.ts';
import type { Certificates } from './net/tls/certificate.ts';
import { type Addresses, addressTexts, stunUrl } from './rooms/addresses.ts';
import type { Endings } from './rooms/endings.ts';
import type { Room } from './rooms/room.ts';
import type { RunningServer } from './running-server.ts';

export interface RunningParts {
  readonly services: { readonly room: Room; readonly endings: Endings };
  readonly addresses: Addresses;
  readonly listeners: Listeners;
  /** With what the pages speak https; `null` where they are plain. */
  readonly certificates: Certificates | null;
  readonly claimCode: string;
  readonly invite: () => string;
  readonly peers: Peers;
  /** Everything that is open; disposed when the server stops. */
  readonly parts: AsyncDisposableStack;
}

/** A started server, as people and scripts see it. */
export function runningServer(running: RunningParts): RunningServer {
  const { services, addresses, listeners, certificates, claimCode, invite, peers, parts } = running;
  const { room, endings } = services;
  const { host } = addresses.atStart();
  const inUrl = host.includes(':') ? `[${host}]` : host;
  const http = `${certificates === null ? 'http' : 'https'}://${inUrl}:${listeners.http}`;
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
    whois: listeners.whois === null ? null : `http://${inUrl}:${listeners.whois}/whois`,
    stun: stunUrl(host, listeners.stun),
    get claim() {
      return room.profile === undefined ? `${http}/claim/${encodeURIComponent(claimCode)}` : null;
    },
    metrics: listeners.metrics,
    ownCertificate: certificates?.ownFingerprint ?? null,
    get invite() {
      return invite();
    },
    pid: process.pid,
    closed: closed.promise,
    onClaimed: (listener) => {
      if (room.profile !== undefined) return;
      room.claimed.then(({ name }) => listener(name)).catch(closed.reject);
    },
    endings,
    stop: async () => {
      if (!stopping) {
        stopping = true;
        peers.close();
        parts.disposeAsync().then(closed.resolve, closed.reject);
      }
      await closed.promise;
    },
  };
}
