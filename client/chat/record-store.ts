import { fromHex, type MessageId, type StoreChanges, type StoredRecord, toHex } from '@open-rooms/protocol';
import type { MessageStore } from './message-store.ts';

const ID_BYTES = 32;

/**
 * The records of one conversation, where messages are kept: each as its id and its bytes. The first of these bytes are
 * flags, which change; a store changes nothing, so that what changed is added by another name before the old one goes.
 */
export class RecordStore {
  readonly #store: MessageStore;
  readonly #place: string;
  readonly #flags = new Map<MessageId, number>();
  #turn: Promise<void> = Promise.resolve();

  constructor(store: MessageStore, place: string) {
    this.#store = store;
    this.#place = place;
  }

  /** All that is kept, of each record what was kept last. */
  async load(): Promise<StoredRecord[]> {
    await this.#turn;
    const records = new Map<MessageId, StoredRecord>();
    const old: string[] = [];
    for (const kept of await this.#store.load(this.#place)) {
      const record = { id: toHex(kept.subarray(0, ID_BYTES)), bytes: kept.subarray(ID_BYTES) };
      const before = records.get(record.id);
      if (before !== undefined) old.push(nameOf(before));
      records.set(record.id, record);
      this.#flags.set(record.id, flagsOf(record));
    }
    if (old.length > 0) await this.#store.remove(this.#place, old);
    return [...records.values()];
  }

  /** Keeps what changed, durably once it resolves, one change after the other. Rejects where it cannot be kept. */
  change(changes: StoreChanges): Promise<void> {
    const done = this.#turn.then(() => this.#change(changes));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Takes everything away. */
  clear(): Promise<void> {
    const done = this.#turn.then(() => this.#change({ put: [], drop: [...this.#flags.keys()] }));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #change({ put, drop }: StoreChanges): Promise<void> {
    const news = put.filter((record) => this.#flags.get(record.id) !== flagsOf(record));
    const old = [...news.map(({ id }) => id), ...drop].flatMap((id) => this.#nameBefore(id));
    await Promise.all(news.map((record) => this.#store.add(this.#place, nameOf(record), bytesOf(record))));
    if (old.length > 0) await this.#store.remove(this.#place, old);
    for (const record of news) this.#flags.set(record.id, flagsOf(record));
    for (const id of drop) this.#flags.delete(id);
  }

  #nameBefore(id: MessageId): string[] {
    const flags = this.#flags.get(id);
    return flags === undefined ? [] : [`${id}:${flags}`];
  }
}

function flagsOf({ bytes }: StoredRecord): number {
  return bytes[0] ?? 0;
}

function nameOf(record: StoredRecord): string {
  return `${record.id}:${flagsOf(record)}`;
}

function bytesOf({ id, bytes }: StoredRecord): Uint8Array {
  const kept = new Uint8Array(ID_BYTES + bytes.length);
  kept.set(fromHex(id));
  kept.set(bytes, ID_BYTES);
  return kept;
}
