/**
 * A frame is a head of 9 bytes and a body:
 *
 *     flags 1 ‖ body length, uint32 BE 4 ‖ request number, int32 BE 4
 *
 * Whoever asks numbers a request from 1 upward and sends with that number; answers carry it negated.
 * Nine zero bytes are the goodbye.
 */
export const HEAD_BYTES = 9;

const LENGTH_AT = 1;
const REQUEST_AT = 5;

/** Bits 0-1: how the body is written. */
export const BodyType = { binary: 0, text: 1, json: 2 } as const;

/** Bit 2: the last frame of this direction of the request, or an error. */
export const END = 4;

/** Bit 3: the request is a stream (source, sink, duplex). */
export const STREAM = 8;

const BODY_TYPE_MASK = 3;

export type BodyTypeValue = 0 | 1 | 2 | 3;

export function bodyTypeOf(flags: number): BodyTypeValue {
  return (flags & BODY_TYPE_MASK) as BodyTypeValue;
}

/** Writes a head at `at`. */
export function writeHead(
  target: Uint8Array,
  at: number,
  flags: number,
  length: number,
  request: number,
): void {
  target[at] = flags;
  writeInt32(target, at + LENGTH_AT, length);
  writeInt32(target, at + REQUEST_AT, request);
}

/** Changes flags and request number of the frame that begins at `at`, in place. */
export function rewriteHead(target: Uint8Array, at: number, flags: number, request: number): void {
  target[at] = flags;
  writeInt32(target, at + REQUEST_AT, request);
}

/** The body length that a head at `at` claims, unsigned. */
export function readLength(source: Uint8Array, at: number): number {
  return readInt32(source, at + LENGTH_AT) >>> 0;
}

/** The request number of a head at `at`, signed. */
export function readRequest(source: Uint8Array, at: number): number {
  return readInt32(source, at + REQUEST_AT);
}

/** The body of a whole frame, as a view. */
export function bodyOf(frame: Uint8Array): Uint8Array {
  return frame.subarray(HEAD_BYTES);
}

function writeInt32(target: Uint8Array, at: number, value: number): void {
  target[at] = value >>> 24;
  target[at + 1] = value >>> 16;
  target[at + 2] = value >>> 8;
  target[at + 3] = value;
}

function readInt32(source: Uint8Array, at: number): number {
  return (
    ((source[at] ?? 0) << 24) |
    ((source[at + 1] ?? 0) << 16) |
    ((source[at + 2] ?? 0) << 8) |
    (source[at + 3] ?? 0)
  );
}
