import type { FeedId } from '../identity/feed-id.ts';
import { ChatFault } from './fault.ts';
import type { Frame } from './frames.ts';
import { MAX_ASKED, MAX_FRAME_IDS, MAX_OFFERED } from './limits.ts';
import type { LinkPaces, Underway } from './link-counts.ts';
import type { ChatLog } from './log.ts';
import type { ChatRecord } from './message.ts';
import {
  comparePositions,
  END,
  type MessageId,
  type Position,
  type ShortId,
  START,
  shortOf,
} from './position.ts';
import type { Page } from './record-set.ts';

/** What all links of one conversation have in common. */
export interface Shelf {
  readonly log: ChatLog;
  /** Who was asked for which record: nobody else is, meanwhile. */
  readonly asked: Map<ShortId, Share>;
}

/**
 * One conversation on one link: what is to be said about it, and what the neighbour has that we lack. What waits to be
 * said is kept as ids, so that a neighbour who does not read costs no more than the log is long.
 */
export class Share {
  readonly shelf: Shelf;
  readonly #log: ChatLog;
  readonly #neighbour: FeedId;
  readonly #isOther: boolean;
  readonly #paces: LinkPaces;
  /** Whether the neighbour has opened it, too. */
  #isShared = false;
  #owesOpen = true;
  #owesTyping = false;
  /** Where the next look is to begin, and where the last one did that was not answered. */
  #owesLook: Position | undefined;
  #awaits: Position | undefined;
  #owesPage: Position | undefined;
  /** What they hold and we lack. */
  readonly #offered = new Set<ShortId>();
  readonly #asked = new Set<ShortId>();
  readonly #push = new Set<MessageId>();
  readonly #tell = new Set<MessageId>();
  readonly #give: ShortId[] = [];
  readonly #gone: ShortId[] = [];
  readonly #underway: Underway;

  /** @param isOther whether the neighbour is somebody else, not another device of ours */
  constructor(shelf: Shelf, neighbour: FeedId, isOther: boolean, paces: LinkPaces, underway: Underway) {
    this.#underway = underway;
    this.shelf = shelf;
    this.#log = shelf.log;
    this.#neighbour = neighbour;
    this.#isOther = isOther;
    this.#paces = paces;
  }

  get isShared(): boolean {
    return this.#isShared;
  }

  /** How many records they were asked for and have not sent. */
  get awaited(): number {
    return this.#asked.size;
  }

