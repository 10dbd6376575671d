import { toHex } from '../bytes/hex.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { FeedId } from '../identity/feed-id.ts';
import type { NamedKeyPair } from '../identity/secret-text.ts';
import { Author, type OwnContent, type OwnRecord } from './author.ts';
import {
  type Conversation,
  type ConversationId,
  type PrivateConversation,
  privateConversation,
} from './conversation.ts';
import type { StoredRecord } from './entry.ts';
import type { ChatFault } from './fault.ts';
import { RECEIPT_PAUSE_MS, TYPING_PAUSE_MS } from './limits.ts';
import { ChatLink, type LinkEvent } from './link.ts';
import { ChatLog, type LogBounds, type StoreChanges } from './log.ts';
import type { ChatRecord } from './message.ts';
import { type MessageId, shortOf } from './position.ts';
import type { Share, Shelf } from './share.ts';

/** What has happened, and what is to be done about it. */
export type ChatEvent =
  /** Messages, how far one's own have come, or what is unread is to be looked at again. */
  | { readonly kind: 'changed'; readonly conversation: Conversation }
  /** Somebody else's message that was not here before. */
  | { readonly kind: 'arrived'; readonly conversation: Conversation; readonly id: MessageId }
  /** What a store shall keep. */
  | { readonly kind: 'store'; readonly conversation: Conversation; readonly changes: StoreChanges }
  /** Somebody types, for the next six seconds or until their message comes. */
  | { readonly kind: 'typing'; readonly conversation: Conversation; readonly who: FeedId }
  /** A neighbour has something to say to us alone, in a conversation that was not joined. */
  | { readonly kind: 'asked'; readonly conversation: PrivateConversation; readonly from: FeedId }
  /** A neighbour broke the protocol: its stream is to be cut with the sentence. */
  | { readonly kind: 'cut'; readonly link: ChatLink; readonly fault: ChatFault };

export interface ExchangeOptions {
  readonly crypto: Pick<CryptoBackend, 'sha256' | 'sign' | 'verify' | 'randomBytes'>;
  readonly me: NamedKeyPair;
  /** Whether a neighbour is in a room, and so takes part in what is said there. */
  readonly attends: (room: FeedId, neighbour: FeedId) => boolean;
  /** Whose messages are not taken. */
  readonly isBlocked?: (author: FeedId) => boolean;
  /** Who says nothing new in a conversation. */
  readonly isMute?: (author: FeedId, conversation: Conversation) => boolean;
  /** Narrower bounds than the usual ones, asked when it is joined: strangers' take little. */
  readonly boundsOf?: (conversation: Conversation) => LogBounds | undefined;
}

interface Joined extends Shelf {
  /** Before that no further receipt goes out, and nobody is told again that we type. */
  receiptAt: number;
  typingAt: number;
}

/**
 * One person's conversations and the neighbours they are spoken with. Bytes, time and acts go in; events come back, and
 * each link has bytes to {@link ChatLink.take} after any call. What a neighbour brings is told to all others.
 */
