import { AuditChain, type AuditHead, type FeedId, type SealedEntry } from '@open-rooms/protocol';
import { type Actor, actorName } from '../rooms/actor.ts';
import type { AuditFilter, AuditPiece, AuditSource } from '../store/ports/audit.ts';
import { AddressErasure } from './address-erasure.ts';
import type { Happening, TakeDown } from './happening.ts';
import { oneLine } from './one-line.ts';
import { Quotas } from './quotas.ts';
import { AuditWriter, type WriterParts } from './writer.ts';

/** What was counted and not listed has one entry after this time, with how many there were. */
const SUMMARY_MS = 10 * 60_000;

/** Entries that are verified in one turn: 10 ms, for which everything else waits. */
const VERIFY_PAGE = 100;

/** What comes and goes with people: it waits for the others of its window. */
const PASSING: readonly string[] = ['room_join', 'room_leave', 'share_begin', 'share_end'];

export interface AuditParts extends WriterParts {
  /** Days after which addresses are erased; 0 keeps none. */
  readonly addressDays: () => number;
}

export interface AuditVerdict {
  /** Entries that were followed without a fault. */
  readonly entries: number;
  readonly whole: boolean;
  /** The first fault, as a sentence. */
  readonly fault: string | null;
  readonly head: AuditHead | null;
}

/** The audit log of a room (spec/audit.md). Disposing writes what waits. */
export class Audit implements AuditSource {
  readonly #parts: AuditParts;
  readonly #writer: AuditWriter;
  readonly #quotas: Quotas;
  readonly #erasure: AddressErasure;
  #summary: Disposable | undefined;
  #verifying: Promise<AuditVerdict> | undefined;
  #isStarted = false;
  #isStopped = false;

  private constructor(parts: AuditParts, writer: AuditWriter) {
    this.#parts = parts;
    this.#writer = writer;
    this.#quotas = new Quotas(parts.clock);
    this.#erasure = new AddressErasure({ ...parts, writer });
  }

  /** Opens the log where it ended. Rejects where it cannot be read. */
  static async open(parts: AuditParts): Promise<Audit> {
    const writer = await AuditWriter.open(parts);
    const { wrong } = writer.found;
    if (wrong !== undefined) parts.reports.fault(`The audit log is not as this room left it: ${wrong}.`);
    return new Audit(parts, writer);
  }

  /** Whose log it is. */
  get room(): FeedId {
    return this.#parts.key.id;
  }

  /** Takes down what happened. It never throws, and nobody waits for it. */
  readonly takeDown: TakeDown = (happening) => {
    try {
      if (this.#quotas.admits(happening)) this.#add(happening);
      else this.#summary ??= this.#parts.clock.after(SUMMARY_MS, () => this.#summarise());
    } catch (error) {
      this.#parts.reports.fault(`Cannot take down "${happening.event}" in the audit log.`, error);
    }
  };

  /** The server is up. Erases old addresses now, and then once a day. */
  started(message: string): void {
    this.#isStarted = true;
    const { wrong, isAbrupt } = this.#writer.found;
    const abrupt = isAbrupt ? 'it had not stopped in order before' : undefined;
    const said = [message, abrupt, wrong].filter((part) => part !== undefined);
    this.takeDown({ event: 'server_start', by: null, message: said.join('; ') });
    this.#erasure.start();
  }

  /** Entries before an id (all, where it is left out), the newest first, with what is still to be written. */
  async list(filter: AuditFilter, limit: number, before?: number): Promise<SealedEntry[]> {
    await this.#writer.flush();
    return this.#parts.store.newest(filter, limit, before);
  }

  /** Entries after an id, the oldest first. Where there are none, the log ends with the head that comes with them. */
  async chain(filter: AuditFilter, limit: number, after: number): Promise<AuditPiece> {
    await this.#writer.flush();
    return this.#piece(filter, limit, after);
  }

  /** Follows the log from its first entry to its last. Those who ask at the same time are told of the same walk. */
  verify(): Promise<AuditVerdict> {
    this.#verifying ??= this.#walk().finally(() => {
      this.#verifying = undefined;
    });
    return this.#verifying;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await this.#erasure[Symbol.asyncDispose]();
    this.#summarise();
    if (this.#isStarted) this.takeDown({ event: 'server_stop', by: null, message: 'stopped in order' });
    await this.#writer.close();
  }

  #add({ event, by, address, subject = '', message = '', reason = '' }: Happening): void {
    const from = address ?? addressOf(by);
    const isKept = from !== undefined && from !== '' && this.#parts.addressDays() > 0;
    const draft = {
      at: this.#parts.now(),
      event,
      by: by === null ? '' : oneLine(actorName(by)),
      address: isKept ? oneLine(from) : null,
      subject: oneLine(subject),
      message: oneLine(message),
      reason: oneLine(reason),
    };
    this.#writer.add(draft, !PASSING.includes(event));
  }

  #summarise(): void {
    this.#summary?.[Symbol.dispose]();
    this.#summary = undefined;
    for (const [event, count] of this.#quotas.takeCounted()) {
      this.#add({ event, by: null, message: `and ${count} more, which are not listed one by one` });
    }
  }

  #piece(filter: AuditFilter, limit: number, after: number): Promise<AuditPiece> {
    const { store } = this.#parts;
    return this.#writer.inTurn(async () => ({
      entries: await store.after(after, filter, limit),
      head: (await store.head()) ?? null,
    }));
  }

  async #walk(): Promise<AuditVerdict> {
    const { crypto, pause } = this.#parts;
    const chain = new AuditChain(crypto, this.room);
    await this.#writer.flush();
    for (;;) {
      const { entries, head } = await this.#piece({}, VERIFY_PAGE, chain.last.id);
      // Written by now, or what memory knows of the end would be ahead of what was read.
      const { id, hash } = this.#writer.last;
      for (const entry of entries) {
        const fault = chain.next(entry);
        if (fault !== undefined) return verdict(chain, fault.why, head);
      }
      if (entries.length > 0) {
        await pause();
        continue;
      }
      const isEnd = id === chain.last.id && hash === chain.last.hash;
      const rolledBack = `The log ends with entry ${chain.last.id}, but this server has written up to entry ${id}.`;
      return verdict(chain, chain.end(head ?? undefined)?.why ?? (isEnd ? null : rolledBack), head);
    }
  }
}

function verdict(chain: AuditChain, fault: string | null, head: AuditHead | null): AuditVerdict {
  return { entries: chain.entries, whole: fault === null, fault, head };
}

function addressOf(by: Actor | null): string | undefined {
  return by?.kind === 'feed' ? by.address : undefined;
}
