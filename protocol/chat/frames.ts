import { concat } from '../bytes/concat.ts';
import { fromHex, toHex } from '../bytes/hex.ts';
import { type ConversationId, ID_BYTES } from './conversation.ts';
import { ChatFault } from './fault.ts';
import { MAX_FRAME_IDS } from './limits.ts';
import { MAX_RECORD_BYTES } from './message.ts';
import {
  POSITION_BYTES,
  type Position,
  readPosition,
  readShortIds,
  SHORT_ID_BYTES,
  type ShortId,
  writePosition,
  writeShortIds,
} from './position.ts';
import type { Page } from './record-set.ts';

/** What goes over the link of two neighbours. */
export type Frame =
  /** The first of each side: which protocol, and up to which version it is spoken. */
  | { readonly kind: 'hello'; readonly version: number }
  /** This conversation is spoken here. Its digest tells whether the other side holds the same. */
  | { readonly kind: 'open'; readonly conversation: ConversationId; readonly digest: string }
  /** It is not spoken here any more. */
  | { readonly kind: 'leave'; readonly conversation: ConversationId }
  /** Asks which records come before a place. */
  | { readonly kind: 'look'; readonly conversation: ConversationId; readonly before: Position }
  /** Answers that. */
  | ({ readonly kind: 'page'; readonly conversation: ConversationId } & Page)
  | IdsFrame
  | { readonly kind: 'record'; readonly bytes: Uint8Array }
  | { readonly kind: 'typing'; readonly conversation: ConversationId };

/** `have`: these are held here now. `want`: send them. `gone`: they were asked for, and are not here any more. */
interface IdsFrame {
  readonly kind: 'have' | 'want' | 'gone';
  readonly conversation: ConversationId;
  readonly ids: readonly ShortId[];
}

/*
 *   length  type  body                     length counts type and body, most significant byte first
 *   4       1     hello:  "open-rooms-chat" 15, version 1
 *                 open:   conversation 32, digest 32
 *                 leave:  conversation 32
 *                 look:   conversation 32, before 38
 *                 page:   conversation 32, from 38, digest 32, short ids of 16 each
 *                 have:   conversation 32, short ids of 16 each
 *                 want:   the same
 *                 gone:   the same
 *                 record: see message.ts
 *                 typing: conversation 32
 */
const KINDS = ['hello', 'open', 'leave', 'look', 'page', 'have', 'want', 'gone', 'record', 'typing'] as const;

export const LENGTH_BYTES = 4;

/** Longest type and body: a record's. */
export const MAX_FRAME_BYTES = 1 + MAX_RECORD_BYTES;

export const CHAT_VERSION = 1;

const MAGIC = new TextEncoder().encode('open-rooms-chat');

/** A frame with its length before it. */
export function writeFrame(frame: Frame): Uint8Array {
  const body = bodyOf(frame);
  const length = 1 + body.length;
  const head = Uint8Array.of(
    length >>> 24,
    length >>> 16,
    length >>> 8,
    length,
    KINDS.indexOf(frame.kind) + 1,
  );
  return concat(head, body);
}

/** Reads type and body. Throws {@link ChatFault} `damaged` or `not-chat`. */
export function readFrame(bytes: Uint8Array): Frame {
  const kind = KINDS[(bytes[0] ?? 0) - 1];
  const body = bytes.subarray(1);
  switch (kind) {
    case undefined:
      throw new ChatFault('damaged', `A frame of type ${bytes[0]} is unknown.`);
    case 'hello':
      return { kind, version: readHello(body) };
    case 'record':
      return { kind, bytes: body };
    default:
      return readAbout(kind, body);
  }
}

type About = Exclude<Frame['kind'], 'hello' | 'record'>;

/** Frames about a conversation: each has fixed fields, and some have ids behind them. */
const FIXED_BYTES: Readonly<Record<About, number>> = {
  open: 2 * ID_BYTES,
  leave: ID_BYTES,
  look: ID_BYTES + POSITION_BYTES,
  page: ID_BYTES + POSITION_BYTES + ID_BYTES,
  have: ID_BYTES,
  want: ID_BYTES,
  gone: ID_BYTES,
  typing: ID_BYTES,
};
const WITH_IDS: readonly About[] = ['page', 'have', 'want', 'gone'];

function readAbout(kind: About, body: Uint8Array): Frame {
  const count = (body.length - FIXED_BYTES[kind]) / SHORT_ID_BYTES;
  const most = WITH_IDS.includes(kind) ? MAX_FRAME_IDS : 0;
  if (count < 0 || count > most || !Number.isInteger(count))
    throw new ChatFault('damaged', `A frame "${kind}" of ${body.length} bytes is none.`);
  const conversation = toHex(body.subarray(0, ID_BYTES));
  const fields = body.subarray(ID_BYTES, FIXED_BYTES[kind]);
  const ids = readShortIds(body.subarray(FIXED_BYTES[kind]));
  switch (kind) {
    case 'open':
      return { kind, conversation, digest: toHex(fields) };
    case 'look':
      return { kind, conversation, before: readPosition(fields) };
    case 'page':
      return {
        kind,
        conversation,
        from: readPosition(fields),
        digest: toHex(fields.subarray(POSITION_BYTES)),
        ids,
      };
    case 'leave':
    case 'typing':
      return { kind, conversation };
    default:
      return { kind, conversation, ids };
  }
}

function readHello(body: Uint8Array): number {
  const version = body[MAGIC.length] ?? 0;
  const isMagic = body.length === MAGIC.length + 1 && MAGIC.every((byte, at) => body[at] === byte);
  if (!isMagic || version < CHAT_VERSION) throw new ChatFault('not-chat', 'A hello of something else.');
  return version;
}

function bodyOf(frame: Frame): Uint8Array {
  switch (frame.kind) {
    case 'hello':
      return concat(MAGIC, Uint8Array.of(frame.version));
    case 'record':
      return frame.bytes;
    case 'open':
      return concat(fromHex(frame.conversation), fromHex(frame.digest));
    case 'look':
      return concat(fromHex(frame.conversation), writePosition(frame.before));
    case 'page':
      return concat(
        fromHex(frame.conversation),
        writePosition(frame.from),
        fromHex(frame.digest),
        writeShortIds(frame.ids),
      );
    case 'leave':
    case 'typing':
      return fromHex(frame.conversation);
    default:
      return concat(fromHex(frame.conversation), writeShortIds(frame.ids));
  }
}
