import {
  type Conversation,
  type FeedId,
  isFeedId,
  type LogBounds,
  type StoredRecord,
} from '@open-rooms/protocol';
import type { Background } from '../connection/background.ts';
import { type Consent, consent, type Strangers } from '../contacts/consent.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { Viewers } from '../peers/viewers.ts';
import { MAX_REFUSED } from './chat-limits.ts';
import type { MessageStore } from './message-store.ts';
import { SmallTexts } from './small-texts.ts';

export interface AdmissionParts {
  readonly book: ContactBook;
  /** What strangers get, now. */
  readonly strangers: () => Strangers;
  /** Whose conversation was refused: {@link openRefused}. */
  readonly refused: SmallTexts;
  /** Who only watches. */
  readonly viewers: Pick<Viewers, 'isMute'>;
  readonly background: Background;
}

/** Reads whose conversation was refused. Rejects where it cannot be read. */
export function openRefused(messages: MessageStore): Promise<SmallTexts> {
  return SmallTexts.open(messages, { place: 'refused', most: MAX_REFUSED });
}

/** Who may begin a conversation with the person, by the contact book, their setting, and whom they have refused. */
export class Admission {
  readonly #parts: AdmissionParts;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** What somebody gets who says something in private. */
  consentTo(id: FeedId): Consent {
    const { book, strangers, refused, viewers } = this.#parts;
    if (viewers.isMute(id)) return 'refuse';
    const wish = consent(book.relationOf(id), strangers(), 'message');
    return wish === 'request' && refused.get(id) !== undefined ? 'refuse' : wish;
  }

  /** Whether they are in the contact book, and welcome. */
  isKnown(id: FeedId): boolean {
    const relation = this.#parts.book.relationOf(id);
    return relation === 'followed' || relation === 'accepted';
  }

  isBlocked(id: FeedId): boolean {
    return this.#parts.book.relationOf(id) === 'blocked';
  }

  get blocked(): ReadonlySet<FeedId> {
    return new Set(
      this.#parts.book.list().flatMap(({ id, relation }) => (relation === 'blocked' ? [id] : [])),
    );
  }

  /** What they say is not looked at again. */
  refuse(id: FeedId): void {
    this.#parts.background.run(this.#parts.refused.set(id, 'refused'));
  }

  /** They may speak again: they were accepted, or spoken to. */
  forgive(id: FeedId): void {
    this.#parts.background.run(this.#parts.refused.set(id, undefined));
  }

  /** Forgives those who were refused once and are welcome now. */
  forgiveAccepted(): void {
    for (const id of this.#parts.refused.keys)
      if (isFeedId(id) && this.consentTo(id) === 'accept') this.forgive(id);
  }
}

/** Whether somebody says nothing in a conversation by the word of its room, or of all rooms in which they are met. */
export function isMute(
  viewers: Pick<Viewers, 'isMute' | 'isViewerIn'>,
  author: FeedId,
  chat: Conversation,
): boolean {
  return chat.kind === 'room' ? viewers.isViewerIn(chat.room, author) : viewers.isMute(author);
}

/** Whether more is kept than bounds allow: it would be dropped. */
export function exceeds(stored: readonly StoredRecord[], bounds: Required<LogBounds>): boolean {
  const bytes = stored.reduce((sum, record) => sum + record.bytes.length, 0);
  return stored.length > bounds.maxRecords || bytes > bounds.maxBytes;
}
