import { fromHex, toHex } from '../bytes/hex.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { FeedId } from '../identity/feed-id.ts';
import { deletionSlotOf, type Entry, slotOf } from './entry.ts';
import { MAX_FRAME_IDS } from './limits.ts';
import type { ChatRecord } from './message.ts';
import { OrderedEntries } from './ordered.ts';
import {
  comparePositions,
  END,
  type MessageId,
  type Position,
  type ShortId,
  START,
  shortOf,
} from './position.ts';

export interface SetBounds {
  readonly maxRecords: number;
  readonly maxBytes: number;
}

export interface RecordSetOptions {
  readonly crypto: Pick<CryptoBackend, 'sha256'>;
  readonly bounds: SetBounds;
  /** A record is not held any more: it was replaced, deleted or too old. */
  readonly onDrop: (entry: Entry) => void;
}

/** Ids, newest first, down to a place, and the digest of all that is held before it. */
export interface Page {
  readonly from: Position;
  readonly digest: string;
  readonly ids: readonly ShortId[];
}

/**
 * The records that count: of each slot the last one, of what was deleted nothing. What it holds depends on what came,
 * not on the order in which it came; only what a full set drops does.
 */
export class RecordSet {
  readonly #options: RecordSetOptions;
  readonly #entries = new Map<MessageId, Entry>();
  readonly #shortIds = new Map<ShortId, Entry>();
  readonly #slots = new Map<string, Entry>();
  readonly #order = new OrderedEntries();
  readonly #bytesOf = new Map<FeedId, number>();
  #bounds: SetBounds;
  #bytes = 0;
  #digest: string | undefined;

  constructor(options: RecordSetOptions) {
    this.#options = options;
    this.#bounds = options.bounds;
  }

  /** In their order. */
  get all(): readonly Entry[] {
    return this.#order.all;
  }

  get last(): Entry | undefined {
    return this.#order.last;
  }

  /** The last record of each kind that replaces others. */
  get slots(): ReadonlyMap<string, Entry> {
    return this.#slots;
  }

  get(id: MessageId): Entry | undefined {
    return this.#entries.get(id);
  }

  find(id: ShortId): Entry | undefined {
    return this.#shortIds.get(id);
  }

  /** Takes an entry that is not there, and answers whether it counts. */
  insert(entry: Entry): boolean {
    const { record } = entry;
    if (this.#isReplaced(record) || this.isFullBefore(record)) return false;
    this.#replace(record);
    this.#entries.set(record.id, entry);
    this.#shortIds.set(shortOf(record.id), entry);
    const slot = slotOf(record);
    if (slot !== undefined) this.#slots.set(slot, entry);
    this.#order.insert(entry);
    this.#weigh(record, record.bytes.length);
    while (this.#order.all.length > this.#bounds.maxRecords || this.#bytes > this.#bounds.maxBytes)
      this.remove(this.#oldest(record.author));
    return this.#entries.has(record.id);
  }

  remove(entry: Entry | undefined): void {
    if (entry === undefined || this.#entries.get(entry.record.id) !== entry) return;
    const { record } = entry;
    this.#entries.delete(record.id);
    this.#shortIds.delete(shortOf(record.id));
    const slot = slotOf(record);
    if (slot !== undefined && this.#slots.get(slot) === entry) this.#slots.delete(slot);
    this.#order.remove(entry);
    this.#weigh(record, -record.bytes.length);
    this.#options.onDrop(entry);
  }

  /** SHA-256 of all ids before a place, in order, as hexadecimal. */
  digestBefore(position: Position): string {
    if (position !== END) return this.#digestOf(this.#order.countBefore(position));
    this.#digest ??= this.#digestOf(this.#order.all.length);
    return this.#digest;
  }

  /** The page that ends before a place. */
  pageBefore(position: Position): Page {
    const end = this.#order.countBefore(position);
    const start = Math.max(0, end - MAX_FRAME_IDS);
    const ids = this.#order.all.slice(start, end).map(({ record }) => shortOf(record.id));
    const first = start === 0 ? undefined : this.#order.all[start];
    return { from: first?.record ?? START, digest: this.#digestOf(start), ids: ids.reverse() };
  }

  /** Holds more from now on. */
  widen(bounds: SetBounds): void {
    this.#bounds = bounds;
  }

  /** Whether records before a place would be dropped at once. */
  isFullBefore(position: Position): boolean {
    const { maxRecords, maxBytes } = this.#bounds;
    const isFull = this.#order.all.length >= maxRecords || this.#bytes >= maxBytes;
    return isFull && this.#order.countBefore(position) === 0;
  }

  #isReplaced(record: ChatRecord): boolean {
    const deletion = deletionSlotOf(record);
    if (deletion !== undefined && this.#slots.has(deletion)) return true;
    const rival = this.#slots.get(slotOf(record) ?? '');
    return rival !== undefined && comparePositions(rival.record, record) > 0;
  }

  /** Drops what a record that comes in puts an end to. */
  #replace(record: ChatRecord): void {
    const slot = slotOf(record);
    if (slot !== undefined) this.remove(this.#slots.get(slot));
    if (record.content.kind !== 'delete') return;
    const { target } = record.content;
    const message = this.#entries.get(target);
    const isText = message?.record.content.kind === 'text';
    if (isText && message.record.author === record.author) this.remove(message);
    this.remove(this.#slots.get(`edit:${target}:${record.author}`));
  }

  /** Whoever has more than half of a full set loses their own oldest: one cannot write everybody else out of it. */
  #oldest(author: FeedId): Entry | undefined {
    const isMost = (this.#bytesOf.get(author) ?? 0) > this.#bytes / 2;
    const own = isMost ? this.#order.all.find(({ record }) => record.author === author) : undefined;
    return own ?? this.#order.all[0];
  }

  #weigh({ author }: ChatRecord, bytes: number): void {
    this.#digest = undefined;
    this.#bytes += bytes;
    const weight = (this.#bytesOf.get(author) ?? 0) + bytes;
    if (weight > 0) this.#bytesOf.set(author, weight);
    else this.#bytesOf.delete(author);
  }

  #digestOf(count: number): string {
    const ids = this.#order.all.slice(0, count).map(({ record }) => record.id);
    return toHex(this.#options.crypto.sha256(fromHex(ids.join(''))));
  }
}
