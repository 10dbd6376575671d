import {
  type Conversation as ChatConversation,
  type ChatEvent,
  type ChatLog,
  type ConversationId,
  type CryptoBackend,
  type FeedId,
  isFeedId,
  type LogBounds,
  type PrivateConversation,
  privateConversation,
  roomConversation,
  type StoredRecord,
  WatchedSet,
} from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import type { Background } from '../connection/background.ts';
import type { Room } from '../connection/room.ts';
import { type Consent, consent, type Strangers } from '../contacts/consent.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import { Arrivals } from './arrivals.ts';
import { ASKED_BOUNDS, MAX_ASKED_CONVERSATIONS, MAX_REFUSED } from './chat-limits.ts';
import { Conversation, type Speaking } from './conversation.ts';
import { Held, otherOf } from './held.ts';
import type { MessageStore } from './message-store.ts';
import { SmallTexts } from './small-texts.ts';
import type { Talk } from './talk.ts';

export interface HoldingsParts {
  readonly me: FeedId;
  readonly crypto: CryptoBackend;
  readonly book: ContactBook;
  /** What strangers get, now. */
  readonly strangers: () => Strangers;
  readonly messages: MessageStore;
  /** Whose conversation was refused: {@link openRefused}. */
  readonly refused: SmallTexts;
  readonly background: Background;
}

/** Reads whose conversation was refused. Rejects where it cannot be read. */
export function openRefused(messages: MessageStore): Promise<SmallTexts> {
  return SmallTexts.open(messages, 'refused', MAX_REFUSED);
}

/** The conversations of one person: which there are, where each stands, and what is kept of them. */
export class Holdings {
  readonly #parts: HoldingsParts;
  readonly #talk: Talk;
  readonly #speaking: Speaking;
  readonly #held = new Map<ConversationId, Held>();
  readonly #sets = { all: new WatchedSet<Conversation>(), asked: new WatchedSet<Conversation>() };
  readonly #refused: SmallTexts;
  readonly arrivals = new Arrivals();
  #blocked: ReadonlySet<FeedId>;

  constructor(parts: HoldingsParts, talk: Talk, speaking: Speaking) {
    this.#parts = parts;
    this.#talk = talk;
    this.#speaking = speaking;
    this.#refused = parts.refused;
    this.#blocked = blockedIn(parts.book);
  }

