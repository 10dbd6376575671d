/**
 * Longest message of a channel: what every browser sends whole, and short enough that others get between.
 */
export const MAX_FRAGMENT_BYTES = 16 * 1024;

/** Frames that are in the making at once. The oldest goes for another: it lacks something that does not come. */
export const MAX_FRAMES_IN_MAKING = 64;

/*
 *   from  line  message  index  count  bytes
 *   1     4     4        2      2      of the frame, as on a stream
 *
 * Numbers are big end first. from: 0 of the child, 1 of the parent. count 0: the carrier ends, once so many
 * frames of its sender have come as message says.
 */
const LINE_AT = 1;
const MESSAGE_AT = LINE_AT + 4;
const INDEX_AT = MESSAGE_AT + 4;
const COUNT_AT = INDEX_AT + 2;
const BYTES_AT = COUNT_AT + 2;

/** Which message of which carrier something belongs to. */
export interface FragmentHead {
  readonly isOfParent: boolean;
  /** Which carrier of the channel. */
  readonly line: number;
  /** Which message of its side, counted up. */
  readonly message: number;
}

/** A part of a frame; with a `count` of 0 the end of the carrier. */
export interface Fragment extends FragmentHead {
  readonly index: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

/** The messages that carry a frame; where there is none, the one that ends the carrier. */
export function* fragmentsOf(
  head: FragmentHead,
  frame: Uint8Array | undefined,
): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
  const most = MAX_FRAGMENT_BYTES - BYTES_AT;
  const count = frame === undefined ? 0 : Math.ceil(frame.length / most);
  for (let index = 0; index < Math.max(1, count); index++) {
    const bytes = frame?.subarray(index * most, (index + 1) * most) ?? new Uint8Array(0);
    const message = new Uint8Array(BYTES_AT + bytes.length);
    const view = new DataView(message.buffer);
    view.setUint8(0, head.isOfParent ? 1 : 0);
    view.setUint32(LINE_AT, head.line);
    view.setUint32(MESSAGE_AT, head.message);
    view.setUint16(INDEX_AT, index);
    view.setUint16(COUNT_AT, count);
    message.set(bytes, BYTES_AT);
    yield message;
  }
}

/** Reads a message of the channel; `undefined` where it is none. */
export function readFragment(message: Uint8Array): Fragment | undefined {
  if (message.length < BYTES_AT || message.length > MAX_FRAGMENT_BYTES) return undefined;
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  const from = view.getUint8(0);
  const [index, count] = [view.getUint16(INDEX_AT), view.getUint16(COUNT_AT)];
  if (from > 1 || index >= Math.max(1, count)) return undefined;
  return {
    ...{ isOfParent: from === 1, line: view.getUint32(LINE_AT), message: view.getUint32(MESSAGE_AT) },
    ...{ index, count, bytes: message.subarray(BYTES_AT) },
  };
}

/** A frame of which not all has come. */
interface Making {
  readonly parts: (Uint8Array | undefined)[];
  missing: number;
  bytes: number;
}

/** Puts fragments together that come in any order. What is in the making is bounded: the oldest goes. */
export class Reassembly {
  readonly #most: number;
  readonly #making = new Map<number, Making>();
  #bytes = 0;

  /** @param most bytes of all that is in the making, and so of the longest frame, too */
  constructor(most: number) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The frame that became whole by this. One that says of itself what cannot be is left out. */
  take({ message, index, count, bytes }: Fragment): Uint8Array | undefined {
    if ((count - 1) * (MAX_FRAGMENT_BYTES - BYTES_AT) > this.#most) return undefined;
    const making = this.#making.get(message) ?? { parts: new Array(count), missing: count, bytes: 0 };
    if (making.parts.length !== count || making.parts[index] !== undefined) return undefined;
    this.#making.set(message, making);
    making.parts[index] = bytes;
    making.missing--;
    making.bytes += bytes.length;
    this.#bytes += bytes.length;
    if (making.missing > 0) {
      for (const oldest of this.#making.keys())
        if (this.#bytes > this.#most || this.#making.size > MAX_FRAMES_IN_MAKING) this.#forget(oldest);
      return undefined;
    }
    this.#forget(message);
    return joined(making);
  }

  #forget(message: number): void {
    this.#bytes -= this.#making.get(message)?.bytes ?? 0;
    this.#making.delete(message);
  }
}

function joined({ parts, bytes }: Making): Uint8Array {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part ?? new Uint8Array(0), at);
    at += part?.length ?? 0;
  }
  return whole;
}
