import {
  type Conversation as ChatConversation,
  type MessageId,
  Refused,
  type StoreChanges,
  type StoredRecord,
} from '@open-rooms/protocol';
import { Turns } from '../connection/turns.ts';
import type { Conversation } from './conversation.ts';
import type { MessageStore } from './message-store.ts';
import { RecordStore } from './record-store.ts';

/** A conversation with what is kept of it. What strangers ask is not, until they are accepted. */
export class Held {
  readonly chat: ChatConversation;
  readonly shown: Conversation;
  readonly #store: RecordStore;
  /** What came of a conversation that is not kept yet. */
  readonly #loose = new Map<MessageId, StoredRecord>();
  /** What the person says is kept and then said, one after the other. */
  readonly turns = new Turns();
  #written: Promise<void> = Promise.resolve();
  #isKept = true;
  isJoined = false;
  /** Whether as much may be held of it as of those with people one knows. */
  isWide = true;
  /** Whether the person has said something in it. */
  hasSpoken = false;
  /** The set of conversations in which it stands. */
  place: { readonly name: 'all' | 'asked'; readonly entered: Disposable } | undefined;

  constructor(chat: ChatConversation, shown: Conversation, messages: MessageStore) {
    this.chat = chat;
    this.shown = shown;
    this.#store = new RecordStore(messages, placeOf(chat, shown));
  }

  /** Whether what comes is kept, or held in memory. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** What is kept. Rejects where it cannot be read. */
  load(): Promise<StoredRecord[]> {
    return this.#store.load();
  }

  /** What came and is not kept, to begin with once it is. */
  get loose(): StoredRecord[] {
    return [...this.#loose.values()];
  }

  /** Resolves when everything so far is kept; rejects where the last of it is not. */
  get written(): Promise<void> {
    return this.#written;
  }

  /** Keeps changes, or holds them loosely. */
  change(changes: StoreChanges): Promise<void> {
    if (this.#isKept) this.#written = this.#store.change(changes);
    else {
      for (const record of changes.put) this.#loose.set(record.id, record);
      for (const id of changes.drop) this.#loose.delete(id);
    }
    return this.#written;
  }

  /** Keeps nothing of what comes, for now. Of what is kept nothing goes. */
  loosen(): void {
    this.#isKept = false;
  }

  /** Keeps what was loose, and all that comes. */
  keep(): Promise<void> {
    this.#isKept = true;
    const put = this.loose;
    this.#loose.clear();
    return this.change({ put, drop: [] });
  }

  /** Keeps what was signed and not said yet. Rejects where it cannot be kept: then it is not to be said. */
  keepOwn(record: StoredRecord): Promise<void> {
    return this.#store.keep(record);
  }

  /** Keeps it no more: it will not be said. Where it cannot be taken away now it is with the next change. */
  async takeBack({ id }: StoredRecord): Promise<void> {
    try {
      await this.#store.change({ put: [], drop: [id] });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** Takes away all that is kept. */
  async clear(): Promise<void> {
    this.#loose.clear();
    await this.load();
    await this.#store.clear();
  }
}

const ROOM = 'room:';
const PRIVATE = 'private:';

function placeOf(chat: ChatConversation, shown: Conversation): string {
  return chat.kind === 'room' ? `${ROOM}${chat.room}` : `${PRIVATE}${shown.with}`;
}

/** With whom a private conversation is that is kept under this name; `undefined` where it is none. */
export function otherOf(place: string): string | undefined {
  return place.startsWith(PRIVATE) ? place.slice(PRIVATE.length) : undefined;
}
