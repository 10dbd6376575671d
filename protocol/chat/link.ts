import { concat } from '../bytes/concat.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { FeedId } from '../identity/feed-id.ts';
import { TokenBucket } from '../muxrpc/token-bucket.ts';
import { type Conversation, type ConversationId, mayWrite } from './conversation.ts';
import { ChatFault } from './fault.ts';
import { ChatFrameReader } from './frame-reader.ts';
import { CHAT_VERSION, type Frame, readFrame, writeFrame } from './frames.ts';
import {
  MAX_UNJOINED,
  PUSHES_AT_ONCE,
  PUSHES_PER_SECOND,
  TURN_BYTES,
  TYPING_PAUSE_MS,
  UNANSWERED_MS,
} from './limits.ts';
import { LinkPaces, Underway } from './link-counts.ts';
import { type ChatRecord, isGenuine, readRecord } from './message.ts';
import { shortOf } from './position.ts';
import { Share, type Shelf } from './share.ts';

/** What a link tells the exchange it belongs to. */
export type LinkEvent =
  /** A record whose author has signed it. */
  | { readonly kind: 'record'; readonly share: Share; readonly record: ChatRecord }
  /** Somebody else is known to hold messages of ours. */
  | { readonly kind: 'held'; readonly conversation: Conversation }
  | { readonly kind: 'typing'; readonly conversation: Conversation }
  /** They speak a conversation that was not joined here. */
  | { readonly kind: 'unjoined'; readonly id: ConversationId; readonly digest: string }
  /** They broke the protocol: nothing more is read or said. */
  | { readonly kind: 'fault'; readonly fault: ChatFault };

/** One neighbour: bytes that came in, frames about shared conversations out. It is driven by a `ChatExchange`. */
export class ChatLink {
  readonly neighbour: FeedId;
  readonly #crypto: Pick<CryptoBackend, 'sha256' | 'verify'>;
  readonly #isOther: boolean;
  readonly #reader = new ChatFrameReader();
  readonly #paces = new LinkPaces();
  readonly #pushes = new TokenBucket(PUSHES_PER_SECOND, PUSHES_AT_ONCE);
  readonly #shares = new Map<ConversationId, Share>();
  readonly #unjoined = new Map<ConversationId, string>();
  /** Of each conversation that was ever open here. */
  readonly #underway = new Map<ConversationId, Underway>();
  readonly #leaving = new Set<ConversationId>();
  readonly #typedAt = new Map<ConversationId, number>();
  #saidHello = false;
  #heardHello = false;
  #isClosed = false;
  /** When something last came of what they were asked, or they were first asked. */
  #answeredAt = 0;

