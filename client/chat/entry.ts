import type { ChatLog, FeedId, MessageId } from '@open-rooms/protocol';

/** A message as it is shown. */
export interface Entry {
  readonly id: MessageId;
  readonly author: FeedId;
  /** When it was written, as its author says: milliseconds since 1970, never in the future. */
  readonly at: number;
  /** Markdown, by a stranger. Empty where it was removed. */
  readonly text: string;
  readonly edited: boolean;
  readonly removed: boolean;
  readonly mine: boolean;
  /** How far a message of one's own has come; those of others are `sent`. */
  readonly delivery: 'waiting' | 'sent' | 'read';
  readonly readBy: readonly FeedId[];
}

/**
 * The messages of one conversation, in their order. Those that were removed while this ran keep their place: what was
 * removed before is not known any more.
 */
export class Entries {
  readonly #log: ChatLog;
  readonly #me: FeedId;
  #shown = new Map<MessageId, Entry>();
  #all: readonly Entry[] = [];

  constructor(log: ChatLog, me: FeedId) {
    this.#log = log;
    this.#me = me;
  }

  /** As they are at time `now`. An entry that has not changed is the same object as before. */
  read(now: number): readonly Entry[] {
    const messages = this.#log.messages.map((message) => this.#entryOf(message, now));
    const removed = this.#removed();
    const all = removed.length === 0 ? messages : merged(messages, removed);
    this.#shown = new Map(all.map((entry) => [entry.id, entry]));
    this.#all = all;
    return all;
  }

  #entryOf(message: ChatLog['messages'][number], now: number): Entry {
    const { id, author, time, text, editedAt } = message;
    const delivery = this.#log.delivery(id);
    const entry: Entry = {
      ...{ id, author, text, at: Math.min(time, now), edited: editedAt !== undefined, removed: false },
      ...{ mine: author === this.#me, delivery: delivery?.state ?? 'sent', readBy: delivery?.readBy ?? [] },
    };
    const before = this.#shown.get(id);
    return before !== undefined && isSame(before, entry) ? before : entry;
  }

  /** Those that were shown, and that their authors have removed. What a full log dropped is gone. */
  #removed(): readonly Entry[] {
    const gone = this.#all.filter(({ id, removed }) => removed || this.#log.get(id) === undefined);
    if (gone.length === 0) return gone;
    const deleted = new Set(
      this.#log.records.flatMap(({ author, content }) =>
        content.kind === 'delete' ? [`${content.target} ${author}`] : [],
      ),
    );
    return gone
      .filter(({ id, author }) => deleted.has(`${id} ${author}`))
      .map((entry) => (entry.removed ? entry : { ...entry, text: '', edited: false, removed: true }));
  }
}

/** Puts each that was removed before the first message that is later: messages keep their order. */
function merged(messages: readonly Entry[], removed: readonly Entry[]): readonly Entry[] {
  const all: Entry[] = [];
  let next = 0;
  for (const message of messages) {
    for (let gone = removed[next]; gone !== undefined && gone.at <= message.at; gone = removed[++next])
      all.push(gone);
    all.push(message);
  }
  return [...all, ...removed.slice(next)];
}

/** The time of one that is ahead of our clock is the time it is looked at: that alone is no change. */
function isSame(a: Entry, b: Entry): boolean {
  return (
    a.text === b.text &&
    a.edited === b.edited &&
    a.delivery === b.delivery &&
    a.removed === b.removed &&
    a.readBy.length === b.readBy.length &&
    a.readBy.every((reader, index) => reader === b.readBy[index])
  );
}
