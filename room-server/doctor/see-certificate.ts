import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Health } from '../control/health.ts';
import { readFacts } from '../net/tls/certificate-facts.ts';
import type { SeenCertificate } from './ask-web.ts';
import type { ShownCertificate } from './judge-certificate.ts';

/** The certificate of a running room, and that of a proxy before it where the public address shows another. */
export function certificatesOf(
  { certificate }: Health,
  shown: SeenCertificate | undefined,
): ShownCertificate[] {
  const own = certificate === null ? [] : [{ ...certificate, untrusted: null }];
  if (shown === undefined) return own;
  const isOwn = shown.fingerprint === certificate?.fingerprint;
  if (isOwn) return own.map((each) => ({ ...each, untrusted: shown.untrusted }));
  return [...own, { ...shown, source: 'elsewhere', failure: null }];
}

/** The certificate that a stopped room would show; a string says why it cannot be read, nothing that it has none. */
export async function readCertificateOf(config: Config): Promise<ShownCertificate | string | undefined> {
  const place = placeOf(config);
  if (place === undefined) return undefined;
  const { path, source } = place;
  try {
    const leaf = new X509Certificate(await readFile(path));
    return { ...readFacts(leaf), source, failure: null, untrusted: null };
  } catch (error) {
    // The next start makes, or gets, its own.
    if (source !== 'files') return undefined;
    const why = error instanceof Error ? error.message : String(error);
    return `The certificate ${path} cannot be read (${why}): give --tls-cert one in PEM that this account may read.`;
  }
}

function placeOf({ data, tls, tlsCert, domain }: Config) {
  if (tlsCert !== null) return { path: tlsCert, source: 'files' } as const;
  if (domain !== null) return { path: join(data, 'acme-cert.pem'), source: 'acme' } as const;
  return tls === 'off' ? undefined : ({ path: join(data, 'tls-cert.pem'), source: 'self-signed' } as const);
}
