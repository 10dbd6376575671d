import { fromHex, type MessageId, type StoreChanges, type StoredRecord, toHex } from '@open-rooms/protocol';
import { Turns } from '../connection/turns.ts';
import type { KeptMessage, MessageStore } from './message-store.ts';

const ID_BYTES = 32;

/**
 * The records of one conversation, where messages are kept: each as its id and its bytes. The first of these bytes are
 * flags, which are a part of its name there: what changed takes the place of what was kept. What a store did not take
 * is owed, and goes with the next change.
 */
export class RecordStore {
  readonly #store: MessageStore;
  readonly #place: string;
  /** Of what is kept. */
  readonly #flags = new Map<MessageId, number>();
  /** Names of what is kept beside what took its place: two programs of one profile may have written at once. */
  readonly #stale = new Set<string>();
  /** What is to be kept, or not any more. */
  readonly #owed = new Map<MessageId, StoredRecord | undefined>();
  readonly #turns = new Turns();

  constructor(store: MessageStore, place: string) {
    this.#store = store;
    this.#place = place;
  }

  /** All that is kept, or shall be. Rejects where it cannot be read. */
  load(): Promise<StoredRecord[]> {
    return this.#turns.take(async () => {
      const records = new Map<MessageId, StoredRecord>();
      this.#stale.clear();
      for (const kept of await this.#store.load(this.#place)) {
        const record = { id: toHex(kept.subarray(0, ID_BYTES)), bytes: kept.subarray(ID_BYTES) };
        // The last of one id is what it is now.
        if (records.has(record.id)) for (const name of this.#nameBefore(record.id)) this.#stale.add(name);
        records.set(record.id, record);
        this.#flags.set(record.id, flagsOf(record));
      }
      for (const [id, record] of this.#owed)
        if (record === undefined) records.delete(id);
        else records.set(id, record);
      return [...records.values()];
    });
  }

  /** Keeps what changed, durably once it resolves. Rejects where it cannot be kept now: it is tried again then. */
  change({ put, drop }: StoreChanges): Promise<void> {
    for (const record of put) this.#owed.set(record.id, record);
    for (const id of drop) this.#owed.set(id, undefined);
    return this.#turns.take(() => this.#write());
  }

  /** Keeps one of which nobody knows yet. Rejects where it cannot be kept: then it will not be, either. */
  keep(record: StoredRecord): Promise<void> {
    return this.#turns.take(async () => {
      this.#owed.set(record.id, record);
      try {
        await this.#write();
      } catch (error) {
        this.#owed.set(record.id, undefined);
        throw error;
      }
    });
  }

  /** Takes everything away, also what is on its way. */
  clear(): Promise<void> {
    return this.#turns.take(async () => {
      for (const id of [...this.#flags.keys(), ...this.#owed.keys()]) this.#owed.set(id, undefined);
      await this.#write();
    });
  }

  async #write(): Promise<void> {
    const due = [...this.#owed].filter(([id, record]) => (record && flagsOf(record)) !== this.#flags.get(id));
    const put = due.flatMap(([, record]) => (record === undefined ? [] : [keptOf(record)]));
    const drop = [...due.flatMap(([id]) => this.#nameBefore(id)), ...this.#stale];
    const all = new Map(this.#owed);
    if (put.length + drop.length > 0) await this.#store.change(this.#place, { put, drop });
    this.#stale.clear();
    for (const [id, record] of all) {
      if (record === undefined) this.#flags.delete(id);
      else this.#flags.set(id, flagsOf(record));
      if (this.#owed.get(id) === record) this.#owed.delete(id);
    }
  }

  #nameBefore(id: MessageId): string[] {
    const flags = this.#flags.get(id);
    return flags === undefined ? [] : [nameOf(id, flags)];
  }
}

function flagsOf({ bytes }: StoredRecord): number {
  return bytes[0] ?? 0;
}

function nameOf(id: MessageId, flags: number): string {
  return `${id}:${flags}`;
}

function keptOf(record: StoredRecord): KeptMessage {
  const bytes = new Uint8Array(ID_BYTES + record.bytes.length);
  bytes.set(fromHex(record.id));
  bytes.set(record.bytes, ID_BYTES);
  return { id: nameOf(record.id, flagsOf(record)), bytes };
}
