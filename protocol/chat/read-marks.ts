import type { FeedId } from '../identity/feed-id.ts';
import { covers, type Entry } from './entry.ts';
import { MAX_EXCEPTIONS } from './limits.ts';
import type { ReadContent } from './message.ts';
import { comparePositions, type MessageId, type Position, START, shortOf } from './position.ts';

/** A receipt of one's own, and whether this device wrote it. */
interface OwnReceipt {
  readonly content: ReadContent;
  readonly isOurs: boolean;
}

/** What one person has read in one conversation, on this device and on the others of the same key. */
export class ReadMarks {
  readonly #me: FeedId;
  readonly #unread = new Set<MessageId>();
  #receipt: OwnReceipt | undefined;
  #isDue = false;

  constructor(me: FeedId) {
    this.#me = me;
  }

  /** Messages of others that were not read, in no order. */
  get unread(): ReadonlySet<MessageId> {
    return this.#unread;
  }

  /** Whether there is something that the last receipt does not say. */
  get isDue(): boolean {
    return this.#isDue;
  }

  /**
   * A message of somebody else came. One that comes late, with an older time than what was read, is unread all the
   * same, and the receipt has to say so. Where another device wrote the receipt, it had the message before us.
   */
  onMessage(message: Position): void {
    const isCovered = this.#receipt !== undefined && covers(this.#receipt.content, message);
    if (isCovered && !this.#receipt?.isOurs) return;
    this.#unread.add(message.id);
    if (isCovered) this.#isDue = true;
  }

  /**
   * A receipt of one's own. Where another device wrote it without knowing what was read here, a further one is due that
   * says both; never one that says less, so that two devices cannot answer each other for ever.
   */
  onReceipt(content: ReadContent, isOurs: boolean, messages: readonly Entry[]): void {
    const last = this.#receipt;
    this.#receipt = { content, isOurs };
    if (isOurs) this.#isDue = false;
    let isMore = false;
    for (const { record } of messages) {
      if (record.content.kind !== 'text' || record.author === this.#me) continue;
      if (covers(content, record)) this.#unread.delete(record.id);
      else if (last?.isOurs === true) isMore ||= covers(last.content, record) && !this.#unread.has(record.id);
      // What was read because another device had said so, and takes back now.
      else if (!isOurs && !this.#isDue) this.#unread.add(record.id);
    }
    const wouldSay = isMore && !isOurs ? this.receipt(messages).upTo : START;
    this.#isDue ||= isMore && !isOurs && comparePositions(wouldSay, content.upTo) >= 0;
  }

  forget(id: MessageId): void {
    this.#unread.delete(id);
  }

  /** Everything up to there is read. Answers whether something was not. */
  read(upTo: Position, messages: readonly Entry[]): boolean {
    const before = this.#unread.size;
    for (const { record } of messages) {
      if (comparePositions(record, upTo) > 0) break;
      this.#unread.delete(record.id);
    }
    const isNews = this.#unread.size < before;
    this.#isDue ||= isNews;
    return isNews;
  }

  /** What a receipt has to say now. Where too much before the newest message read is unread, it says less. */
  receipt(messages: readonly Entry[]): ReadContent {
    let upTo = this.#receipt?.content.upTo ?? START;
    for (const { record } of messages) {
      const isRead = record.content.kind === 'text' && !this.#unread.has(record.id);
      if (isRead && comparePositions(record, upTo) > 0) upTo = record;
    }
    const except: MessageId[] = [];
    let before = START;
    for (const { record } of messages) {
      if (comparePositions(record, upTo) > 0) break;
      if (this.#unread.has(record.id) && except.push(record.id) > MAX_EXCEPTIONS) {
        except.pop();
        upTo = before;
        break;
      }
      before = record;
    }
    return { kind: 'read', upTo: { time: upTo.time, id: upTo.id }, except: except.map(shortOf) };
  }
}
