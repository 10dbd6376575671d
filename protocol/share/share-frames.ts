import * as v from 'valibot';
import { concat } from '../bytes/concat.ts';
import { ShareFault } from './fault.ts';
import type { Position } from './group-cache.ts';
import { readJson, writeJson } from './json.ts';
import { LengthPrefixedReader, lengthPrefix } from './length-prefixed.ts';
import { MAX_CHUNK_BYTES, MAX_SMALL_FRAME_BYTES } from './limits.ts';
import { layers, position } from './schemas.ts';
import { type SignedTicket, ticketSchema } from './ticket.ts';

/** Why a parent feeds somebody no more, or not at all. */
export type GoodbyeReason =
  /** The ticket is not good here. */
  | 'refused'
  /** It feeds as many as it can. */
  | 'full'
  /** The sharer said so. */
  | 'cut'
  /** It watches no more itself. */
  | 'leaving'
  /** The share is over. */
  | 'ended';

/** What goes between a child and its parent, over a carrier. */
export type FeedFrame =
  /** First of all, from the child: why it may be fed, the video it has, the highest layer it wants. */
  | {
      readonly kind: 'hello';
      readonly ticket: SignedTicket;
      readonly have?: Position;
      readonly layers: number;
    }
  /** From the child, at any time: the highest layer it wants from now on. */
  | { readonly kind: 'want'; readonly layers: number }
  /** From the parent. The bytes are those of a chunk, not looked at yet. */
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  /** From the parent, last of all. */
  | { readonly kind: 'goodbye'; readonly why: GoodbyeReason };

/*
 *   length  type  body                    length counts type and body, most significant byte first
 *   4       1     1 hello:   JSON, {ticket, have?: {group, sequence}, layers}
 *                 2 want:    JSON, {layers}
 *                 3 chunk:   see chunk.ts
 *                 4 goodbye: JSON, {why}
 */
const KINDS = ['hello', 'want', 'chunk', 'goodbye'] as const;

const helloSchema = v.object({ ticket: ticketSchema, have: v.exactOptional(position), layers });
const wantSchema = v.object({ layers });
const goodbyeSchema = v.object({ why: v.picklist(['refused', 'full', 'cut', 'leaving', 'ended']) });

/** A frame with its length before it. */
export function writeFeedFrame(frame: FeedFrame): Uint8Array {
  const body = frame.kind === 'chunk' ? frame.bytes : bodyOf(frame);
  return concat(lengthPrefix(1 + body.length), Uint8Array.of(KINDS.indexOf(frame.kind) + 1), body);
}

/** Finds the frames of one side in a stream that is cut anywhere. */
export class FeedFrameReader {
  readonly #from: 'parent' | 'child';
  readonly #frames: LengthPrefixedReader;

  /** @param from who sends: a child has nothing long to say */
  constructor(from: 'parent' | 'child') {
    this.#from = from;
    this.#frames = new LengthPrefixedReader(from === 'parent' ? 1 + MAX_CHUNK_BYTES : MAX_SMALL_FRAME_BYTES);
  }

  /** The frames that become whole. Throws {@link ShareFault} `malformed` or `too-large`. */
  *read(bytes: Uint8Array): Generator<FeedFrame, void, undefined> {
    for (const whole of this.#frames.read(bytes)) {
      const frame = readFrame(whole);
      const isOfChild = frame.kind === 'hello' || frame.kind === 'want';
      if (isOfChild !== (this.#from === 'child'))
        throw new ShareFault('malformed', `A frame "${frame.kind}" of a ${this.#from}.`);
      yield frame;
    }
  }
}

function bodyOf(frame: Exclude<FeedFrame, { kind: 'chunk' }>): Uint8Array {
  const { kind: _, ...body } = frame;
  return writeJson(body);
}

function readFrame(bytes: Uint8Array): FeedFrame {
  const kind = KINDS[(bytes[0] ?? 0) - 1];
  const body = bytes.subarray(1);
  if (kind === 'chunk') return { kind, bytes: body };
  if (bytes.length > MAX_SMALL_FRAME_BYTES)
    throw new ShareFault('too-large', `A frame "${kind}" of ${bytes.length} bytes.`);
  switch (kind) {
    case 'hello':
      return { kind, ...readJson(helloSchema, body) };
    case 'want':
      return { kind, ...readJson(wantSchema, body) };
    case 'goodbye':
      return { kind, ...readJson(goodbyeSchema, body) };
    default:
      throw new ShareFault('malformed', `A frame of type ${bytes[0]} is unknown.`);
  }
}
