import type { FeedId } from '../identity/feed-id.ts';
import { covers, type Entry } from './entry.ts';
import type { MessageId } from './position.ts';

/** A message as it is shown. What was deleted is not there. */
export interface ChatMessage {
  readonly id: MessageId;
  readonly author: FeedId;
  /** When it was written, as its author says: it may be up to a day in the future. */
  readonly time: number;
  /** Markdown, by a stranger. */
  readonly text: string;
  /** When its author last changed it. */
  readonly editedAt: number | undefined;
}

/** How far a message of one's own has come. */
export interface Delivery {
  /** Nobody else has it; somebody holds it; somebody has read it. */
  readonly state: 'waiting' | 'sent' | 'read';
  readonly readBy: readonly FeedId[];
}

/** The messages of a log, in their order, each with its last text. */
export function messagesOf(entries: readonly Entry[], slots: ReadonlyMap<string, Entry>): ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (const { record } of entries) {
    if (record.content.kind !== 'text') continue;
    const { id, author, time } = record;
    const edit = slots.get(`edit:${id}:${author}`)?.record;
    const text = edit?.content.kind === 'edit' ? edit.content.text : record.content.text;
    messages.push({ id, author, time, text, editedAt: edit?.time });
  }
  return messages;
}

/** Whoever holds it may pass it on; who has read it says so with their own signature. */
export function deliveryOf(message: Entry, receipts: readonly Entry[]): Delivery {
  const { author } = message.record;
  const readBy = receipts.filter(({ record, number }) => {
    if (record.content.kind !== 'read' || record.author === author) return false;
    const isLater = message.givenAt !== undefined && number > message.givenAt;
    return isLater && covers(record.content, message.record);
  });
  const state = readBy.length > 0 ? 'read' : message.isHeld ? 'sent' : 'waiting';
  return { state, readBy: readBy.map(({ record }) => record.author).sort() };
}
