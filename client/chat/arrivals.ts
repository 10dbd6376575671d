import type { ChatLog, MessageId } from '@open-rooms/protocol';
import type { Conversation } from './conversation.ts';
import type { Entry } from './entry.ts';

/** Somebody else's message came. */
export type OnMessage = (conversation: Conversation, entry: Entry) => void;

/** Messages of others that came: each is told once, when it stands in its conversation. */
export class Arrivals {
  readonly #listeners = new Set<OnMessage>();
  readonly #came = new Map<Conversation, MessageId[]>();

  /** Calls `listener` for each, until disposed. */
  watch(listener: OnMessage): Disposable {
    const told: OnMessage = (conversation, entry) => listener(conversation, entry);
    this.#listeners.add(told);
    return { [Symbol.dispose]: () => void this.#listeners.delete(told) };
  }

  note(conversation: Conversation, id: MessageId): void {
    const came = this.#came.get(conversation) ?? [];
    this.#came.set(conversation, came);
    came.push(id);
  }

  /** Tells what came of a conversation. Whoever has said something has ended typing. */
  tell(conversation: Conversation, log: ChatLog | undefined): void {
    const came = new Set(this.#came.get(conversation));
    this.#came.delete(conversation);
    for (const id of came) conversation.stopped(log?.get(id)?.author);
    if (this.#listeners.size === 0 || came.size === 0) return;
    for (const entry of conversation.entries.filter(({ id }) => came.has(id)))
      for (const listener of [...this.#listeners]) listener(conversation, entry);
  }
}
