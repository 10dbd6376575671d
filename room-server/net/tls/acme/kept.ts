import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere, writeFileDurably } from '@open-rooms/protocol/node';
import * as v from 'valibot';
import { type Certificate, CertificateError, readCertificate } from '../certificate.ts';
import type { Issued } from './issue.ts';
import { type AcmeState, FIRST_STATE } from './plan.ts';
import { PROOF_KINDS } from './proofs.ts';

const FILE_MODE = 0o600;

const stateSchema = v.object({
  directory: v.nullable(v.string()),
  asked: v.string(),
  failedAt: v.array(v.number()),
  notBefore: v.number(),
  proof: v.picklist(PROOF_KINDS),
});

/** What is kept in the data directory between starts: the account's key, the certificate, and how attempts went. */
export class AcmeFiles {
  readonly #account: string;
  readonly #cert: string;
  readonly #key: string;
  readonly #state: string;

  constructor(directory: string) {
    this.#account = join(directory, 'acme-account.pem');
    this.#cert = join(directory, 'acme-cert.pem');
    this.#key = join(directory, 'acme-key.pem');
    this.#state = join(directory, 'acme-state.json');
  }

  /** PEM: the key by which the certificate authority knows who asks. Made by `make` where there is none. */
  async accountKey(make: () => Promise<string>): Promise<string> {
    const kept = await readIfThere(this.#account);
    // One that is damaged is nobody's any more: an account is made in a moment.
    if (kept !== undefined && isKey(kept)) return kept;
    const made = await make();
    await writeFileDurably(this.#account, made, FILE_MODE);
    return made;
  }

  /** `null` where there is none, or one that cannot be used: another one is asked for. */
  async certificate(): Promise<Certificate | null> {
    const [cert, key] = await Promise.all([readIfThere(this.#cert), readIfThere(this.#key)]);
    if (cert === undefined || key === undefined) return null;
    try {
      return readCertificate(cert, key);
    } catch (error) {
      if (error instanceof CertificateError) return null;
      throw error;
    }
  }

  /** The key first: a crash between the two leaves a pair that does not fit, and the next start asks for another. */
  async keep({ cert, key }: Issued): Promise<void> {
    await writeFileDurably(this.#key, key, FILE_MODE);
    await writeFileDurably(this.#cert, cert, FILE_MODE);
  }

  async state(): Promise<AcmeState> {
    const text = await readIfThere(this.#state);
    try {
      return text === undefined ? FIRST_STATE : v.parse(stateSchema, JSON.parse(text));
    } catch {
      return FIRST_STATE;
    }
  }

  async keepState(state: AcmeState): Promise<void> {
    await writeFileDurably(this.#state, JSON.stringify(state), FILE_MODE);
  }
}

function isKey(text: string): boolean {
  try {
    createPrivateKey(text);
    return true;
  } catch {
    return false;
  }
}
