import {
  type Conversation as ChatConversation,
  type ChatLog,
  type Clock,
  type FeedId,
  type MessageId,
  type OwnContent,
  type OwnRecord,
  Refused,
} from '@open-rooms/protocol';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { Identity } from '../identity/identity.ts';
import type { Speaking } from './conversation.ts';
import type { Held } from './held.ts';
import type { Holdings } from './holdings.ts';
import type { Talk } from './talk.ts';

export interface SpeechParts {
  readonly identity: Identity;
  readonly clock: Clock;
  readonly book: ContactBook;
  readonly talk: Talk;
  /** Whether somebody would take what is said to them: who only watches in all rooms in common is not heard. */
  readonly mayWriteTo: (id: FeedId) => boolean;
  readonly holdings: () => Holdings;
  /** There is something to be said to somebody in private. */
  readonly onWish: (id: FeedId) => void;
}

/** What a person does in their conversations. */
export class Speech implements Speaking {
  readonly me: FeedId;
  readonly clock: Clock;
  readonly #parts: SpeechParts;

  constructor(parts: SpeechParts) {
    this.me = parts.identity.id;
    this.clock = parts.clock;
    this.#parts = parts;
  }

  now = (): number => this.#parts.talk.now();

  log(chat: ChatConversation): ChatLog | undefined {
    return this.#parts.talk.log(chat);
  }

  isAsked(chat: ChatConversation): boolean {
    const held = this.#holdings.of(chat);
    return held !== undefined && this.#holdings.isAsked(held);
  }

  /**
   * What cannot be kept is not said: whoever reads that it failed says it again. Until it is kept nothing else is
   * changed, either.
   */
  async say(chat: ChatConversation, content: OwnContent): Promise<MessageId> {
    const held = await this.#joined(chat);
    return held.turns.take(async () => {
      const signed = this.#parts.talk.sign(chat, content);
      await held.keepOwn(signed.stored);
      await this.#begin(held, signed);
      this.#parts.talk.do((exchange, now) => exchange.say(signed, now));
      if (held.shown.with !== undefined) this.#parts.onWish(held.shown.with);
      return signed.record.id;
    });
  }

  read(chat: ChatConversation, upTo: MessageId): void {
    if (this.log(chat) === undefined || this.isAsked(chat)) return;
    this.#parts.talk.do((exchange, now) => exchange.read(chat, upTo, now));
  }

  typing(chat: ChatConversation): void {
    if (this.log(chat) === undefined || this.isAsked(chat)) return;
    this.#parts.talk.do((exchange, now) => exchange.typing(chat, now));
  }

  async accept(chat: ChatConversation): Promise<void> {
    const held = this.#holdings.of(chat);
    if (held?.shown.with === undefined || !this.isAsked(chat)) return;
    await this.#parts.book.accept(held.shown.with);
    await held.written;
  }

  refuse(chat: ChatConversation): void {
    const held = this.#holdings.of(chat);
    if (held !== undefined) this.#holdings.refuse(held);
  }

  get #holdings(): Holdings {
    return this.#parts.holdings();
  }

  /** The conversation, once it is there to be spoken in. */
  async #joined(chat: ChatConversation): Promise<Held> {
    const held = this.#holdings.of(chat);
    const other = held?.shown.with;
    if (held === undefined)
      throw new Refused(
        'not-found',
        'Cannot say anything in this conversation: the room was left. Join it again.',
      );
    if (other !== undefined && this.#parts.book.relationOf(other) === 'blocked')
      throw new Refused(
        'not-allowed',
        `Cannot write to ${other}: you have blocked them. Unblock them first.`,
      );
    const mayWrite = other === undefined ? held.shown.room?.may('write') : this.#parts.mayWriteTo(other);
    if (mayWrite === false)
      throw new Refused(
        'not-allowed',
        'Cannot write: you only watch in this room. Its moderators can give you a role that may.',
      );
    if (!held.isJoined) await this.#holdings.join(held);
    return held;
  }

  /** Whoever answers a stranger accepts them. Where that cannot be kept the answer is not, either. */
  async #begin(held: Held, { stored }: OwnRecord): Promise<void> {
    const other = held.shown.with;
    try {
      if (other !== undefined && this.isAsked(held.chat)) await this.#parts.book.accept(other);
    } catch (error) {
      await held.takeBack(stored);
      throw error;
    }
    this.#holdings.begin(held);
  }
}
