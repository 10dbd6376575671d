import type { CryptoBackend } from '../crypto/backend.ts';
import type { FeedId } from '../identity/feed-id.ts';
import type { Conversation } from './conversation.ts';
import { type Entry, entryOf, type StoredRecord, storedOf } from './entry.ts';
import { MAX_AHEAD_MS, MAX_LOG_BYTES, MAX_PASSED, MAX_RECORDS } from './limits.ts';
import type { ChatRecord, ReadContent } from './message.ts';
import { comparePositions, type MessageId, type Position, type ShortId, shortOf } from './position.ts';
import { ReadMarks } from './read-marks.ts';
import { RecentSet } from './recent-set.ts';
import { type Page, RecordSet } from './record-set.ts';
import { type ChatMessage, type Delivery, deliveryOf, messagesOf } from './view.ts';

/** Other bounds than {@link MAX_RECORDS} and {@link MAX_LOG_BYTES}. */
export interface LogBounds {
  readonly maxRecords?: number;
  readonly maxBytes?: number;
}

export interface LogOptions extends LogBounds {
  readonly crypto: Pick<CryptoBackend, 'sha256'>;
  readonly conversation: Conversation;
  readonly me: FeedId;
  readonly isBlocked?: ((author: FeedId) => boolean) | undefined;
  /** Who says nothing new here: what they have said stays. */
  readonly isMute?: ((author: FeedId) => boolean) | undefined;
}

/** What a store has to do to hold what the log holds. */
export interface StoreChanges {
  readonly put: readonly StoredRecord[];
  readonly drop: readonly MessageId[];
}

/**
 * One person's copy of a conversation. Two that were given the same records, in whatever order, show the same.
 * It takes records whose signatures were checked.
 */
export class ChatLog {
  readonly conversation: Conversation;
  readonly #options: LogOptions;
  readonly #records: RecordSet;
  /** Was here, or is not wanted. */
  readonly #passed = new RecentSet(MAX_PASSED);
  /** Messages of one's own that nobody else holds, as far as is known. */
  readonly #unheld = new Set<Entry>();
  readonly #marks: ReadMarks;
  readonly #changes = new Map<MessageId, StoredRecord | undefined>();
  #count = 0;
  #hasSpoken = false;
  #messages: readonly ChatMessage[] | undefined;
  #receipts: readonly Entry[] | undefined;

