import type { Clock } from '@open-rooms/protocol';
import { isSystemError } from '@open-rooms/protocol/node';
import type { Log } from '../../../observe/log.ts';
import { StartError } from '../../../running-server.ts';
import { type Certificate, type Certificates, readCertificate } from '../certificate.ts';
import { makeSelfSigned } from '../self-signed.ts';
import { AcmeFailure, failureFrom } from './explain.ts';
import { type Issued, type IssueOptions, issueCertificate, makeKey } from './issue.ts';
import { AcmeFiles } from './kept.ts';
import { type AcmeState, afterFailure, afterSuccess, nextAttempt, stateFor } from './plan.ts';
import { Proofs } from './proofs.ts';

/** Clocks of machines are set, and machines sleep: the plan is looked at anew after this time at the latest. */
const LOOK_MS = 3_600_000;

export interface AcmeOptions {
  readonly domain: string;
  readonly email: string | null;
  /** URL of the certificate authority's directory. */
  readonly acmeDirectory: string;
  /** The data directory. */
  readonly directory: string;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** Gets a certificate; only tests say another. */
  readonly issue?: (options: IssueOptions) => Promise<Issued>;
}

/**
 * A certificate that a certificate authority gives for a name, got and renewed while the room runs. Until the first one is
 * there the room shows one of its own making, so that it can be reached; while a renewal fails, the old one stays.
 */
export class AcmeCertificate implements Certificates {
  readonly proofs = new Proofs();
  readonly #options: AcmeOptions;
  readonly #files: AcmeFiles;
  readonly #listeners: ((certificate: Certificate) => void)[] = [];
  readonly #over = new AbortController();
  #shown: Certificate;
  /** Whether what is shown is of the certificate authority, for the name. */
  #isIssued: boolean;
  #state: AcmeState;
  #hasHttp = false;
  #failure: AcmeFailure | undefined;
  #next: Disposable | undefined;

  private constructor(
    options: AcmeOptions,
    files: AcmeFiles,
    shown: Certificate,
    isIssued: boolean,
    state: AcmeState,
  ) {
    this.#options = options;
    this.#files = files;
    this.#shown = shown;
    this.#isIssued = isIssued;
    this.#state = state;
  }

  /**
   * Takes the certificate that is kept, or makes one for the time being. It asks nobody: {@link begin} does.
   *
   * @throws {StartError} `data-unwritable`
   */
  static async open(options: AcmeOptions): Promise<AcmeCertificate> {
    const { directory, domain, now } = options;
    try {
      const files = new AcmeFiles(directory);
      const kept = await files.certificate();
      const state = stateFor(await files.state(), options.acmeDirectory, domain);
      if (
        kept !== null &&
        kept.leaf.checkHost(domain) !== undefined &&
        kept.leaf.validToDate.getTime() > now()
      )
        return new AcmeCertificate(options, files, kept, true, state);
      return new AcmeCertificate(options, files, await makeSelfSigned([domain], now()), false, state);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new StartError(
        'data-unwritable',
        `Cannot keep the certificate of ${domain} in ${directory}: ${error.message}. Make sure that this account may ` +
          'read and write there and that the disk is not full.',
        { cause: error },
      );
    }
  }

  get current(): Certificate {
    return this.#shown;
  }

  get ownFingerprint(): string | null {
    return this.#isIssued ? null : this.#shown.leaf.fingerprint256;
  }

  get awaited(): string | null {
    return this.#isIssued ? null : this.#options.domain;
  }

  get failure(): string | undefined {
    return this.#failure?.message;
  }