  constructor(crypto: Pick<CryptoBackend, 'sha256' | 'verify'>, me: FeedId, neighbour: FeedId) {
    this.#crypto = crypto;
    this.neighbour = neighbour;
    this.#isOther = neighbour !== me;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The conversations that are open here. */
  get shares(): readonly Share[] {
    return [...this.#shares.values()];
  }

  /** What they have opened and is not joined here, with the digest of what they hold. */
  get unjoined(): ReadonlyMap<ConversationId, string> {
    return this.#unjoined;
  }

  shareOf(conversation: ConversationId): Share | undefined {
    return this.#shares.get(conversation);
  }

  /** Speaks a conversation from now on. What they have said about it already counts. */
  open(shelf: Shelf): void {
    const { id } = shelf.log.conversation;
    if (this.#shares.has(id)) return;
    const underway = this.#underway.get(id) ?? new Underway();
    this.#underway.set(id, underway);
    const share = new Share(shelf, this.neighbour, this.#isOther, this.#paces, underway);
    this.#shares.set(id, share);
    const digest = this.#unjoined.get(id);
    this.#unjoined.delete(id);
    if (digest !== undefined) share.onOpen(digest);
  }

  /** Speaks it no more. */
  leave(id: ConversationId): void {
    const share = this.#shares.get(id);
    if (share === undefined) return;
    share.close();
    this.#shares.delete(id);
    this.#leaving.add(id);
  }

  /** Ends it: nothing more is read or said, and others may be asked for what they were asked for. */
  close(): void {
    this.#isClosed = true;
    for (const share of this.#shares.values()) share.close();
    this.#shares.clear();
  }

  /**
   * Takes bytes that came at time `now`, cut anywhere, and tells what they mean one by one: what follows depends on
   * what its owner does about it. The last event of a link that they broke is `fault`.
   */
  *receive(bytes: Uint8Array, now: number): Generator<LinkEvent, void, undefined> {
    if (this.#isClosed) return;
    try {
      for (const frame of this.#reader.read(bytes)) {
        const event = this.#onFrame(readFrame(frame), now);
        if (event !== undefined) yield event;
        if (this.#isClosed) return;
      }
    } catch (error) {
      if (!(error instanceof ChatFault)) throw error;
      this.close();
      yield { kind: 'fault', fault: error };
    }
  }

  /** What is to be sent now, some 16 KiB of it, or `undefined`. Call it again once that is on its way. */
  take(now: number): Uint8Array | undefined {
    if (this.#isClosed) return undefined;
    const frames: Uint8Array[] = [];
    for (let bytes = 0; bytes < TURN_BYTES; ) {
      const frame = this.#next(now);
      if (frame === undefined) break;
      const written = writeFrame(frame);
      frames.push(written);
      bytes += written.length;
    }
    return frames.length === 0 ? undefined : concat(...frames);
  }

  /** Whether they have left unanswered what they were asked. */
  fault(now: number): ChatFault | undefined {
    if (!this.#isAwaiting || now - this.#answeredAt < UNANSWERED_MS) return undefined;
    return new ChatFault('unanswered', `Nothing that was asked for came in ${UNANSWERED_MS / 1000} s.`);
  }

  /** When to look at {@link ChatLink.fault} and {@link ChatLink.take} again, if nothing else happens. */
  deadline(now: number): number | undefined {
    const times = this.shares.map((share) => share.deadline(now)).filter((time) => time !== undefined);
    if (this.#isAwaiting) times.push(this.#answeredAt + UNANSWERED_MS);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  get #isAwaiting(): boolean {
    return this.shares.some((share) => share.awaited > 0);
  }

  #next(now: number): Frame | undefined {
    if (!this.#saidHello) {
      this.#saidHello = true;
      return { kind: 'hello', version: CHAT_VERSION };
    }
    if (!this.#heardHello) return undefined;
    for (const conversation of this.#leaving) {
      this.#leaving.delete(conversation);
      return { kind: 'leave', conversation };
    }
    for (const [id, share] of this.#shares) {
      const frame = share.next(now);
      if (frame === undefined) continue;
      if (frame.kind === 'want' && share.awaited === frame.ids.length) this.#answeredAt = now;
      // The others come first the next time.
      this.#shares.delete(id);
      this.#shares.set(id, share);
      return frame;
    }
    return undefined;
  }

  #onFrame(frame: Frame, now: number): LinkEvent | undefined {
    if (!this.#heardHello) {
      if (frame.kind !== 'hello') throw new ChatFault('not-chat', `"${frame.kind}" before hello.`);
      this.#heardHello = true;
      return undefined;
    }
    if (frame.kind === 'hello') throw new ChatFault('damaged', 'A second hello.');
    if (frame.kind === 'record') return this.#onRecord(frame.bytes, now);
    const share = this.#shares.get(frame.conversation);
    if (share === undefined) return this.#onUnjoined(frame);
    if (frame.kind === 'typing') return this.#onTyping(share, now);
    const isNews = this.#onShared(share, frame, now);
    return isNews ? { kind: 'held', conversation: share.shelf.log.conversation } : undefined;
  }

  /** Answers whether it is news about who holds messages of ours. */
  #onShared(share: Share, frame: Frame, now: number): boolean {
    if (frame.kind === 'open') return share.onOpen(frame.digest);
    // Sent before they knew that we had left, and are back: they will open it again.
    if (!share.isShared) return false;
    switch (frame.kind) {
      case 'leave':
        share.onLeave();
        return false;
      case 'look':
        share.onLook(frame.before);
        return false;
      case 'page':
        return share.onPage(frame);
      case 'have':
        return share.onHave(frame.ids);
      case 'want':
        share.onWant(frame.ids);
        return false;
      case 'gone':
        this.#answeredAt = now;
        share.onGone(frame.ids);
        return false;
      default:
        return false;
    }
  }

  #onUnjoined(frame: Frame): LinkEvent | undefined {
    if (frame.kind === 'leave') this.#unjoined.delete(frame.conversation);
    if (frame.kind !== 'open') return undefined;
    const { conversation: id, digest } = frame;
    if (!this.#unjoined.has(id) && this.#unjoined.size >= MAX_UNJOINED) return undefined;
    this.#unjoined.set(id, digest);
    return { kind: 'unjoined', id, digest };
  }

  #onTyping(share: Share, now: number): LinkEvent | undefined {
    const { conversation } = share.shelf.log;
    const last = this.#typedAt.get(conversation.id);
    if (!share.isShared || (last !== undefined && now - last < TYPING_PAUSE_MS / 2)) return undefined;
    this.#typedAt.set(conversation.id, now);
    return { kind: 'typing', conversation };
  }

  #onRecord(bytes: Uint8Array, now: number): LinkEvent | undefined {
    const record = readRecord(this.#crypto, bytes);
    const share = this.#shares.get(record.conversation);
    if (share === undefined || !share.isShared) return undefined;
    if (share.onAnswer(shortOf(record.id))) this.#answeredAt = now;
    else this.#takePush(now);
    const { conversation } = share.shelf.log;
    const isAuthor = mayWrite(conversation, record.author);
    const isHere = share.shelf.log.get(record.id) !== undefined;
    if (!isAuthor || (!isHere && !isGenuine(this.#crypto, record)))
      throw new ChatFault('forged', `A record that ${record.author} has not written here.`);
    return { kind: 'record', share, record };
  }

  #takePush(now: number): void {
    this.#pushes.take(now);
    if (this.#pushes.delay(now) > 0)
      throw new ChatFault(
        'too-many',
        `More than ${PUSHES_PER_SECOND} records a second that were not asked for.`,
      );
  }
}