  /** Finds the private conversations that are kept; what was said in each is read behind that. */
  async find(): Promise<void> {
    const { messages, background, me } = this.#parts;
    for (const place of await messages.conversations()) {
      const other = otherOf(place);
      if (other !== undefined && isFeedId(other) && other !== me)
        background.run(this.join(this.#private(other)));
    }
  }

  get all(): LiveSet<Conversation> {
    return this.#sets.all;
  }

  get asked(): LiveSet<Conversation> {
    return this.#sets.asked;
  }

  /** The conversation of a room. */
  room(room: Room): Held {
    const chat = roomConversation(this.#parts.crypto, room.id);
    const known = this.#held.get(chat.id);
    return known?.shown.room === room ? known : this.#hold(chat, room);
  }

  /** The conversation with somebody, read if there is any of it. Throws `RangeError` for oneself. */
  with(id: FeedId): Held {
    return this.#private(id);
  }

  of({ id }: ChatConversation): Held | undefined {
    return this.#held.get(id);
  }

  /** Takes part in a conversation, with what is kept of it. Rejects where that cannot be read. */
  async join(held: Held): Promise<void> {
    this.#join(held, await held.load());
  }

  /** The same, if anything is kept: whoever only looks is not heard. */
  async joinAny(held: Held): Promise<void> {
    const stored = await held.load();
    if (stored.length > 0) this.#join(held, stored);
  }

  #join(held: Held, stored: readonly StoredRecord[]): void {
    if (held.isJoined || this.#held.get(held.chat.id) !== held || this.#isBlocked(held)) return;
    held.isJoined = true;
    this.#talk.do((exchange) => exchange.join(held.chat, stored));
    this.place(held);
    held.shown.changed();
  }

  /** Takes part no more; what is kept stays. */
  leave(held: Held): void {
    this.#rest(held);
    if (this.#held.get(held.chat.id) === held) this.#held.delete(held.chat.id);
  }

  /** Puts a stranger's conversation away, with what they said. */
  refuse(held: Held): void {
    const other = held.shown.with;
    if (other === undefined || !this.isAsked(held)) return;
    this.leave(held);
    this.#parts.background.run(Promise.all([held.clear(), this.#refused.set(other, 'refused')]));
    held.shown.changed();
  }

  /** They may speak again: they were accepted, or spoken to. */
  forgive(other: FeedId): void {
    if (this.#refused.get(other) !== undefined)
      this.#parts.background.run(this.#refused.set(other, undefined));
  }

  boundsOf(chat: ChatConversation): LogBounds | undefined {
    return this.of(chat)?.isKept === false ? ASKED_BOUNDS : undefined;
  }

  isAsked(held: Held): boolean {
    const other = held.shown.with;
    if (other === undefined || this.#consentTo(other) === 'accept') return false;
    const log = this.#talk.log(held.chat);
    held.hasSpoken ||= log?.records.some((record) => this.#isSpoken(record)) ?? false;
    return !held.hasSpoken && log !== undefined && log.messages.length > 0;
  }

  /** Those to whom there is something to say in private. */
  wished(): readonly FeedId[] {
    return [...this.#held.values()].flatMap(({ shown, chat, isJoined, isKept }) => {
      const isWish =
        isJoined && isKept && shown.with !== undefined && this.#talk.log(chat)?.hasUnheld === true;
      return isWish && shown.with !== undefined ? [shown.with] : [];
    });
  }

  /** Takes what the exchange tells. */
  on(event: ChatEvent): void {
    if (event.kind === 'asked') return this.#onAsked(event.conversation, event.from);
    if (event.kind === 'cut') return;
    const held = this.of(event.conversation);
    if (held === undefined) return;
    switch (event.kind) {
      case 'changed':
        return this.#onChanged(held);
      case 'store':
        return this.#parts.background.run(held.change(event.changes));
      case 'typing':
        return this.#isBlocked(held) ? undefined : held.shown.typed(event.who);
      case 'arrived':
        this.arrivals.note(held.shown, event.id);
    }
  }

  /** The book has changed, or what strangers get. */
  reconsider(): void {
    this.#followBlocks();
    for (const held of [...this.#held.values()]) {
      const other = held.shown.with;
      if (other === undefined) continue;
      const isUnwanted = this.#isBlocked(held) || (this.#consentTo(other) === 'refuse' && this.isAsked(held));
      if (isUnwanted && !held.isKept) this.leave(held);
      else if (isUnwanted) this.#rest(held);
      else if (!held.isJoined && held.isKept) this.#parts.background.run(this.joinAny(held));
      this.place(held);
    }
    for (const id of this.#refusedNow()) {
      this.forgive(id);
      this.#parts.background.run(this.join(this.#private(id)));
    }
  }

  /** Puts a conversation where it belongs now, and keeps what is to be kept. */
  place(held: Held): void {
    if (!held.isJoined) return;
    if (held.shown.kind === 'room') return this.#enter(held, 'all');
    const isAsked = this.isAsked(held);
    if (!isAsked && !held.isKept) this.#keep(held);
    const hasAny = (this.#talk.log(held.chat)?.records.length ?? 0) > 0;
    this.#enter(held, isAsked ? 'asked' : hasAny ? 'all' : undefined);
  }

  #enter(held: Held, name: 'all' | 'asked' | undefined): void {
    if (held.place?.name === name) return;
    held.place?.entered[Symbol.dispose]();
    held.place = name === undefined ? undefined : { name, entered: this.#sets[name].enter(held.shown) };
    // Whether it is asked for is to be looked at again, too.
    held.shown.changed();
  }

  /** From narrow bounds and memory to the usual ones and a store. */
  #keep(held: Held): void {
    const loose = held.loose;
    this.#parts.background.run(held.keep());
    this.#talk.do((exchange) => {
      exchange.leave(held.chat);
      return exchange.join(held.chat, loose);
    });
  }

  #private(id: FeedId): Held {
    const chat = privateConversation(this.#parts.crypto, this.#parts.me, id);
    return this.#held.get(chat.id) ?? this.#hold(chat, id);
  }

  #hold(chat: ChatConversation, place: Room | FeedId): Held {
    const shown = new Conversation(chat, place, this.#speaking);
    const held = new Held(chat, shown, this.#parts.messages, true);
    this.#held.set(chat.id, held);
    return held;
  }

  #rest(held: Held): void {
    this.#enter(held, undefined);
    if (!held.isJoined) return;
    held.isJoined = false;
    this.#talk.do((exchange) => {
      exchange.leave(held.chat);
      return undefined;
    });
  }

  /** Somebody says something to us alone. Of a stranger nothing is kept yet. */
  #onAsked(chat: PrivateConversation, from: FeedId): void {
    const wish = this.#consentTo(from);
    const isRefused = wish !== 'accept' && this.#refused.get(from) !== undefined;
    const isFull = wish === 'request' && this.#sets.asked.size >= MAX_ASKED_CONVERSATIONS;
    if (wish === 'refuse' || isRefused || isFull) return;
    const held = this.of(chat) ?? this.#private(from);
    if (!held.isJoined && wish === 'request') held.isKept = false;
    this.#parts.background.run(this.join(held));
  }

  #onChanged(held: Held): void {
    this.place(held);
    held.shown.changed();
    this.arrivals.tell(held.shown, this.#talk.log(held.chat));
  }

  #followBlocks(): void {
    const before = this.#blocked;
    this.#blocked = blockedIn(this.#parts.book);
    for (const id of this.#blocked) if (!before.has(id)) this.#talk.do((exchange) => exchange.forget(id));
    const isFreed = [...before].some((id) => !this.#blocked.has(id));
    if (isFreed)
      this.#talk.do((exchange) => {
        exchange.reconsider();
        return undefined;
      });
  }

  #refusedNow(): readonly FeedId[] {
    return this.#refused.keys.filter((id) => isFeedId(id) && this.#consentTo(id) === 'accept') as FeedId[];
  }

  #isSpoken({ author, content }: ChatLog['records'][number]): boolean {
    return author === this.#parts.me && content.kind !== 'read';
  }

  #isBlocked({ shown }: Held): boolean {
    return shown.with !== undefined && this.#parts.book.relationOf(shown.with) === 'blocked';
  }

  #consentTo(id: FeedId): Consent {
    const { book, strangers } = this.#parts;
    return consent(book.relationOf(id), strangers(), 'message');
  }
}

function blockedIn(book: ContactBook): ReadonlySet<FeedId> {
  return new Set(book.list().flatMap(({ id, relation }) => (relation === 'blocked' ? [id] : [])));
}