  constructor(options: LogOptions) {
    this.conversation = options.conversation;
    this.#options = options;
    this.#marks = new ReadMarks(options.me);
    this.#records = new RecordSet({
      crypto: options.crypto,
      bounds: {
        maxRecords: options.maxRecords ?? MAX_RECORDS,
        maxBytes: options.maxBytes ?? MAX_LOG_BYTES,
      },
      onDrop: (entry) => this.#onDrop(entry),
    });
  }

  /** Takes what a store kept. What cannot be read any more is to be dropped there. */
  load(stored: readonly StoredRecord[]): void {
    for (const kept of stored) {
      const entry = this.#entryOf(kept);
      if (entry === undefined || !this.#records.insert(entry)) this.#changes.set(kept.id, undefined);
      else if (this.#isMine(entry) && !entry.isHeld) this.#unheld.add(entry);
    }
    const { all, slots } = this.#records;
    const receipt = slots.get(`read:${this.#options.me}`);
    for (const entry of all) {
      this.#markUnread(entry);
      this.#noteSpoken(entry);
    }
    if (receipt !== undefined) this.#markReceipt(receipt);
  }

  /**
   * Takes a record at time `now`. `refused`: its author is not heard, it claims to be of a day to come, it was
   * deleted or replaced already, or it is older than all that a full log holds.
   * @param isOurs whether this device has just written it
   */
  add(record: ChatRecord, now: number, isOurs = false): 'new' | 'known' | 'refused' {
    if (!this.lacks(shortOf(record.id))) return 'known';
    if (record.time > now + MAX_AHEAD_MS) return 'refused';
    const isMine = record.author === this.#options.me;
    const givenAt = isOurs ? undefined : -1;
    const entry = { record, number: ++this.#count, isHeld: !isMine, isOurs, givenAt };
    const { isBlocked, isMute } = this.#options;
    const isUnheard = isBlocked?.(record.author) === true || isMute?.(record.author) === true;
    if (isUnheard || !this.#records.insert(entry)) {
      this.#passed.add(shortOf(record.id));
      return 'refused';
    }
    this.#changes.set(record.id, storedOf(entry));
    this.#refresh();
    if (isMine) this.#unheld.add(entry);
    this.#noteSpoken(entry);
    this.#markUnread(entry);
    if (isMine && record.content.kind === 'read') this.#markReceipt(entry);
    return 'new';
  }

  /** Whether it is neither here nor was, and would be welcome. */
  lacks(id: ShortId): boolean {
    return this.#records.find(id) === undefined && !this.#passed.has(id);
  }

  find(id: ShortId): ChatRecord | undefined {
    return this.#records.find(id)?.record;
  }

  get(id: MessageId): ChatRecord | undefined {
    return this.#records.get(id)?.record;
  }

  /** The records that are held, in their order. */
  get records(): readonly ChatRecord[] {
    return this.#records.all.map(({ record }) => record);
  }

  /** How many records are held. */
  get size(): number {
    return this.#records.all.length;
  }

  /** Whether anything of one's own was ever here that is no receipt. */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  /** The time of a new record: never before what its author has read, so that answers stand below questions. */
  timeFor(now: number): number {
    const behindAll = (this.#records.last?.record.time ?? 0) + 1;
    // Whoever writes a day ahead must not push everybody else's messages beyond what is taken.
    return Math.max(now, Math.min(behindAll, now + MAX_AHEAD_MS / 2));
  }

  /** The messages as they are now, oldest first. The same array until something changes. */
  get messages(): readonly ChatMessage[] {
    this.#messages ??= messagesOf(this.#records.all, this.#records.slots);
    return this.#messages;
  }

  /** How far a message of one's own has come. `undefined` where it is none that is here. */
  delivery(id: MessageId): Delivery | undefined {
    const entry = this.#records.get(id);
    if (entry === undefined || !this.#isMine(entry) || entry.record.content.kind !== 'text') return undefined;
    this.#receipts ??= [...this.#records.slots.values()].filter(
      ({ record }) => record.content.kind === 'read',
    );
    return deliveryOf(entry, this.#receipts);
  }

  /** Messages of others that were not read here or on another device, oldest first. */
  get unread(): readonly MessageId[] {
    const { unread } = this.#marks;
    return this.#records.all.map(({ record }) => record.id).filter((id) => unread.has(id));
  }

  /** How many there are of {@link ChatLog.unread}. */
  get unreadCount(): number {
    return this.#marks.unread.size;
  }

  /** Whether there is something of one's own that nobody else is known to hold. */
  get hasUnheld(): boolean {
    return this.#unheld.size > 0;
  }

  get isReceiptDue(): boolean {
    return this.#marks.isDue;
  }

  /** Marks everything up to a message as read. Answers whether something was not. */
  read(id: MessageId): boolean {
    const upTo = this.get(id);
    return upTo !== undefined && this.#marks.read(upTo, this.#records.all);
  }

  /** What one's own receipt has to say. */
  receipt(): ReadContent {
    return this.#marks.receipt(this.#records.all);
  }

  /** Notes that a record was given away. */
  given(id: MessageId): void {
    const entry = this.#records.get(id);
    if (entry !== undefined) entry.givenAt ??= this.#count;
  }

  /** Notes that somebody else holds these. Answers whether that is news about records of one's own. */
  heldByOther(ids: readonly ShortId[]): boolean {
    let isNews = false;
    for (const id of ids) {
      const entry = this.#records.find(id);
      if (entry === undefined || !this.#unheld.delete(entry)) continue;
      entry.isHeld = true;
      entry.givenAt ??= -1;
      this.#changes.set(entry.record.id, storedOf(entry));
      isNews = true;
    }
    return isNews;
  }

  /** The same for all that is before a place. */
  heldByOtherBefore(position: Position): boolean {
    const before = [...this.#unheld].filter(({ record }) => comparePositions(record, position) < 0);
    return this.heldByOther(before.map(({ record }) => shortOf(record.id)));
  }

  /** SHA-256 of all ids before a place, in order, as hexadecimal. */
  digestBefore(position: Position): string {
    return this.#records.digestBefore(position);
  }

  pageBefore(position: Position): Page {
    return this.#records.pageBefore(position);
  }

  /** Whether records before a place would be dropped at once. */
  isFullBefore(position: Position): boolean {
    return this.#records.isFullBefore(position);
  }

  /** Takes as much as logs do that nobody has narrowed; what was too much comes again. */
  widen(): void {
    this.#records.widen({ maxRecords: MAX_RECORDS, maxBytes: MAX_LOG_BYTES });
    this.reconsider();
  }

  /** Drops all that somebody has written: they are blocked now. */
  forget(author: FeedId): void {
    for (const entry of [...this.#records.all])
      if (entry.record.author === author) this.#records.remove(entry);
  }

  /** Takes again what was refused: somebody is not blocked any more. */
  reconsider(): void {
    this.#passed.clear();
  }

  /** What has changed since the last call. */
  takeChanges(): StoreChanges | undefined {
    if (this.#changes.size === 0) return undefined;
    const changes = [...this.#changes];
    this.#changes.clear();
    return {
      put: changes.flatMap(([, stored]) => (stored === undefined ? [] : [stored])),
      drop: changes.flatMap(([id, stored]) => (stored === undefined ? [id] : [])),
    };
  }

  #refresh(): void {
    this.#messages = undefined;
    this.#receipts = undefined;
  }

  #isMine({ record }: Entry): boolean {
    return record.author === this.#options.me;
  }

  /** A damaged record is one that we do not hold: neighbours may have it. */
  #entryOf(kept: StoredRecord): Entry | undefined {
    try {
      const entry = entryOf(this.#options.crypto, kept);
      const { conversation, id, author } = entry.record;
      const isHere = conversation === this.conversation.id && id === kept.id;
      return isHere && this.#options.isBlocked?.(author) !== true ? entry : undefined;
    } catch {
      return undefined;
    }
  }

  #noteSpoken(entry: Entry): void {
    this.#hasSpoken ||= this.#isMine(entry) && entry.record.content.kind !== 'read';
  }

  #markUnread(entry: Entry): void {
    if (!this.#isMine(entry) && entry.record.content.kind === 'text') this.#marks.onMessage(entry.record);
  }

  #markReceipt({ record, isOurs }: Entry): void {
    if (record.content.kind === 'read') this.#marks.onReceipt(record.content, isOurs, this.#records.all);
  }

  #onDrop(entry: Entry): void {
    const { id } = entry.record;
    this.#changes.set(id, undefined);
    this.#passed.add(shortOf(id));
    this.#unheld.delete(entry);
    this.#marks.forget(id);
    this.#refresh();
  }
}
