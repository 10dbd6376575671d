import {
  type Conversation as ChatConversation,
  type ChatEvent,
  type Clock,
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
import { type Admission, exceeds } from './admission.ts';
import { Arrivals } from './arrivals.ts';
import { AskedPlaces } from './asked-places.ts';
import { ASKED_BOUNDS } from './chat-limits.ts';
import { Conversation, type Speaking } from './conversation.ts';
import { Held, otherOf } from './held.ts';
import type { MessageStore } from './message-store.ts';
import type { Talk } from './talk.ts';

export interface HoldingsParts {
  readonly me: FeedId;
  readonly crypto: CryptoBackend;
  readonly clock: Clock;
  readonly admission: Admission;
  readonly messages: MessageStore;
  readonly background: Background;
}

/** The conversations of one person: which there are, where each stands, and what is kept of them. */
export class Holdings {
  readonly #parts: HoldingsParts;
  readonly #talk: Talk;
  readonly #speaking: Speaking;
  readonly #held = new Map<ConversationId, Held>();
  readonly #sets = { all: new WatchedSet<Conversation>(), asked: new WatchedSet<Conversation>() };
  readonly #places: AskedPlaces;
  readonly arrivals = new Arrivals();
  #blocked: ReadonlySet<FeedId>;

  constructor(parts: HoldingsParts, talk: Talk, speaking: Speaking) {
    this.#parts = parts;
    this.#talk = talk;
    this.#speaking = speaking;
    this.#blocked = parts.admission.blocked;
    this.#places = new AskedPlaces({
      clock: parts.clock,
      isEmpty: ({ chat }) => (talk.log(chat)?.size ?? 0) === 0,
      displace: (held) => this.leave(held),
      onRoom: () => this.#askAgain(),
    });
  }

  /** Finds the private conversations that are kept; what was said in each is read behind that. */
  async find(): Promise<void> {
    const { messages, background, me } = this.#parts;
    for (const place of await messages.conversations()) {
      const other = otherOf(place);
      if (other !== undefined && isFeedId(other) && other !== me) background.run(this.join(this.with(other)));
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

  /** The conversation with somebody. Throws `RangeError` for oneself. */
  with(id: FeedId): Held {
    const chat = privateConversation(this.#parts.crypto, this.#parts.me, id);
    return this.#held.get(chat.id) ?? this.#hold(chat, id);
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
    held.isWide = this.#isOwn(held) || exceeds(stored, ASKED_BOUNDS);
    // Where nothing is kept the person is about to say something.
    if (!this.#isOwn(held) && stored.length > 0) this.#places.take(held);
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
    this.#parts.admission.refuse(other);
    this.leave(held);
    this.#parts.background.run(held.clear());
    held.shown.changed();
    this.#askAgain();
  }

  /** The person says something in a conversation: it is theirs from now on, and all of it is kept. */
  begin(held: Held): void {
    held.hasSpoken = true;
    if (held.shown.with !== undefined) this.#parts.admission.forgive(held.shown.with);
    this.#widen(held);
  }

  boundsOf(chat: ChatConversation): LogBounds | undefined {
    return this.of(chat)?.isWide === false ? ASKED_BOUNDS : undefined;
  }

  isAsked(held: Held): boolean {
    const other = held.shown.with;
    if (other === undefined || this.#isOwn(held)) return false;
    const hasAny = (this.#talk.log(held.chat)?.messages.length ?? 0) > 0;
    return hasAny && this.#parts.admission.consentTo(other) !== 'accept';
  }

  /** Those to whom there is something to say in private. */
  wished(): readonly FeedId[] {
    const wishing = [...this.#held.values()].filter(
      ({ chat, isJoined, isKept }) => isJoined && isKept && this.#talk.log(chat)?.hasUnheld === true,
    );
    return wishing.flatMap(({ shown }) => shown.with ?? []);
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
    const { admission, background } = this.#parts;
    this.#followBlocks();
    for (const held of [...this.#held.values()]) {
      const other = held.shown.with;
      if (other === undefined) continue;
      const isRefused = admission.consentTo(other) === 'refuse' && this.isAsked(held);
      const isUnwanted = isRefused || this.#isBlocked(held);
      if (isUnwanted && !held.isKept) this.leave(held);
      else if (isUnwanted) this.#rest(held);
      else if (!held.isJoined && held.isKept) background.run(this.joinAny(held));
      this.place(held);
    }
    admission.forgiveAccepted();
    this.#askAgain();
  }

  /** Puts a conversation where it belongs now, and keeps what is to be kept. */
  place(held: Held): void {
    const other = held.shown.with;
    if (!held.isJoined) return;
    if (other === undefined) return this.#enter(held, 'all');
    if (this.#isOwn(held)) this.#widen(held);
    else if (this.#parts.admission.consentTo(other) === 'accept') this.#keep(held);
    const hasAny = (this.#talk.log(held.chat)?.size ?? 0) > 0;
    this.#enter(held, this.isAsked(held) ? 'asked' : hasAny ? 'all' : undefined);
  }

  /** Nobody is spoken with any more. */
  close(): void {
    this.#places.close();
    for (const { shown } of this.#held.values()) shown.fallSilent();
  }

  #enter(held: Held, name: 'all' | 'asked' | undefined): void {
    if (held.place?.name === name) return;
    held.place?.entered[Symbol.dispose]();
    held.place = name === undefined ? undefined : { name, entered: this.#sets[name].enter(held.shown) };
    // Whether it is asked for is to be looked at again, too.
    held.shown.changed();
  }

  /** From memory to a store. */
  #keep(held: Held): void {
    if (!held.isKept) this.#parts.background.run(held.keep());
  }

  /** From narrow bounds to the usual ones. */
  #widen(held: Held): void {
    this.#places.give(held);
    this.#keep(held);
    if (held.isWide) return;
    held.isWide = true;
    this.#talk.do((exchange) => exchange.widen(held.chat));
  }

  #hold(chat: ChatConversation, place: Room | FeedId): Held {
    const held = new Held(chat, new Conversation(chat, place, this.#speaking), this.#parts.messages);
    this.#held.set(chat.id, held);
    return held;
  }

  #rest(held: Held): void {
    this.#places.give(held);
    this.#enter(held, undefined);
    if (!held.isJoined) return;
    held.isJoined = false;
    held.shown.fallSilent();
    this.#talk.do((exchange) => exchange.leave(held.chat));
  }

  /** Somebody says something to us alone. Of a stranger nothing is kept yet. */
  #onAsked(chat: PrivateConversation, from: FeedId): void {
    const consent = this.#parts.admission.consentTo(from);
    if (consent === 'refuse') return;
    const known = this.of(chat);
    const isOwn = known === undefined ? this.#parts.admission.isKnown(from) : this.#isOwn(known);
    if (!isOwn && !this.#places.makeRoom(from, known, consent)) return;
    const held = known ?? this.with(from);
    if (!isOwn) this.#places.take(held);
    this.#parts.background.run(this.#joinAsked(held, from));
  }

  async #joinAsked(held: Held, from: FeedId): Promise<void> {
    const stored = await held.load();
    if (held.isJoined) return;
    // Whoever was decided about meanwhile is no stranger any more, or not welcome.
    const consent = this.#parts.admission.consentTo(from);
    if (consent === 'refuse') return this.leave(held);
    if (stored.length === 0 && consent === 'request' && !this.#isOwn(held)) held.loosen();
    this.#join(held, stored);
  }

  /** Who was not heard for want of room, or consent, may be now. */
  #askAgain(): void {
    this.#talk.do((exchange) => exchange.askAgain());
  }

  #onChanged(held: Held): void {
    this.place(held);
    held.shown.changed();
    this.arrivals.tell(held.shown, this.#talk.log(held.chat));
  }

  #followBlocks(): void {
    const before = this.#blocked;
    this.#blocked = this.#parts.admission.blocked;
    for (const id of this.#blocked) if (!before.has(id)) this.#talk.do((exchange) => exchange.forget(id));
    if ([...before].some((id) => !this.#blocked.has(id))) this.#talk.do((exchange) => exchange.reconsider());
  }

  /** Whether it is with somebody whom the person knows, or has written to. */
  #isOwn(held: Held): boolean {
    const other = held.shown.with;
    held.hasSpoken ||= this.#talk.log(held.chat)?.hasSpoken === true;
    return other === undefined || held.hasSpoken || this.#parts.admission.isKnown(other);
  }

  #isBlocked({ shown }: Held): boolean {
    return shown.with !== undefined && this.#parts.admission.isBlocked(shown.with);
  }
}
