import {
  type Conversation as ChatConversation,
  type ChatLog,
  type Clock,
  type FeedId,
  type MessageId,
  Refused,
} from '@open-rooms/protocol';
import type { Runtime } from '../connection/runtime.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { Identity } from '../identity/identity.ts';
import type { Speaking } from './conversation.ts';
import type { Held } from './held.ts';
import type { Holdings } from './holdings.ts';
import type { Talk } from './talk.ts';

export interface SpeechParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  readonly book: ContactBook;
  readonly talk: Talk;
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
    this.clock = parts.runtime.clock;
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

  async send(chat: ChatConversation, text: string): Promise<MessageId> {
    const held = await this.#begun(chat);
    let id = '';
    this.#parts.talk.do((exchange, now) => {
      const written = exchange.write(chat, text, now);
      id = written.id;
      return written.events;
    });
    await this.#said(held);
    return id;
  }

  async edit(chat: ChatConversation, id: MessageId, text: string): Promise<void> {
    const held = await this.#begun(chat);
    this.#parts.talk.do((exchange, now) => exchange.edit(chat, id, text, now));
    await this.#said(held);
  }

  async remove(chat: ChatConversation, id: MessageId): Promise<void> {
    const held = await this.#begun(chat);
    this.#parts.talk.do((exchange, now) => exchange.delete(chat, id, now));
    await this.#said(held);
  }

  read(chat: ChatConversation, upTo: MessageId): void {
    if (this.log(chat) === undefined || this.isAsked(chat)) return;
    this.#parts.talk.do((exchange, now) => exchange.read(chat, upTo, now));
  }

  typing(chat: ChatConversation): void {
    if (this.log(chat) === undefined || this.isAsked(chat)) return;
    this.#parts.talk.do((exchange, now) => {
      exchange.typing(chat, now);
      return undefined;
    });
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

  /** The conversation, with oneself in it. Whoever answers a stranger accepts them. */
  async #begun(chat: ChatConversation): Promise<Held> {
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
    if (!held.isJoined) await this.#holdings.join(held);
    if (this.isAsked(chat)) await this.accept(chat);
    if (other !== undefined) this.#holdings.forgive(other);
    return held;
  }

  async #said({ shown, written }: Held): Promise<void> {
    if (shown.with !== undefined) this.#parts.onWish(shown.with);
    await written;
  }
}
