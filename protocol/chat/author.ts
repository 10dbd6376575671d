import type { CryptoBackend } from '../crypto/backend.ts';
import type { NamedKeyPair } from '../identity/secret-text.ts';
import { newEntry, type StoredRecord, storedOf } from './entry.ts';
import type { ChatLog } from './log.ts';
import { type ChatRecord, type Content, type ReadContent, signRecord } from './message.ts';

/** What a person says. Receipts are made for them. */
export type OwnContent = Exclude<Content, ReadContent>;

/** Something of one's own that was signed, and how a store keeps it. */
export interface OwnRecord {
  readonly record: ChatRecord;
  readonly stored: StoredRecord;
}

/** One person, who signs what they say. */
export class Author {
  readonly #crypto: Pick<CryptoBackend, 'sha256' | 'sign' | 'randomBytes'>;
  readonly #key: NamedKeyPair;

  constructor(crypto: Pick<CryptoBackend, 'sha256' | 'sign' | 'randomBytes'>, key: NamedKeyPair) {
    this.#crypto = crypto;
    this.#key = key;
  }

  /** Signs something as the newest of a log, which does not hold it yet. */
  sign(log: ChatLog, content: Content, now: number): ChatRecord {
    return signRecord(this.#crypto, this.#key, log.conversation.id, log.timeFor(now), content);
  }

  /** The same for what the person says. Throws `RangeError` with a sentence for them. */
  own(log: ChatLog, content: OwnContent, now: number): OwnRecord {
    if (content.kind !== 'text') this.#checkOwn(log, content);
    const record = this.sign(log, content, now);
    return { record, stored: storedOf(newEntry(record)) };
  }

  #checkOwn(log: ChatLog, { kind, target }: Exclude<OwnContent, { kind: 'text' }>): void {
    const act = kind === 'edit' ? 'change' : 'delete';
    const record = log.get(target);
    if (record?.content.kind !== 'text')
      throw new RangeError(`Cannot ${act} message ${target}: it is not here, or was deleted.`);
    if (record.author !== this.#key.id)
      throw new RangeError(`Cannot ${act} message ${target}: only ${record.author}, who wrote it, can.`);
  }
}
