import { concat } from '../bytes/concat.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import { type ChatRecord, type ReadContent, readRecord } from './message.ts';
import { comparePositions, type MessageId, type Position, shortOf } from './position.ts';

/** What a log knows of a record that it holds. */
export interface Entry {
  readonly record: ChatRecord;
  /** Counts what came into the log. */
  readonly number: number;
  /** Whether somebody else holds it. */
  isHeld: boolean;
  /** Whether this device wrote it, and so knows what it knew then. */
  readonly isOurs: boolean;
  /** The log's count when anybody was first given it: a receipt that came before cannot mean it. */
  givenAt: number | undefined;
}

/** A record as a store keeps it: a byte of flags, then the record. */
export interface StoredRecord {
  readonly id: MessageId;
  readonly bytes: Uint8Array;
}

/** What this device has just written. */
export function newEntry(record: ChatRecord): Entry {
  return { record, number: 0, isHeld: false, isOurs: true, givenAt: undefined };
}

const HELD = 1;
const OURS = 2;

export function storedOf({ record, isHeld, isOurs }: Entry): StoredRecord {
  const flags = (isHeld ? HELD : 0) | (isOurs ? OURS : 0);
  return { id: record.id, bytes: concat(Uint8Array.of(flags), record.bytes) };
}

/** An entry out of a store. Its signature was checked before it was kept. Throws as {@link readRecord}. */
export function entryOf(crypto: Pick<CryptoBackend, 'sha256'>, { bytes }: StoredRecord): Entry {
  const flags = bytes[0] ?? 0;
  const isHeld = (flags & HELD) !== 0;
  return {
    record: readRecord(crypto, bytes.subarray(1)),
    number: 0,
    isHeld,
    isOurs: (flags & OURS) !== 0,
    givenAt: isHeld ? -1 : undefined,
  };
}

/**
 * What a record has in common with those that it replaces: of one author's edits of one message, deletions of it, and
 * receipts, only the last counts.
 */
export function slotOf({ author, content }: ChatRecord): string | undefined {
  switch (content.kind) {
    case 'text':
      return undefined;
    case 'read':
      return `read:${author}`;
    default:
      return `${content.kind}:${content.target}:${author}`;
  }
}

/** The slot of the deletion that would take a message, or an edit of it, away. */
export function deletionSlotOf({ id, author, content }: ChatRecord): string | undefined {
  if (content.kind === 'text') return `delete:${id}:${author}`;
  return content.kind === 'edit' ? `delete:${content.target}:${author}` : undefined;
}

/** Whether who wrote the receipt had read the message. */
export function covers(receipt: ReadContent, message: Position): boolean {
  return comparePositions(message, receipt.upTo) <= 0 && !receipt.except.includes(shortOf(message.id));
}
