import type { FeedId } from '@open-rooms/protocol';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Conversation } from '../chat/conversation.ts';
import type { Entry } from '../chat/entry.ts';
import { watchedSignal } from './watched-signal.ts';

/** One conversation as signals. */
export class ConversationState {
  readonly conversation: Conversation;
  /** The messages, oldest first. An entry that has not changed is the same object as before. */
  readonly entries: ReadonlySignal<readonly Entry[]>;
  /** How many messages of others were not read. */
  readonly unread: ReadonlySignal<number>;
  /** Who types. */
  readonly typing: ReadonlySignal<readonly FeedId[]>;
  /** Whether a stranger began it, and nobody has decided. */
  readonly isAsked: ReadonlySignal<boolean>;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
    const watched = <T>(read: () => T) => watchedSignal(read, (onChange) => conversation.watch(onChange));
    this.entries = watched(() => conversation.entries);
    this.unread = watched(() => conversation.unread);
    this.typing = watched(() => conversation.typing);
    this.isAsked = watched(() => conversation.isAsked);
  }
}