  onChanged(listener: (certificate: Certificate) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Asks for a certificate now, if there is none, and later for new ones. To be called when the ports are open.
   *
   * @param hasHttp whether port 80 shows proofs too
   */
  begin(hasHttp: boolean): void {
    this.#hasHttp = hasHttp;
    if (!hasHttp && this.#state.proof === 'http-01') this.#state = { ...this.#state, proof: 'tls-alpn-01' };
    this.#planNext(true);
  }

  [Symbol.dispose](): void {
    this.#over.abort();
    this.#next?.[Symbol.dispose]();
  }

  #planNext(isStart = false): void {
    if (this.#over.signal.aborted) return;
    const { clock, now } = this.#options;
    const wait = nextAttempt(this.#kept(), this.#state, now(), isStart) - now();
    if (wait <= 0) void this.#attempt();
    else this.#next = clock.after(Math.min(wait, LOOK_MS), () => this.#planNext());
  }

  /** One of another authority does until one of this is there. */
  #kept() {
    const { leaf } = this.#shown;
    if (!this.#isIssued || this.#state.directory !== this.#options.acmeDirectory) return null;
    return { from: leaf.validFromDate.getTime(), to: leaf.validToDate.getTime() };
  }

  async #attempt(): Promise<void> {
    const { domain, acmeDirectory, log } = this.#options;
    const attempt = { domain, directory: acmeDirectory, proof: this.#state.proof };
    log.info(`Asking ${new URL(acmeDirectory).host} for a certificate of ${domain}.`, {
      proof: attempt.proof,
    });
    try {
      await this.#take(await this.#issue(attempt));
    } catch (error) {
      if (this.#over.signal.aborted) return;
      await this.#remember(failureFrom(error, attempt));
    }
    this.#planNext();
  }

  async #issue(attempt: Pick<IssueOptions, 'domain' | 'directory' | 'proof'>): Promise<Issued> {
    const { email, issue = issueCertificate } = this.#options;
    const accountKey = await this.#accountKey();
    return issue({ ...attempt, email, accountKey, proofs: this.proofs, pause: (ms) => this.#pause(ms) });
  }

  async #accountKey(): Promise<string> {
    try {
      return await this.#files.accountKey(makeKey);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const { domain, directory } = this.#options;
      throw new AcmeFailure(
        `No certificate for ${domain}: the key of its account cannot be kept in ${directory} (${error.message}); make sure that this account may write there and that the disk is not full.`,
        { cause: error },
      );
    }
  }

  async #take(issued: Issued): Promise<void> {
    const { domain, acmeDirectory, log } = this.#options;
    const certificate = readCertificate(issued.cert, issued.key);
    this.#state = afterSuccess(this.#state, acmeDirectory);
    // What cannot be kept is used all the same: to ask for another one would not make the disk larger.
    await this.#keep(async () => {
      await this.#files.keep(issued);
      await this.#files.keepState(this.#state);
    });
    if (this.#over.signal.aborted) return;
    this.#shown = certificate;
    this.#isIssued = true;
    this.#failure = undefined;
    log.info(
      `The certificate of ${domain} is here, good until ${certificate.leaf.validToDate.toISOString()}.`,
    );
    for (const listener of this.#listeners) listener(certificate);
  }

  async #remember(failure: AcmeFailure): Promise<void> {
    const { now, log } = this.#options;
    const { retryAt } = failure;
    this.#failure = failure;
    this.#state = afterFailure(this.#state, now(), { retryAt, hasHttp: this.#hasHttp });
    const next = new Date(nextAttempt(this.#kept(), this.#state, now())).toISOString();
    log.warn(`${failure.message} The next attempt is at ${next}.`);
    await this.#keep(() => this.#files.keepState(this.#state));
  }

  async #keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      const { directory, log } = this.#options;
      const why = error instanceof Error ? error : new Error(String(error));
      log.warn(`Cannot keep what belongs to the certificate in ${directory}: a start asks for another one.`, {
        error: why,
      });
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const { signal } = this.#over;
      if (signal.aborted) return reject(signal.reason);
      const stop = () => {
        timer[Symbol.dispose]();
        reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { once: true });
      const timer = this.#options.clock.after(ms, () => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
    });
  }
}
