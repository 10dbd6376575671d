import { concat } from '../bytes/concat.ts';
import { fromHex, toHex } from '../bytes/hex.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, feedIdOf, PUBLIC_KEY_BYTES } from '../identity/feed-id.ts';
import type { NamedKeyPair } from '../identity/secret-text.ts';
import { type ConversationId, ID_BYTES } from './conversation.ts';
import { ChatFault } from './fault.ts';
import { MAX_EXCEPTIONS, MAX_TEXT_BYTES } from './limits.ts';
import {
  type MessageId,
  POSITION_BYTES,
  type Position,
  readPosition,
  readShortIds,
  readTime,
  SHORT_ID_BYTES,
  type ShortId,
  TIME_BYTES,
  writePosition,
  writeShortIds,
  writeTime,
} from './position.ts';

/** What an author signs. */
export type Content =
  /** Markdown. */
  | { readonly kind: 'text'; readonly text: string }
  /** The whole text anew, of a message of the same author. */
  | { readonly kind: 'edit'; readonly target: MessageId; readonly text: string }
  | { readonly kind: 'delete'; readonly target: MessageId }
  | ReadContent;

/** A receipt: its author has read everything that they hold up to here, except these. */
export interface ReadContent {
  readonly kind: 'read';
  readonly upTo: Position;
  readonly except: readonly ShortId[];
}

/** A signed record: a message, or what its author says about messages. */
export interface ChatRecord extends Position {
  readonly conversation: ConversationId;
  readonly author: FeedId;
  readonly content: Content;
  /** All of it, as it travels and is kept. */
  readonly bytes: Uint8Array;
}

/*
 *   kind  conversation  author  time  nonce  content                                       signature
 *   1     32            32      6     8      text: UTF-8                                   64
 *                                            edit: target 32, UTF-8
 *                                            delete: target 32
 *                                            read: time 6, id 32, short ids of 16 each
 */
const KINDS = ['text', 'edit', 'delete', 'read'] as const;
const NONCE_BYTES = 8;
const SIGNATURE_BYTES = 64;
const CONVERSATION_AT = 1;
const AUTHOR_AT = CONVERSATION_AT + ID_BYTES;
const TIME_AT = AUTHOR_AT + PUBLIC_KEY_BYTES;
const CONTENT_AT = TIME_AT + TIME_BYTES + NONCE_BYTES;

/** Bytes of the longest record. */
export const MAX_RECORD_BYTES = CONTENT_AT + ID_BYTES + MAX_TEXT_BYTES + SIGNATURE_BYTES;

/** Stands before what is signed, so that no signature of a record is one of anything else. */
const DOMAIN = new TextEncoder().encode('=open-rooms-chat-record:1:');

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Makes a record. Throws `RangeError`, with a sentence for its author, where the text is empty or too long. */
export function signRecord(
  crypto: Pick<CryptoBackend, 'sha256' | 'sign' | 'randomBytes'>,
  author: NamedKeyPair,
  conversation: ConversationId,
  time: number,
  content: Content,
): ChatRecord {
  const unsigned = concat(
    Uint8Array.of(KINDS.indexOf(content.kind) + 1),
    fromHex(conversation),
    author.publicKey,
    writeTime(time),
    // Two devices of one key may write the same at the same time.
    crypto.randomBytes(NONCE_BYTES),
    writeContent(content),
  );
  const signed = concat(DOMAIN, unsigned);
  const bytes = concat(unsigned, crypto.sign(signed, author.secretKey));
  return { id: toHex(crypto.sha256(signed)), conversation, author: author.id, time, content, bytes };
}

/** Reads a record, whose signature may be anybody's: {@link isGenuine}. Throws {@link ChatFault} `damaged`. */
export function readRecord(crypto: Pick<CryptoBackend, 'sha256'>, bytes: Uint8Array): ChatRecord {
  const end = bytes.length - SIGNATURE_BYTES;
  if (end < CONTENT_AT) throw new ChatFault('damaged', `A record of ${bytes.length} bytes is none.`);
  return {
    id: toHex(crypto.sha256(signedBytes(bytes))),
    conversation: toHex(bytes.subarray(CONVERSATION_AT, AUTHOR_AT)),
    author: feedIdOf(bytes.subarray(AUTHOR_AT, TIME_AT)),
    time: readTime(bytes.subarray(TIME_AT)),
    content: readContent(bytes[0] ?? 0, bytes.subarray(CONTENT_AT, end)),
    bytes,
  };
}

/** Whether the record's author has signed it. */
export function isGenuine(crypto: Pick<CryptoBackend, 'verify'>, { bytes }: ChatRecord): boolean {
  const signature = bytes.subarray(bytes.length - SIGNATURE_BYTES);
  return crypto.verify(signature, signedBytes(bytes), bytes.subarray(AUTHOR_AT, TIME_AT));
}

function signedBytes(bytes: Uint8Array): Uint8Array {
  return concat(DOMAIN, bytes.subarray(0, bytes.length - SIGNATURE_BYTES));
}

function writeContent(content: Content): Uint8Array {
  switch (content.kind) {
    case 'text':
      return writeText(content.text);
    case 'edit':
      return concat(fromHex(content.target), writeText(content.text));
    case 'delete':
      return fromHex(content.target);
    case 'read':
      return concat(writePosition(content.upTo), writeShortIds(content.except));
  }
}

function writeText(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  if (bytes.length === 0) throw new RangeError('Cannot send a message without text: write something.');
  if (bytes.length <= MAX_TEXT_BYTES) return bytes;
  throw new RangeError(
    `Cannot send a message of ${bytes.length} bytes: at most ${MAX_TEXT_BYTES} are allowed; divide it.`,
  );
}

function readContent(kindByte: number, bytes: Uint8Array): Content {
  const kind = KINDS[kindByte - 1];
  switch (kind) {
    case 'text':
      return { kind, text: readText(bytes) };
    case 'edit':
      return { kind, target: readTarget(bytes), text: readText(bytes.subarray(ID_BYTES)) };
    case 'delete':
      if (bytes.length > ID_BYTES) throw new ChatFault('damaged', 'A deletion with bytes behind its target.');
      return { kind, target: readTarget(bytes) };
    case 'read':
      return readReceipt(bytes);
    default:
      throw new ChatFault('damaged', `A record of kind ${kindByte} is unknown.`);
  }
}

function readTarget(bytes: Uint8Array): MessageId {
  if (bytes.length < ID_BYTES) throw new ChatFault('damaged', 'A record about half a message.');
  return toHex(bytes.subarray(0, ID_BYTES));
}

function readText(bytes: Uint8Array): string {
  if (bytes.length === 0 || bytes.length > MAX_TEXT_BYTES)
    throw new ChatFault('damaged', `A text of ${bytes.length} bytes: 1 to ${MAX_TEXT_BYTES} are allowed.`);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ChatFault('damaged', 'A text that is not UTF-8.');
  }
}

function readReceipt(bytes: Uint8Array): ReadContent {
  const ids = (bytes.length - POSITION_BYTES) / SHORT_ID_BYTES;
  if (ids < 0 || ids > MAX_EXCEPTIONS || !Number.isInteger(ids))
    throw new ChatFault('damaged', `A receipt of ${bytes.length} bytes is none.`);
  return {
    kind: 'read',
    upTo: readPosition(bytes),
    except: readShortIds(bytes.subarray(POSITION_BYTES)),
  };
}
