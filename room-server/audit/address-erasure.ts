import type { Clock } from '@open-rooms/protocol';
import type { AuditStore } from '../store/ports/audit.ts';
import type { AuditReports, AuditWriter } from './writer.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Addresses that are erased in one turn. */
const MAX_ERASED_AT_ONCE = 500;

export interface ErasureParts {
  readonly store: AuditStore;
  readonly writer: AuditWriter;
  readonly clock: Clock;
  /** Lets everything else have its turn. */
  readonly pause: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Days after which addresses are erased; 0 keeps none. */
  readonly addressDays: () => number;
  readonly reports: Pick<AuditReports, 'fault'>;
}

/**
 * Erases addresses from the log when their time is over, once a day. The log first says up to which entry: an address
 * that is gone without such a word was taken out by somebody else.
 */
export class AddressErasure {
  readonly #parts: ErasureParts;
  #timer: Disposable | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: ErasureParts) {
    this.#parts = parts;
  }

  /** Erases what is due now, and then once a day. */
  start(): void {
    if (this.#isStopped) return;
    this.#running = this.#erase().catch((error: unknown) => {
      this.#parts.reports.fault(
        'Cannot erase old addresses from the audit log; it is tried again in a day.',
        error,
      );
    });
    this.#timer = this.#parts.clock.after(DAY_MS, () => this.start());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    this.#timer?.[Symbol.dispose]();
    await this.#running;
  }

  async #erase(): Promise<void> {
    const { store, writer, pause, now, addressDays } = this.#parts;
    const days = addressDays();
    const at = now();
    const last = await store.lastAddress(at - days * DAY_MS);
    if (last === undefined || this.#isStopped) return;
    const message = `addresses up to entry ${last} are erased: they are kept for ${days} days`;
    const nobody = { by: '', address: null, reason: '' };
    writer.add({ at, event: 'address_erase', ...nobody, subject: String(last), message }, true);
    await writer.flush();
    if (writer.waiting > 0) return;
    while (!this.#isStopped && (await store.eraseAddresses(last, MAX_ERASED_AT_ONCE)) > 0) await pause();
  }
}