export class ChatExchange {
  readonly #options: ExchangeOptions;
  readonly #author: Author;
  readonly #joined = new Map<ConversationId, Joined>();
  readonly #links = new Set<ChatLink>();
  /** Digest of a conversation in which nothing was said. */
  readonly #nothing: string;
  readonly #changed = new Set<Conversation>();
  #events: ChatEvent[] = [];

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#author = new Author(options.crypto, options.me);
    this.#nothing = toHex(options.crypto.sha256(new Uint8Array(0)));
  }

  /** Takes part in a conversation, with what a store kept of it. Joining again changes nothing. */
  join(conversation: Conversation, stored: readonly StoredRecord[] = []): ChatEvent[] {
    if (!this.#joined.has(conversation.id)) {
      const log = this.#newLog(conversation);
      log.load(stored);
      this.#joined.set(conversation.id, { log, asked: new Map(), receiptAt: 0, typingAt: 0 });
      for (const link of this.#links) this.#reviewLink(link);
    }
    return this.#flush();
  }

  /** Takes part no more. What was said stays with the store. */
  leave({ id }: Conversation): ChatEvent[] {
    this.#joined.delete(id);
    for (const link of this.#links) link.leave(id);
    return this.#flush();
  }

  /** Takes as much of a conversation as of others, where `boundsOf` had narrowed it. */
  widen(conversation: Conversation): ChatEvent[] {
    this.#joined.get(conversation.id)?.log.widen();
    for (const link of this.#links) link.shareOf(conversation.id)?.lookAgain();
    return this.#flush();
  }

  /** The log of a conversation that was joined. */
  log({ id }: Conversation): ChatLog | undefined {
    return this.#joined.get(id)?.log;
  }

  /** A neighbour's stream is there: it is told and asked at once. */
  connect(neighbour: FeedId): ChatLink {
    const link = new ChatLink(this.#options.crypto, this.#options.me.id, neighbour);
    this.#links.add(link);
    this.#reviewLink(link);
    return link;
  }

  /** Its stream is gone. */
  disconnect(link: ChatLink): ChatEvent[] {
    this.#end(link);
    return this.#flush();
  }

  /** Opens and leaves conversations on each link: somebody has come into a room, or gone. */
  review(): ChatEvent[] {
    for (const link of this.#links) this.#reviewLink(link);
    return this.#flush();
  }

  /** Takes bytes of a neighbour that came at time `now`, milliseconds since 1970. */
  receive(link: ChatLink, bytes: Uint8Array, now: number): ChatEvent[] {
    for (const event of link.receive(bytes, now)) this.#onLink(link, event, now);
    return this.#flush();
  }

  /**
   * Signs something of one's own, and tells nobody: it is said by {@link ChatExchange.say}, once a store has it. Throws
   * `RangeError`, with a sentence for its author, where the text is none, or the message is not theirs to change.
   */
  sign(conversation: Conversation, content: OwnContent, now: number): OwnRecord {
    return this.#author.own(this.#demand(conversation).log, content, now);
  }

  /** Says what was signed, in the order in which it was. Where nobody takes part any more the store brings it again. */
  say({ record }: OwnRecord, now: number): ChatEvent[] {
    const joined = this.#joined.get(record.conversation);
    if (joined !== undefined) this.#add(joined, record, undefined, now);
    return this.#flush();
  }

  /** Everything up to a message was read: their authors are told, once a second at most. */
  read(conversation: Conversation, upTo: MessageId, now: number): ChatEvent[] {
    const joined = this.#demand(conversation);
    if (joined.log.read(upTo)) this.#changed.add(joined.log.conversation);
    this.#sendReceipt(joined, now);
    return this.#flush();
  }

  /** Tells the neighbours that one types; they are told every three seconds at most. */
  typing(conversation: Conversation, now: number): ChatEvent[] {
    const joined = this.#demand(conversation);
    if (now >= joined.typingAt) {
      joined.typingAt = now + TYPING_PAUSE_MS;
      for (const link of this.#links) link.shareOf(conversation.id)?.onTyping();
    }
    return this.#flush();
  }

  /** Drops what somebody who is blocked now has written. */
  forget(author: FeedId): ChatEvent[] {
    for (const { log } of this.#joined.values()) {
      log.forget(author);
      this.#changed.add(log.conversation);
    }
    return this.#flush();
  }

  /** Lets somebody in again who was blocked, or mute: what they have written comes with the next connections. */
  reconsider(): ChatEvent[] {
    for (const { log } of this.#joined.values()) log.reconsider();
    return this.#flush();
  }

  /** Tells again who has something to say to us alone in a conversation that was not joined. */
  askAgain(): ChatEvent[] {
    for (const link of this.#links)
      for (const [id, digest] of link.unjoined) this.#onUnjoined(link.neighbour, id, digest);
    return this.#flush();
  }

  /** Does what is due. */
  tick(now: number): ChatEvent[] {
    for (const joined of this.#joined.values()) this.#sendReceipt(joined, now);
    for (const link of this.#links) {
      const fault = link.fault(now);
      if (fault !== undefined) this.#cut(link, fault);
    }
    return this.#flush();
  }

  /** When to {@link ChatExchange.tick}, and to take from each link, if nothing else happens. */
  deadline(now: number): number | undefined {
    const receipts = [...this.#joined.values()].filter(({ log }) => log.isReceiptDue);
    const links = [...this.#links].map((link) => link.deadline(now)).filter((time) => time !== undefined);
    const times = [...receipts.map(({ receiptAt }) => receiptAt), ...links];
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #newLog(conversation: Conversation): ChatLog {
    const { crypto, me, isBlocked, isMute: isMuteIn, boundsOf } = this.#options;
    const isMute = (author: FeedId) => isMuteIn?.(author, conversation) === true;
    return new ChatLog({ crypto, conversation, me: me.id, isBlocked, isMute, ...boundsOf?.(conversation) });
  }

  #reviewLink(link: ChatLink): void {
    const { attends } = this.#options;
    for (const shelf of this.#joined.values()) {
      const { conversation } = shelf.log;
      const isIn =
        conversation.kind === 'room'
          ? attends(conversation.room, link.neighbour)
          : conversation.people.includes(link.neighbour);
      if (isIn) link.open(shelf);
      else link.leave(conversation.id);
    }
  }

  #onLink(link: ChatLink, event: LinkEvent, now: number): void {
    switch (event.kind) {
      case 'record':
        return this.#add(event.share.shelf, event.record, event.share, now);
      case 'held':
        this.#changed.add(event.conversation);
        return;
      case 'typing':
        if (this.#options.isMute?.(link.neighbour, event.conversation) !== true)
          this.#events.push({ kind: 'typing', conversation: event.conversation, who: link.neighbour });
        return;
      case 'unjoined':
        return this.#onUnjoined(link.neighbour, event.id, event.digest);
      case 'fault':
        return this.#cut(link, event.fault);
    }
  }

  /** Of conversations of others we know only what they told; ours with the neighbour alone can be told by its id. */
  #onUnjoined(from: FeedId, id: ConversationId, digest: string): void {
    const { crypto, me } = this.#options;
    if (from === me.id || digest === this.#nothing) return;
    const conversation = privateConversation(crypto, me.id, from);
    if (conversation.id === id) this.#events.push({ kind: 'asked', conversation, from });
  }

  /** Takes a record and tells the neighbours. */
  #add({ log }: Shelf, record: ChatRecord, from: Share | undefined, now: number): void {
    const outcome = log.add(record, now, from === undefined);
    const short = shortOf(record.id);
    for (const link of this.#links) {
      const share = link.shareOf(log.conversation.id);
      const isKnown = share === from || share?.offers(short) === true;
      share?.unwant(short);
      if (outcome === 'new') share?.onNew(record, from === undefined, isKnown);
    }
    if (outcome !== 'new') return;
    const { conversation } = log;
    this.#changed.add(conversation);
    const isText = record.content.kind === 'text' && record.author !== this.#options.me.id;
    if (isText) this.#events.push({ kind: 'arrived', conversation, id: record.id });
  }

  #sendReceipt(joined: Joined, now: number): void {
    if (!joined.log.isReceiptDue || now < joined.receiptAt) return;
    joined.receiptAt = now + RECEIPT_PAUSE_MS;
    this.#add(joined, this.#author.sign(joined.log, joined.log.receipt(), now), undefined, now);
  }

  #demand({ id }: Conversation): Joined {
    const joined = this.#joined.get(id);
    if (joined === undefined) throw new RangeError('Cannot speak in this conversation: join it first.');
    return joined;
  }

  #cut(link: ChatLink, fault: ChatFault): void {
    this.#end(link);
    this.#events.push({ kind: 'cut', link, fault });
  }

  #end(link: ChatLink): void {
    this.#links.delete(link);
    link.close();
  }

  #flush(): ChatEvent[] {
    for (const { log } of this.#joined.values()) {
      const changes = log.takeChanges();
      const { conversation } = log;
      if (changes !== undefined) this.#events.push({ kind: 'store', conversation, changes });
    }
    for (const conversation of this.#changed) this.#events.push({ kind: 'changed', conversation });
    this.#changed.clear();
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
