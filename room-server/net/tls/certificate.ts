import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureVersion } from 'node:tls';
import type { Proofs } from './acme/proofs.ts';

/** Older versions of TLS are broken, and no browser speaks them. */
export const OLDEST_TLS: SecureVersion = 'TLSv1.2';

/** A certificate with its key, checked: they fit each other, and OpenSSL takes them. */
export interface Certificate {
  /** PEM: the certificate, then those that vouch for it. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** The certificate itself, read. */
  readonly leaf: X509Certificate;
}

/** Where the certificate of a server comes from, and that it changes while the server runs. */
export interface Certificates extends Disposable {
  readonly current: Certificate;
  /** The fingerprint to compare, where nobody but ourselves vouches for the certificate; `null` where others do. */
  readonly ownFingerprint: string | null;
  /** The name for which a certificate is asked for, where it has not come yet. */
  readonly awaited?: string | null;
  /** Why the last attempt to get a new one failed, as a sentence; nothing where none has. */
  readonly failure?: string | undefined;
  /** What shows a certificate authority whose name this is; nothing where none is asked. */
  readonly proofs?: Proofs;
  /** To be called when the ports are open, with whether one for plain HTTP shows the proofs, too. */
  begin?(hasHttp: boolean): void;
  /** Calls `listener` with each certificate that takes the place of the current one. */
  onChanged(listener: (certificate: Certificate) => void): void;
}

/** What is wrong with a certificate and a key: which of the two, and a clause that goes on from "Cannot use it: ". */
export class CertificateError extends Error {
  readonly part: 'certificate' | 'key';

  constructor(part: 'certificate' | 'key', clause: string, options?: ErrorOptions) {
    super(clause, options);
    this.name = 'CertificateError';
    this.part = part;
  }
}

/**
 * Reads a certificate and its key, both PEM.
 *
 * @throws {CertificateError} It quotes nothing of the key.
 */
export function readCertificate(cert: string, key: string): Certificate {
  const leaf = leafOf(cert);
  if (!leaf.checkPrivateKey(keyOf(key))) {
    throw new CertificateError('key', 'it is the key of another certificate');
  }
  try {
    createSecureContext({ cert, key, minVersion: OLDEST_TLS });
  } catch (cause) {
    throw new CertificateError('certificate', `OpenSSL refuses it (${reasonOf(cause)})`, { cause });
  }
  return { cert, key, leaf };
}

function leafOf(cert: string): X509Certificate {
  try {
    return new X509Certificate(cert);
  } catch (cause) {
    const clause = 'it is no certificate in PEM, which begins with "-----BEGIN CERTIFICATE-----"';
    throw new CertificateError('certificate', clause, { cause });
  }
}

/** The cause is kept out of the error: OpenSSL may quote what it read. */
function keyOf(key: string): KeyObject {
  if (/ENCRYPTED/.test(key)) {
    const clause = 'it is locked with a passphrase; "openssl pkey -in OLD -out NEW" unlocks it';
    throw new CertificateError('key', clause);
  }
  try {
    return createPrivateKey(key);
  } catch {
    throw new CertificateError(
      'key',
      'it is no private key in PEM, which has "PRIVATE KEY" in its first line',
    );
  }
}

/** `ee key too small` says more than the whole line of OpenSSL. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'reason' in cause ? String(cause.reason) : cause.message;
}
