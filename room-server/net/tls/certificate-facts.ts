import type { X509Certificate } from 'node:crypto';

/** For whom and until when a certificate is good. */
export interface LeafFacts {
  /** Host names and IP addresses. */
  readonly names: string[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** SHA-256. */
  readonly fingerprint: string;
}

/** What can be said of a certificate without its key. */
export function readFacts(leaf: X509Certificate): LeafFacts {
  const names = (leaf.subjectAltName ?? '').split(', ').filter((name) => name !== '');
  return {
    names: names.map((name) => name.replace(/^(DNS|IP Address):/, '')),
    from: leaf.validFromDate.getTime(),
    to: leaf.validToDate.getTime(),
    fingerprint: leaf.fingerprint256,
  };
}
