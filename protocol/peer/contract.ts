import * as v from 'valibot';
import { asyncMethod, duplexMethod, sourceMethod, syncMethod } from '../rpc/method.ts';
import { anything, feedId, milliseconds, nothing } from '../rpc/schemas.ts';
import { replicationMethods } from './replication.ts';

/** Longest name of what is sent that is read: a file's name. */
const PIPE_NAME_MAX = 255;

/** What is about to be sent, as its sender describes it. */
const offer = v.object({
  name: v.optional(v.pipe(v.string(), v.maxLength(PIPE_NAME_MAX))),
  /** How long it is, where that is known. */
  bytes: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});
export type PipeOffer = v.InferOutput<typeof offer>;

/** Longest name that is read. What is shown of it is shorter. */
const ABOUT_NAME_MAX = 256;

/** What a peer says of itself. */
const about = v.object({ name: v.optional(v.pipe(v.string(), v.maxLength(ABOUT_NAME_MAX))) });
export type About = v.InferOutput<typeof about>;

/** What becomes of a ring: the first is said at once, one of the others at most. */
const ringing = v.picklist(['ringing', 'accepted', 'declined']);
export type Ringing = v.InferOutput<typeof ringing>;

/**
 * What a peer of ours answers whoever comes through a tunnel (spec/peers.md). Stock apps know the part of it that
 * is theirs; `peer.*` is ours.
 */
export const peerContract = {
  manifest: syncMethod('look', nothing, v.unknown()),
  whoami: asyncMethod('look', nothing, v.object({ id: feedId })),
  'gossip.ping': duplexMethod('look', v.array(v.unknown()), milliseconds),

  /** Answers its argument: that a tunnel carries what it is given. */
  'peer.echo': asyncMethod('look', anything, v.unknown()),
  /** Bytes both ways, each under a credit window (spec/credit.md). */
  'peer.pipe': duplexMethod('file', v.tuple([offer]), v.instance(Uint8Array)),
  /** The conversations that both take part in, under a credit window (spec/conversation.md). */
  'peer.chat': duplexMethod('share', nothing, v.instance(Uint8Array)),
  /** The raw bytes of a link's base connection, under a credit window (spec/links.md). One at a time. */
  'peer.link': duplexMethod('share', nothing, v.instance(Uint8Array)),
  /** Rings for as long as it is read: whoever leaves it hangs up. */
  'peer.ring': sourceMethod('ring', nothing, ringing),
  /** Takes what the caller says of itself, and answers the same. */
  'peer.about': asyncMethod('look', v.tuple([about]), about),

  ...replicationMethods,
} as const;

export type PeerContract = typeof peerContract;

/** `{portal, target, origin}`: who comes, by whose word. Old rooms leave the portal out. */
const arrival = v.object({ origin: feedId, target: v.optional(feedId), portal: v.optional(feedId) });

/** What an attendant answers its room. */
export const attendantContract = {
  manifest: syncMethod('look', nothing, v.unknown()),
  whoami: asyncMethod('look', nothing, v.object({ id: feedId })),
  'gossip.ping': duplexMethod('look', v.array(v.unknown()), milliseconds),
  'tunnel.connect': duplexMethod('look', v.tuple([arrival]), v.instance(Uint8Array)),
  /** `(sc, cc)`: the solution of a sign-in that this client began with `cc` (spec/sign-in.md). */
  'httpAuth.requestSolution': asyncMethod('look', v.tuple([v.string(), v.string()]), v.string()),
} as const;

export type AttendantContract = typeof attendantContract;
