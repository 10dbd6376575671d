import {
  type AuditContent,
  type AuditHead,
  auditOrigin,
  type Clock,
  type CryptoBackend,
  type NamedKeyPair,
  type SealedEntry,
  sealEntry,
  signHead,
} from '@open-rooms/protocol';
import type { AuditStore } from '../store/ports/audit.ts';
import { type End, findEnd } from './find-end.ts';

/** What people notice only together waits this long: one write to the disk for all who come within it. */
const WINDOW_MS = 250;

/** Entries of one transaction: about 15 ms of work, for which everything else waits. */
const MAX_BATCH = 200;

/** Entries that wait in memory, 5 MB, while the disk refuses them; what comes then is counted as lost. */
export const MAX_WAITING_ENTRIES = 10_000;

/** How long a disk that refused is left alone. */
export const RETRY_MS = 5_000;

/** An entry before it has its place in the log. */
export type Draft = Omit<AuditContent, 'id'>;

/** How it goes with the disk, for the log and the metrics. */
export interface AuditReports {
  /** The disk has refused entries, which wait in memory; told once until it takes them again. */
  refused(error: unknown): void;
  /** The disk takes entries again. */
  recovered(lost: number): void;
  /** As many wait as may: entries are lost from now on. */
  full(): void;
  /** Something was not as it should be. */
  fault(sentence: string, error?: unknown): void;
  /** Counts, kept up to date. */
  readonly counts: { entries: number; waiting: number; lost: number };
}

export interface WriterParts {
  readonly key: Pick<NamedKeyPair, 'id' | 'secretKey'>;
  readonly store: AuditStore;
  readonly crypto: Pick<CryptoBackend, 'sha256' | 'sign' | 'verify' | 'randomBytes'>;
  readonly clock: Clock;
  /** Lets everything else have its turn; the process lives until then, even where nothing else keeps it. */
  readonly pause: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly reports: AuditReports;
}

/** Writes entries behind those who take them down, each batch in one transaction, and reads in turn with them. */
export class AuditWriter {
  /** What was found when the log was opened. */
  readonly found: Pick<End, 'wrong' | 'isAbrupt'>;
  readonly #parts: WriterParts;
  readonly #waiting: Draft[] = [];
  #last: { readonly id: number; readonly hash: string };
  #turn: Promise<unknown> = Promise.resolve();
  #due: { readonly timer: Disposable; readonly soon: boolean } | undefined;
  #lost = 0;
  #isRefused = false;
  #isClosed = false;

  private constructor(parts: WriterParts, last: AuditWriter['last'], found: AuditWriter['found']) {
    this.#parts = parts;
    this.#last = last;
    this.found = found;
  }

  /** Opens the log where it ended. */
  static async open(parts: WriterParts): Promise<AuditWriter> {
    const { crypto, key, store } = parts;
    const end = await findEnd(crypto, key.id, store);
    const last = end.last ?? { id: 0, hash: auditOrigin(crypto, key.id) };
    return new AuditWriter(parts, last, end);
  }

  /** The last entry that is on the disk; `id` is 0 before the first. */
  get last(): { readonly id: number; readonly hash: string } {
    return this.#last;
  }

  /** How many are not on the disk yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes an entry; it is written `soon`, in the next turn, or with those that come within the window. */
  add(draft: Draft, soon: boolean): void {
    const { reports } = this.#parts;
    if (this.#isClosed) return;
    if (this.#waiting.length >= MAX_WAITING_ENTRIES) {
      if (this.#lost === 0) reports.full();
      this.#lost++;
      reports.counts.lost++;
      return;
    }
    this.#waiting.push(draft);
    reports.counts.waiting = this.#waiting.length;
    if (!this.#isRefused) this.#schedule(soon);
  }

  /** Writes what waits. Resolves when it is on the disk, or the disk has refused it. */
  flush(): Promise<void> {
    return this.inTurn(() => this.#writeAll());
  }

  /** Does something while nothing is written. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Writes what waits, and takes nothing any more. */
  async close(): Promise<void> {
    await this.flush();
    this.#isClosed = true;
    this.#cancel();
    if (this.#waiting.length > 0)
      this.#parts.reports.fault(`${this.#waiting.length} entries of the audit log were not written.`);
  }

  #schedule(soon: boolean): void {
    if (this.#due !== undefined && (this.#due.soon || !soon)) return;
    this.#flushAfter(soon ? 0 : WINDOW_MS, soon);
  }

  #flushAfter(ms: number, soon: boolean): void {
    this.#cancel();
    const timer = this.#parts.clock.after(ms, () => {
      this.#due = undefined;
      void this.flush();
    });
    this.#due = { timer, soon };
  }

  #cancel(): void {
    this.#due?.timer[Symbol.dispose]();
    this.#due = undefined;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MAX_BATCH);
      try {
        await this.#write(batch);
      } catch (error) {
        this.#onRefused(error);
        return;
      }
      this.#waiting.splice(0, batch.length);
      this.#onWritten(batch.length);
      if (this.#waiting.length > 0) await this.#parts.pause();
    }
  }

  async #write(batch: readonly Draft[]): Promise<void> {
    const { crypto, key, store } = this.#parts;
    const entries: SealedEntry[] = [];
    let { id, hash } = this.#last;
    for (const draft of batch) {
      const sealed = sealEntry(crypto, key, { id: ++id, ...draft }, hash);
      entries.push(sealed.entry);
      hash = sealed.hash;
    }
    const head: AuditHead = signHead(crypto, key, { id, hash });
    await store.append(entries, head);
    this.#last = { id, hash };
  }

  #onRefused(error: unknown): void {
    if (!this.#isRefused) this.#parts.reports.refused(error);
    this.#isRefused = true;
    if (!this.#isClosed) this.#flushAfter(RETRY_MS, false);
  }

  #onWritten(entries: number): void {
    const { reports, now } = this.#parts;
    reports.counts.entries += entries;
    reports.counts.waiting = this.#waiting.length;
    if (!this.#isRefused) return;
    const lost = this.#lost;
    this.#isRefused = false;
    this.#lost = 0;
    reports.recovered(lost);
    if (lost > 0) this.#waiting.push(gap(now(), lost));
  }
}

function gap(at: number, lost: number): Draft {
  const message = `${lost} entries were lost: the disk refused them until memory had no place for more`;
  return { at, event: 'entries_lost', by: '', address: null, subject: '', message, reason: '' };
}
