import type { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '@open-rooms/protocol';
import { isSystemError, readIfThere, writeFileDurably } from '@open-rooms/protocol/node';
import type { Log } from '../../observe/log.ts';
import { StartError } from '../../running-server.ts';
import { ipBytes } from '../ip-bytes.ts';
import { type Certificate, CertificateError, type Certificates, readCertificate } from './certificate.ts';
import type { OwnNames } from './own-names.ts';
import { MAX_NAMES, makeSelfSigned } from './self-signed.ts';

/** How often the machine's addresses and the end of the certificate are looked at. */
const LOOK_MS = 3_600_000;

/** Renewed this long before it ends: a server that is seldom started meets no browser with one that is over. */
const RENEWED_DAYS_BEFORE = 30;

const MS_PER_DAY = 86_400_000;

const FILE_MODE = 0o600;

export interface OwnCertificateOptions {
  /** The data directory. */
  readonly directory: string;
  /** By which names the server is reached now. */
  readonly names: () => OwnNames;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/**
 * A certificate that the room makes itself, in the data directory: made where there is none, and again when it is
 * about to end or when the server is reached by a name that it does not have.
 */
export class OwnCertificate implements Certificates {
  readonly #options: OwnCertificateOptions;
  readonly #files: { readonly cert: string; readonly key: string };
  readonly #listeners: ((certificate: Certificate) => void)[] = [];
  #current: Certificate;
  #nextLook: Disposable | undefined;
  #over = false;

  private constructor(options: OwnCertificateOptions, current: Certificate) {
    this.#options = options;
    this.#files = filesIn(options.directory);
    this.#current = current;
  }

  /**
   * Reads the certificate, or makes one.
   *
   * @throws {StartError} `data-unwritable`
   */
  static async open(options: OwnCertificateOptions): Promise<OwnCertificate> {
    const { directory } = options;
    try {
      const own = new OwnCertificate(options, await keptOrNew(directory, options));
      await own.renew();
      own.#lookLater();
      return own;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new StartError(
        'data-unwritable',
        `Cannot keep the room's certificate in ${directory}: ${error.message}. Make sure that this account may read ` +
          'and write there and that the disk is not full.',
        { cause: error },
      );
    }
  }

  get current(): Certificate {
    return this.#current;
  }

  get ownFingerprint(): string {
    return this.#current.leaf.fingerprint256;
  }

  onChanged(listener: (certificate: Certificate) => void): void {
    this.#listeners.push(listener);
  }

  /** Makes another certificate where this one does not do any more. Throws system errors. */
  async renew(): Promise<void> {
    const { names, now, log } = this.#options;
    const { leaf } = this.#current;
    const { must, also } = names();
    const ends = isOutside(leaf, now());
    const there = new Set(namesIn(leaf).map(spelled));
    const missing = must.slice(0, MAX_NAMES).filter((name) => !there.has(spelled(name)));
    if (!ends && missing.length === 0) return;
    // Names that were there stay: who goes from network to network meets the browser's warning once in each.
    const before = ends ? [] : namesIn(leaf);
    this.#current = await makeAndKeep(this.#files, distinct([...must, ...also, ...before]), now());
    log.info('The room has a new certificate of its own: browsers warn once more.', {
      because: ends ? 'the old one ends' : `the old one does not name ${missing.join(', ')}`,
      sha256: this.ownFingerprint,
    });
    for (const listener of this.#listeners) listener(this.#current);
  }

  [Symbol.dispose](): void {
    this.#over = true;
    this.#nextLook?.[Symbol.dispose]();
  }

  #lookLater(): void {
    if (this.#over) return;
    this.#nextLook = this.#options.clock.after(LOOK_MS, () => {
      this.renew()
        .catch((error: unknown) => this.#tell(error))
        .finally(() => this.#lookLater());
    });
  }

  #tell(error: unknown): void {
    const why = error instanceof Error ? error : new Error(String(error));
    this.#options.log.warn("Cannot renew the room's certificate; the old one stays for now.", { error: why });
  }
}

function filesIn(directory: string): { readonly cert: string; readonly key: string } {
  return { cert: join(directory, 'tls-cert.pem'), key: join(directory, 'tls-key.pem') };
}

async function keptOrNew(
  directory: string,
  { names, now, log }: OwnCertificateOptions,
): Promise<Certificate> {
  const files = filesIn(directory);
  const [cert, key] = await Promise.all([readIfThere(files.cert), readIfThere(files.key)]);
  if (cert !== undefined && key !== undefined) {
    try {
      return readCertificate(cert, key);
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      const sentence = `Cannot use the room's own ${error.part} ${files[error.part === 'key' ? 'key' : 'cert']}`;
      log.warn(`${sentence}: ${error.message}. A new certificate is made: browsers warn once more.`);
    }
  }
  const { must, also } = names();
  return makeAndKeep(files, distinct([...must, ...also]), now());
}

/** The key first: a crash between the two leaves a pair that does not fit, and the next start makes another. */
async function makeAndKeep(
  files: { readonly cert: string; readonly key: string },
  names: readonly string[],
  now: number,
): Promise<Certificate> {
  const made = await makeSelfSigned(names, now);
  await writeFileDurably(files.key, made.key, FILE_MODE);
  await writeFileDurably(files.cert, made.cert, FILE_MODE);
  return made;
}

/** Over, about to be, or not begun: the clock of a small machine may have stood at 1970 when it was made. */
function isOutside({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() > now || validToDate.getTime() - now < RENEWED_DAYS_BEFORE * MS_PER_DAY;
}

/** The names of a certificate of ours, as `DNS:localhost, IP Address:127.0.0.1` has them. */
function namesIn(leaf: X509Certificate): string[] {
  const names = (leaf.subjectAltName ?? '').split(', ');
  return names.map((name) => name.replace(/^(DNS|IP Address):/, '').toLowerCase());
}

function distinct(names: readonly string[]): string[] {
  return [...new Map(names.map((name) => [spelled(name), name])).values()];
}

/** One spelling for each address, of which IPv6 has several. */
function spelled(name: string): string {
  return ipBytes(name)?.join('.') ?? name;
}
