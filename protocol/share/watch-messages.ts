import * as v from 'valibot';
import { fromBase64 } from '../bytes/base64.ts';
import { concat } from '../bytes/concat.ts';
import { shareIdSchema } from '../room/stage.ts';
import { feedId } from '../rpc/schemas.ts';
import { readJson, writeJson } from './json.ts';
import { LengthPrefixedReader, lengthPrefix } from './length-prefixed.ts';
import {
  FPS_MAX,
  MAX_CHILDREN,
  MAX_FAMILIES,
  MAX_REMOVED,
  MAX_WATCH_MESSAGE_BYTES,
  SHARE_NAME_MAX_CHARS,
} from './limits.ts';
import type { Family } from './media.ts';
import { count, layers, position } from './schemas.ts';
import { ticketSchema } from './ticket.ts';

/*
 * Between a viewer and the sharer, over a link of theirs: each message is JSON in UTF-8 with its length before it, 4
 * bytes, big end first. What somebody adds to a message is passed over; a type that is unknown is a fault.
 */

export const WATCH_VERSION = 1;

const VIDEO_FAMILIES = ['av1', 'h264', 'vp9', 'vp8'] as const;
const FAMILIES: readonly string[] = [...VIDEO_FAMILIES, 'opus', 'aac'] satisfies readonly Family[];

const videoFamily = v.picklist(VIDEO_FAMILIES);

/** Families that are unknown here are none that a share could be in. */
const families = v.pipe(
  v.array(v.pipe(v.string(), v.maxLength(16))),
  v.maxLength(MAX_FAMILIES),
  v.transform((said) => said.filter(isFamily)),
);

const children = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_CHILDREN));
const fps = v.pipe(v.number(), v.minValue(0), v.maxValue(FPS_MAX));

/** What a viewer says. */
export const viewerMessageSchema = v.variant('type', [
  /** First of all: what it decodes, and whether, and to how many, it may pass the share on. */
  v.object({
    type: v.literal('hello'),
    version: v.pipe(v.number(), v.integer(), v.minValue(1)),
    share: shareIdSchema,
    decodes: families,
    mayForward: v.boolean(),
    capacity: children,
  }),
  v.object({
    type: v.literal('report'),
    /** The video that is on screen. */
    shown: v.exactOptional(position),
    /** For how long it has been there, in milliseconds: a picture that stands still is not behind. */
    shownMs: v.exactOptional(count),
    fps,
    /** The highest layer that comes. */
    layers,
    capacity: children,
    /** Whom it feeds. */
    children: v.pipe(v.array(feedId), v.maxLength(MAX_CHILDREN)),
    /** Who feeds it now. */
    from: v.exactOptional(feedId),
    through: v.exactOptional(v.picklist(['room', 'direct', 'relayed', 'media'])),
    state: v.picklist(['playing', 'waiting']),
  }),
  /** This parent feeds it no more. */
  v.object({
    type: v.literal('lost'),
    parent: feedId,
    why: v.picklist(['silent', 'gone', 'forged', 'refused', 'unreachable']),
  }),
  /** Something was lost: it can go on with a keyframe only. */
  v.object({ type: v.literal('need-key') }),
  v.object({ type: v.literal('bye') }),
]);
export type ViewerMessage = v.InferOutput<typeof viewerMessageSchema>;

/** The key of an epoch, 32 bytes as base64. */
const epochKey = v.pipe(
  v.string(),
  v.check((text) => fromBase64(text)?.length === 32, 'should be 32 bytes as base64'),
);

/** Somebody who feeds, and the word that they may. */
const feeder = v.object({ id: feedId, ticket: ticketSchema });

/** What the sharer says. */
export const sharerMessageSchema = v.variant('type', [
  /** Answers the hello. */
  v.object({
    type: v.literal('welcome'),
    kind: v.picklist(['screen', 'window', 'tab', 'camera', 'file']),
    name: v.exactOptional(v.pipe(v.string(), v.maxLength(SHARE_NAME_MAX_CHARS))),
    hasAudio: v.boolean(),
    room: feedId,
    codec: videoFamily,
  }),
  /** Answers it, too: the last word. */
  v.object({
    type: v.literal('refused'),
    why: v.picklist(['not-here', 'removed', 'full', 'not-decodable', 'over', 'not-invited']),
    /** What would have to be decoded. */
    codec: v.exactOptional(videoFamily),
  }),
  /** What chunks of an epoch are opened with; those who were removed are fed by nobody from then on. */
  v.object({
    type: v.literal('key'),
    epoch: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1)),
    key: epochKey,
    removed: v.pipe(v.array(feedId), v.maxLength(MAX_REMOVED)),
  }),
  /** Who feeds it from now on, and who would if they did not; nobody: it waits. A lower number came late. */
  v.object({
    type: v.literal('place'),
    number: count,
    parent: v.exactOptional(feeder),
    backup: v.exactOptional(feeder),
  }),
  /** That child is not its own any more. */
  v.object({ type: v.literal('cut'), child: feedId }),
  /** Each second. */
  v.object({
    type: v.literal('beat'),
    newest: v.exactOptional(position),
    watching: count,
    state: v.picklist(['live', 'paused']),
    /** Milliseconds since 1970, by the sharer's clock. */
    at: count,
  }),
  /** The last word. */
  v.object({ type: v.literal('ended'), why: v.picklist(['stopped', 'removed']) }),
]);
export type SharerMessage = v.InferOutput<typeof sharerMessageSchema>;

/** Why somebody may not watch. */
export type RefusedWhy = Extract<SharerMessage, { type: 'refused' }>['why'];

/** A message with its length before it. Throws `RangeError` for one that nobody would take. */
export function writeWatchMessage(message: ViewerMessage | SharerMessage): Uint8Array {
  const body = writeJson(message);
  if (body.length <= MAX_WATCH_MESSAGE_BYTES) return concat(lengthPrefix(body.length), body);
  throw new RangeError(
    `Cannot send a message "${message.type}" of ${body.length} bytes: at most ${MAX_WATCH_MESSAGE_BYTES} are allowed.`,
  );
}

/** Finds the messages of one side in a stream that is cut anywhere. */
export class WatchMessageReader<Message> {
  readonly #bodies = new LengthPrefixedReader(MAX_WATCH_MESSAGE_BYTES);
  readonly #schema: v.GenericSchema<unknown, Message>;

  /** @param schema of what the other side may say */
  constructor(schema: v.GenericSchema<unknown, Message>) {
    this.#schema = schema;
  }

  /** The messages that become whole. Throws {@link ShareFault} `malformed` or `too-large`. */
  *read(bytes: Uint8Array): Generator<Message, void, undefined> {
    for (const body of this.#bodies.read(bytes)) yield readJson(this.#schema, body);
  }
}

function isFamily(text: string): text is Family {
  return FAMILIES.includes(text);
}
