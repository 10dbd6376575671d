import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import type { Clock } from '@open-rooms/protocol';
import type { Log } from '../../observe/log.ts';
import { StartError } from '../../running-server.ts';
import { type Certificate, CertificateError, type Certificates, readCertificate } from './certificate.ts';

/** How often the files are looked at where no event tells of them: network file systems send none. */
const LOOK_MS = 60_000;

/** Tools write certificate and key one after the other: they are read when nothing has happened for this long. */
const SETTLE_MS = 500;

export interface CertificateFilesOptions {
  /** Absolute paths. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly publicHost: string | null;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** Calls `listener` when an admin asks for the files to be read again. */
  readonly onReload: (listener: () => void) => Disposable;
}

/** A certificate that others made, in two files: read again when they change. */
export class CertificateFiles implements Certificates {
  readonly ownFingerprint = null;
  readonly #options: CertificateFilesOptions;
  readonly #listeners: ((certificate: Certificate) => void)[] = [];
  readonly #watching = new DisposableStack();
  #current: Certificate;
  /** What was last said of the files, so that a lasting fault is told once. */
  #said: string | undefined;
  #settling: Disposable | undefined;
  #nextLook: Disposable | undefined;
  #reading: Promise<void> = Promise.resolve();

  private constructor(options: CertificateFilesOptions, current: Certificate) {
    this.#options = options;
    this.#current = current;
  }

  /**
   * Reads both files, and begins to watch them.
   *
   * @throws {StartError} `bad-setting` where they cannot be used. What only keeps browsers from trusting them is a
   * warning in the log.
   */
  static async open(options: CertificateFilesOptions): Promise<CertificateFiles> {
    const files = new CertificateFiles(options, await read(options));
    files.#warnOfDoubts();
    files.#watch();
    return files;
  }

  get current(): Certificate {
    return this.#current;
  }

  onChanged(listener: (certificate: Certificate) => void): void {
    this.#listeners.push(listener);
  }

  /** Reads the files again; those that cannot be used leave all as it was, with a warning. */
  reload(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readAgain());
    return this.#reading;
  }

  [Symbol.dispose](): void {
    this.#settling?.[Symbol.dispose]();
    this.#nextLook?.[Symbol.dispose]();
    this.#watching.dispose();
  }

  async #readAgain(): Promise<void> {
    try {
      const certificate = await read(this.#options);
      this.#said = undefined;
      if (certificate.cert === this.#current.cert && certificate.key === this.#current.key) return;
      this.#current = certificate;
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      if (this.#said !== error.message) {
        this.#options.log.warn(`${error.message} The old certificate stays in use.`);
      }
      this.#said = error.message;
      return;
    }
    const { validTo, fingerprint256 } = this.#current.leaf;
    this.#options.log.info('The certificate was read again: new connections get it.', {
      validTo,
      sha256: fingerprint256,
    });
    this.#warnOfDoubts();
    for (const listener of this.#listeners) listener(this.#current);
  }

  #warnOfDoubts(): void {
    for (const doubt of doubts(this.#current, this.#options)) this.#options.log.warn(doubt);
  }

  /** Folders, and not files: a file that is replaced, or a link to one, is another file. */
  #watch(): void {
    const { certFile, keyFile, onReload } = this.#options;
    for (const folder of new Set([dirname(certFile), dirname(keyFile)])) this.#watchFolder(folder);
    this.#watching.use(onReload(() => this.#soon(0)));
    this.#lookLater();
  }

  #watchFolder(folder: string): void {
    try {
      const watcher: FSWatcher = watch(folder, { persistent: false }, () => this.#soon(SETTLE_MS));
      // What cannot be watched is looked at all the same.
      watcher.on('error', () => watcher.close());
      this.#watching.defer(() => watcher.close());
    } catch {
      this.#options.log.debug('A folder cannot be watched; it is looked at every minute.', { folder });
    }
  }

  #soon(ms: number): void {
    if (this.#watching.disposed) return;
    this.#settling?.[Symbol.dispose]();
    this.#settling = this.#options.clock.after(ms, () => void this.reload());
  }

  #lookLater(): void {
    this.#nextLook = this.#options.clock.after(LOOK_MS, () => {
      void this.reload();
      this.#lookLater();
    });
  }
}

async function read({ certFile, keyFile }: CertificateFilesOptions): Promise<Certificate> {
  const [cert, key] = [await readText('certificate', certFile), await readText('key', keyFile)];
  try {
    return readCertificate(cert, key);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    const file = error.part === 'key' ? keyFile : certFile;
    const both = 'Give --tls-cert and --tls-key the two files of one certificate.';
    const sentence = `Cannot use the ${error.part} ${file}: ${error.message}. ${both}`;
    throw new StartError('bad-setting', sentence, { cause: error });
  }
}

async function readText(part: 'certificate' | 'key', path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const mend = 'Give the path of a file that this account may read.';
    throw new StartError('bad-setting', `Cannot read the ${part} ${path}: ${why}. ${mend}`, { cause });
  }
}

/** Why browsers may refuse a certificate that can be used. */
function doubts({ leaf }: Certificate, { certFile, publicHost, now }: CertificateFilesOptions): string[] {
  const found: string[] = [];
  const { validFromDate: from, validToDate: to } = leaf;
  if (to.getTime() <= now()) {
    found.push(`The certificate ${certFile} ended on ${to.toISOString()}: browsers refuse it. Renew it.`);
  }
  if (from.getTime() > now()) {
    const clock = "Is this machine's clock right?";
    found.push(
      `The certificate ${certFile} begins on ${from.toISOString()}: browsers refuse it until then. ${clock}`,
    );
  }
  if (publicHost !== null && !names(leaf, publicHost)) {
    const mend = 'Get one for that name, or change --public-host.';
    found.push(`The certificate ${certFile} does not name ${publicHost}: browsers refuse it there. ${mend}`);
  }
  return found;
}

function names(leaf: Certificate['leaf'], host: string): boolean {
  return (isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host)) !== undefined;
}