  get #isWalking(): boolean {
    return this.#owesLook !== undefined || this.#awaits !== undefined;
  }

  /** They speak it, too, and hold what has this digest. Answers whether that is news about messages of ours. */
  onOpen(digest: string): boolean {
    this.#isShared = true;
    return this.#isWalking ? false : this.#compare(END, digest);
  }

  /** More is taken than before: what they hold is looked through once more. */
  lookAgain(): void {
    if (this.#isShared && !this.#isWalking) this.#owesLook = END;
  }

  /** They do not speak it any more. Should they again, they shall know what is here. */
  onLeave(): void {
    this.close();
    this.#isShared = false;
    this.#owesOpen = true;
    this.#owesLook = this.#owesPage = undefined;
    this.#owesTyping = false;
    for (const queue of [this.#offered, this.#asked, this.#push, this.#tell]) queue.clear();
    this.#give.length = this.#gone.length = 0;
  }

  onLook(before: Position): void {
    this.#owesPage = before;
  }

  onPage({ from, digest, ids }: Page): boolean {
    if (comparePositions(from, START) > 0 && ids.length < MAX_FRAME_IDS)
      throw new ChatFault('damaged', 'A page that is neither full nor the last.');
    const before = this.#awaits;
    if (before !== undefined && comparePositions(from, before) < 0) this.#awaits = undefined;
    else if (this.#underway.looks > 0) this.#underway.looks--;
    else throw new ChatFault('unasked', 'A page that was not asked for.');
    const isNews = this.onHave(ids);
    // Where a page is awaited, or about to be asked for, this one was for a look that was given up.
    return this.#isWalking ? isNews : this.#compare(from, digest) || isNews;
  }

  /** They hold these. Answers whether that is news about messages of ours. */
  onHave(ids: readonly ShortId[]): boolean {
    for (const id of ids) if (this.#log.lacks(id)) this.#offered.add(id);
    if (this.#offered.size > MAX_OFFERED)
      throw new ChatFault('too-many', `More than ${MAX_OFFERED} records that only one neighbour holds.`);
    return this.#isOther && this.#log.heldByOther(ids);
  }

  onWant(ids: readonly ShortId[]): void {
    this.#underway.allowance -= ids.length;
    if (this.#underway.allowance < 0) throw new ChatFault('too-many', 'More was asked for than there is.');
    this.#give.push(...ids);
  }

  onGone(ids: readonly ShortId[]): void {
    for (const id of ids) if (this.onAnswer(id)) this.unwant(id);
  }

  /** They sent a record, or will not. Answers whether they were asked for it. */
  onAnswer(id: ShortId): boolean {
    const wasAsked = this.#asked.delete(id);
    if (wasAsked) this.shelf.asked.delete(id);
    return wasAsked;
  }

  /** A record came, from whomever: it is not asked for any more. What was asked for already will still come. */
  unwant(id: ShortId): void {
    this.#offered.delete(id);
  }

  /** Whether they have told that they hold it. */
  offers(id: ShortId): boolean {
    return this.#offered.has(id);
  }

  /** There is a new record here. `isKnown`: they hold it already; its author still wants to hear that we do. */
  onNew(record: ChatRecord, isOurs: boolean, isKnown: boolean): void {
    if (!this.#isShared) this.#owesOpen = true;
    else if (isOurs) this.#push.add(record.id);
    else if (!isKnown || record.author === this.#neighbour) this.#tell.add(record.id);
  }

  onTyping(): void {
    this.#owesTyping = this.#isShared;
  }

  /** Nothing is awaited of them any more: others may be asked for what they were asked for. */
  close(): void {
    for (const id of this.#asked) this.shelf.asked.delete(id);
    if (this.#awaits !== undefined) this.#underway.looks++;
    this.#awaits = undefined;
  }

  /** What is to be said next, if anything is at time `now`. */
  next(now: number): Frame | undefined {
    const conversation = this.#log.conversation.id;
    if (this.#owesOpen) {
      this.#owesOpen = false;
      return { kind: 'open', conversation, digest: this.#log.digestBefore(END) };
    }
    if (!this.#isShared) return undefined;
    if (this.#owesTyping) {
      this.#owesTyping = false;
      return { kind: 'typing', conversation };
    }
    return this.#nextPush(now) ?? this.#nextWalk(now) ?? this.#nextIds(now) ?? this.#nextGiven();
  }

  /** When there may be more to say than at time `now`. */
  deadline(now: number): number | undefined {
    const { looks, pages, asks } = this.#paces;
    const waits: number[] = [];
    if (this.#owesLook !== undefined) waits.push(looks.delay(now));
    if (this.#owesPage !== undefined) waits.push(pages.delay(now));
    if (this.#offered.size > this.#asked.size) waits.push(asks.delay(now));
    const due = waits.filter((ms) => ms > 0);
    return due.length === 0 ? undefined : now + Math.min(...due);
  }

  #compare(before: Position, digest: string): boolean {
    if (this.#log.digestBefore(before) === digest)
      return this.#isOther && this.#log.heldByOtherBefore(before);
    if (!this.#log.isFullBefore(before)) this.#owesLook = before;
    return false;
  }

  /** What we have written, whole; where that is more than people write, by its id. */
  #nextPush(now: number): Frame | undefined {
    for (const id of this.#push) {
      this.#push.delete(id);
      const record = this.#log.get(id);
      if (record === undefined) continue;
      if (this.#paces.pushes.delay(now) > 0) {
        this.#tell.add(id);
        continue;
      }
      this.#paces.pushes.take(now);
      return this.#record(record);
    }
    return undefined;
  }

  #nextWalk(now: number): Frame | undefined {
    const conversation = this.#log.conversation.id;
    if (this.#owesLook !== undefined && this.#paces.looks.delay(now) === 0) {
      this.#paces.looks.take(now);
      this.#awaits = this.#owesLook;
      this.#owesLook = undefined;
      return { kind: 'look', conversation, before: this.#awaits };
    }
    if (this.#owesPage === undefined || this.#paces.pages.delay(now) > 0) return undefined;
    this.#paces.pages.take(now);
    const page = this.#log.pageBefore(this.#owesPage);
    this.#owesPage = undefined;
    this.#underway.allowance += page.ids.length;
    return { kind: 'page', conversation, ...page };
  }

  #nextIds(now: number): Frame | undefined {
    const conversation = this.#log.conversation.id;
    const gone = this.#gone.splice(0, MAX_FRAME_IDS);
    if (gone.length > 0) return { kind: 'gone', conversation, ids: gone };
    const have = this.#nextTold();
    if (have.length > 0) return { kind: 'have', conversation, ids: have };
    const want = this.#nextWanted(now);
    return want.length > 0 ? { kind: 'want', conversation, ids: want } : undefined;
  }

  #nextTold(): ShortId[] {
    const ids: ShortId[] = [];
    for (const id of this.#tell) {
      if (ids.length === MAX_FRAME_IDS) break;
      this.#tell.delete(id);
      if (this.#log.get(id) !== undefined) ids.push(shortOf(id));
    }
    this.#underway.allowance += ids.length;
    return ids;
  }

  /** Asks again once half of what was asked for has come: not for each record by itself. */
  #nextWanted(now: number): ShortId[] {
    const ids: ShortId[] = [];
    if (this.#asked.size > MAX_ASKED / 2) return ids;
    for (const id of this.#offered) {
      if (this.#asked.size === MAX_ASKED || this.#paces.asks.delay(now) > 0) break;
      if (this.shelf.asked.has(id)) continue;
      this.#paces.asks.take(now);
      this.shelf.asked.set(id, this);
      this.#asked.add(id);
      ids.push(id);
    }
    return ids;
  }

  #nextGiven(): Frame | undefined {
    for (let id = this.#give.shift(); id !== undefined; id = this.#give.shift()) {
      const record = this.#log.find(id);
      if (record !== undefined) return this.#record(record);
      this.#gone.push(id);
    }
    return this.#gone.length === 0 ? undefined : this.#nextIds(0);
  }

  #record(record: ChatRecord): Frame {
    this.#log.given(record.id);
    return { kind: 'record', bytes: record.bytes };
  }
}
