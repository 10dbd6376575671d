import {
  administrationMethods,
  asyncMethod,
  type FeedId,
  isFeedId,
  sourceMethod,
} from '@open-rooms/protocol';
import * as v from 'valibot';
import { healthSchema } from './health.ts';

const feedId = v.custom<FeedId>(isFeedId);

export const statusSchema = v.object({
  id: feedId,
  /** `null` until the room is claimed. */
  name: v.nullable(v.string()),
  claimed: v.boolean(),
  /** Seconds since the start. */
  uptime: v.number(),
  version: v.string(),
  addresses: v.array(v.string()),
  /** URL of the room's STUN; `null` where it has none. */
  stun: v.nullable(v.string()),
  /** URLs of the TURN servers that it names. */
  turn: v.array(v.string()),
  /** How many peers are online in the room. */
  attendants: v.number(),
  connections: v.number(),
  tunnels: v.number(),
  /** The room's own invite; `null` where it has none that everybody may have. */
  invite: v.nullable(v.string()),
});
export type Status = v.InferOutput<typeof statusSchema>;

/** What whoever may open the server's local socket can ask of it: muxrpc without encryption. */
export const controlContract = {
  status: asyncMethod('operate', v.tuple([]), statusSchema),
  /** What `open-rooms doctor` cannot see from outside of the process. */
  health: asyncMethod('operate', v.tuple([]), healthSchema),
  /** The bytes of a backup that is made now: the room's key is in it. */
  backup: sourceMethod('operate', v.tuple([]), v.instance(Uint8Array)),
  ...administrationMethods,
} as const;

export type ControlContract = typeof controlContract;
