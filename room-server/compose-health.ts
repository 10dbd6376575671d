import { type PrivacyMode, toBase64, writeAddresses } from '@open-rooms/protocol';
import { systemClock } from '@open-rooms/protocol/node';
import type { Base } from './compose-services.ts';
import type { Config } from './config/config.ts';
import type { CertificateFacts, Health } from './control/health.ts';
import type { Listeners } from './listeners.ts';
import type { Certificates } from './net/tls/certificate.ts';
import { readFacts } from './net/tls/certificate-facts.ts';
import type { Metrics } from './observe/metrics.ts';
import type { WhyNotReady } from './observe/metrics-server.ts';
import { Readiness } from './observe/readiness.ts';
import { type Addresses, webAddress } from './rooms/addresses.ts';

/** Why the server cannot do its work, for monitors and for whoever runs it. */
export function whyNotReady({ stored, metrics, life }: Base): WhyNotReady {
  const readiness = new Readiness({
    store: stored.store,
    clock: systemClock,
    audit: metrics.audit,
    isStopping: () => life.isStopping,
  });
  return () => readiness.whyNot();
}

/** Keeps the metrics told when the certificate of the pages ends. */
export function countCertificate(metrics: Metrics, certificates: Certificates | null): void {
  if (certificates === null) return;
  const tell = ({ leaf }: Certificates['current']) => {
    metrics.certificateEnds = Math.floor(leaf.validToDate.getTime() / 1000);
  };
  tell(certificates.current);
  certificates.onChanged(tell);
}

interface HealthParts {
  readonly services: { readonly settings: { readonly mode: PrivacyMode } };
  readonly addresses: Addresses;
  readonly listeners: Listeners;
  readonly certificates: Certificates | null;
  readonly whyNotReady: WhyNotReady;
}

/** What a running server says of itself to whoever runs it. */
export async function healthOf(
  { config, life }: Base,
  { services, addresses, listeners, certificates, whyNotReady }: HealthParts,
): Promise<Health> {
  const { net, http, whois, stun, metrics } = listeners;
  const reached = addresses.atStart();
  return {
    pid: process.pid,
    startedAt: life.startedAt,
    memory: process.memoryUsage.rss(),
    host: config.host,
    ports: { net, http, whois, stun },
    wantsStun: config.stunPort !== 'off',
    metrics,
    publicHost: config.publicHost,
    web: webAddress(reached),
    address: writeAddresses([reached.net]),
    networkKey: toBase64(config.networkKey),
    mode: services.settings.mode,
    acmeDirectory: config.domain === null ? null : config.acmeDirectory,
    certificate: certificates && certificateFacts(config, certificates),
    notReady: (await whyNotReady()) ?? null,
  };
}

function certificateFacts(
  config: Config,
  { current, ownFingerprint, failure }: Certificates,
): CertificateFacts {
  const { tlsCert, domain } = config;
  const acme = ownFingerprint === null ? 'acme' : 'stopgap';
  const made = domain === null ? 'self-signed' : acme;
  const source = tlsCert === null ? made : 'files';
  return { source, ...readFacts(current.leaf), failure: failure ?? null };
}
