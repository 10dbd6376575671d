import {
  type Conversation as ChatConversation,
  type ChatLog,
  type Clock,
  type FeedId,
  type MessageId,
  type OwnContent,
  TYPING_SHOWN_MS,
} from '@open-rooms/protocol';
import type { Room } from '../connection/room.ts';
import { Entries, type Entry } from './entry.ts';

/** What a conversation does through the person's {@link Conversations}. */
export interface Speaking {
  readonly me: FeedId;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The log, once it was read from where it is kept. */
  log(conversation: ChatConversation): ChatLog | undefined;
  isAsked(conversation: ChatConversation): boolean;
  say(conversation: ChatConversation, content: OwnContent): Promise<MessageId>;
  read(conversation: ChatConversation, upTo: MessageId): void;
  typing(conversation: ChatConversation): void;
  accept(conversation: ChatConversation): Promise<void>;
  refuse(conversation: ChatConversation): void;
}

/** What is said in a room, or between two. It is there at once, and filled when it was read from where it is kept. */
export class Conversation {
  readonly kind: 'room' | 'private';
  /** The room, where it is a room's. */
  readonly room?: Room;
  /** The other one, where it is private. */
  readonly with?: FeedId;
  readonly #conversation: ChatConversation;
  readonly #speaking: Speaking;
  readonly #watchers = new Set<() => void>();
  readonly #typing = new Map<FeedId, Disposable>();
  #entries: { readonly log: ChatLog; readonly made: Entries } | undefined;
  #read: readonly Entry[] | undefined;

  /** @param place the room, or the other one */
  constructor(conversation: ChatConversation, place: Room | FeedId, speaking: Speaking) {
    this.kind = conversation.kind;
    if (typeof place === 'string') this.with = place;
    else this.room = place;
    this.#conversation = conversation;
    this.#speaking = speaking;
  }

  /** The messages, oldest first: the same array until something changes. */
  get entries(): readonly Entry[] {
    const log = this.#log;
    if (log === undefined) return [];
    if (this.#entries?.log !== log) this.#entries = { log, made: new Entries(log, this.#speaking.me) };
    this.#read ??= this.#entries.made.read(this.#speaking.now());
    return this.#read;
  }

  /** How many messages of others were not read, here or on another device. */
  get unread(): number {
    return this.#log?.unreadCount ?? 0;
  }

  /** Who types. */
  get typing(): readonly FeedId[] {
    return [...this.#typing.keys()];
  }

  /** Whether it was begun by a stranger, and nobody has decided: they learn nothing of reading or typing. */
  get isAsked(): boolean {
    return this.#speaking.isAsked(this.#conversation);
  }

  /** Calls `listener` after each change, until disposed. */
  watch(listener: () => void): Disposable {
    const watcher = () => listener();
    this.#watchers.add(watcher);
    return { [Symbol.dispose]: () => void this.#watchers.delete(watcher) };
  }

  /**
   * Says something: it is kept, then sent to whoever is there, now or later. To answer a stranger is to accept them.
   * @returns the message's id
   * @throws RangeError with a sentence, where the text is empty or too long; `Refused`, where it cannot be kept, among
   * others. What was refused was not sent.
   */
  send(text: string): Promise<MessageId> {
    return this.#speaking.say(this.#conversation, { kind: 'text', text });
  }

  /** Changes the text of a message of one's own. Rejects with `RangeError`, as {@link Conversation.send}. */
  async edit(id: MessageId, text: string): Promise<void> {
    await this.#speaking.say(this.#conversation, { kind: 'edit', target: id, text });
  }

  /** Removes a message of one's own, for everybody and for good. Rejects with `RangeError` where it is none. */
  async remove(id: MessageId): Promise<void> {
    await this.#speaking.say(this.#conversation, { kind: 'delete', target: id });
  }

  /** Everything that is here was read. Of what strangers ask nothing is noted. */
  markRead(): void {
    const newest = this.#log?.messages.at(-1);
    if (newest !== undefined && this.unread > 0) this.#speaking.read(this.#conversation, newest.id);
  }

  /** To be called while the person types, as often as they do. */
  typingNow(): void {
    this.#speaking.typing(this.#conversation);
  }

  /** Lets a stranger write and ring: they are in the contact book then. Rejects with `Refused`. */
  accept(): Promise<void> {
    return this.#speaking.accept(this.#conversation);
  }

  /** Puts a stranger's conversation away, with what they said. It comes back when they are accepted. */
  refuse(): void {
    this.#speaking.refuse(this.#conversation);
  }

  /** Something is to be looked at again. */
  changed(): void {
    this.#read = undefined;
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** Somebody types, for a while. */
  typed(who: FeedId): void {
    this.#typing.get(who)?.[Symbol.dispose]();
    this.#typing.set(
      who,
      this.#speaking.clock.after(TYPING_SHOWN_MS, () => this.stopped(who)),
    );
    this.changed();
  }

  /** Nobody is heard any more. */
  fallSilent(): void {
    for (const who of this.typing) this.stopped(who);
  }

  /** They do not type any more, or have said it. */
  stopped(who: FeedId | undefined): void {
    if (who === undefined) return;
    this.#typing.get(who)?.[Symbol.dispose]();
    if (this.#typing.delete(who)) this.changed();
  }

  get #log(): ChatLog | undefined {
    return this.#speaking.log(this.#conversation);
  }
}
