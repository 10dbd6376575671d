import { fromHex, toHex } from '../bytes/hex.ts';
import { ID_BYTES } from './conversation.ts';

/** SHA-256 of the signed bytes, 64 hexadecimal digits. */
export type MessageId = string;

/** The first 16 bytes of a message's id, 32 digits: what stands for it between neighbours. */
export type ShortId = string;

export const SHORT_ID_BYTES = 16;

/** The place of a record in its conversation, the same for everybody: by time, then by id. */
export interface Position {
  /** Milliseconds since 1970, 48 bits. */
  readonly time: number;
  readonly id: MessageId;
}

export const TIME_BYTES = 6;
export const POSITION_BYTES = TIME_BYTES + ID_BYTES;

const LAST_TIME = 2 ** 48 - 1;

/** Before all records. */
export const START: Position = { time: 0, id: '0'.repeat(2 * ID_BYTES) };

/** After all records. */
export const END: Position = { time: LAST_TIME, id: 'f'.repeat(2 * ID_BYTES) };

/** Negative where `a` comes first, 0 where they are the same place. */
export function comparePositions(a: Position, b: Position): number {
  return a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export function shortOf(id: MessageId): ShortId {
  return id.slice(0, 2 * SHORT_ID_BYTES);
}

/** 48 bits, most significant first. */
export function writeTime(time: number): Uint8Array {
  const bytes = new Uint8Array(TIME_BYTES);
  for (let at = TIME_BYTES - 1, left = time; at >= 0; at--) {
    bytes[at] = left % 256;
    left = Math.floor(left / 256);
  }
  return bytes;
}

export function readTime(bytes: Uint8Array): number {
  return bytes.subarray(0, TIME_BYTES).reduce((time, byte) => time * 256 + byte, 0);
}

/** Time ‖ id. */
export function writePosition({ time, id }: Position): Uint8Array {
  const bytes = new Uint8Array(POSITION_BYTES);
  bytes.set(writeTime(time));
  bytes.set(fromHex(id), TIME_BYTES);
  return bytes;
}

/** Of 38 bytes. */
export function readPosition(bytes: Uint8Array): Position {
  return { time: readTime(bytes), id: toHex(bytes.subarray(TIME_BYTES, POSITION_BYTES)) };
}

/** Short ids, one behind the other. */
export function writeShortIds(ids: readonly ShortId[]): Uint8Array {
  return fromHex(ids.join(''));
}

/** Short ids out of bytes whose length is a multiple of 16. */
export function readShortIds(bytes: Uint8Array): ShortId[] {
  const hex = toHex(bytes);
  const ids: ShortId[] = [];
  for (let at = 0; at < hex.length; at += 2 * SHORT_ID_BYTES)
    ids.push(hex.slice(at, at + 2 * SHORT_ID_BYTES));
  return ids;
}
