import * as v from 'valibot';
import { replicationMethods } from '../peer/replication.ts';
import { asyncMethod, duplexMethod, sourceMethod, syncMethod } from '../rpc/method.ts';
import { feedId, milliseconds, nothing } from '../rpc/schemas.ts';
import { administrationMethods } from './administration/methods.ts';
import { endingsEventSchema } from './ending.ts';
import { metadataSchema } from './metadata.ts';
import { shareIdSchema, signedAnnouncementSchema, stageEventSchema } from './stage.ts';

const bool = v.boolean();

/** `announce(id)`: one's own id, or nothing; ssb-tunnel sends `null`. Who else's is refused by the room. */
const maybeOwnId = v.pipe(
  v.array(v.unknown()),
  v.transform((args): [unknown] => [args[0] ?? undefined]),
);

/** `{portal, target}` of the tunnel methods; the SSB Rooms document also writes the bare id of the target.
 * `instance` is ssb-tunnel's, which answers only where it gets its own back. */
const tunnelAddress = v.union(
  [
    v.pipe(
      feedId,
      v.transform((target) => ({ target })),
    ),
    v.object({ target: feedId, portal: v.optional(feedId), instance: v.optional(v.number()) }),
  ],
  'should be {portal, target} with feed ids, or the feed id of the target',
);
const connectArguments = v.pipe(
  v.array(v.unknown()),
  v.check(
    (args) => args.length === 1,
    ({ input }) => `expected 1 argument, got ${input.length}`,
  ),
  v.tuple([tunnelAddress]),
);

/** `(alias, signature)` of `room.registerAlias`. What is wrong with either of the two, the room says itself. */
const registration = v.pipe(
  v.custom<readonly [alias: string, signature: string]>(
    (args) => Array.isArray(args) && args.length === 2,
    ({ input }) => `expected two arguments got ${Array.isArray(input) ? input.length : 'none'}`,
  ),
  v.tuple([v.string(), v.string()]),
);
const oneText = v.tuple([v.string()]);

/** `(sc, cc, sol)` of `httpAuth.sendSolution` (spec/sign-in.md). */
const solution = v.pipe(
  v.custom<readonly [sc: string, cc: string, sol: string]>(
    (args) => Array.isArray(args) && args.length === 3,
    ({ input }) =>
      `expected 3 arguments (sc, cc, sol) but got ${Array.isArray(input) ? input.length : 'none'}`,
  ),
  v.tuple([v.string(), v.string(), v.string()]),
);

export const attendantsEventSchema = v.variant('type', [
  v.object({ type: v.literal('state'), ids: v.array(feedId) }),
  v.object({ type: v.literal('joined'), id: feedId }),
  v.object({ type: v.literal('left'), id: feedId }),
]);
export type AttendantsEvent = v.InferOutput<typeof attendantsEventSchema>;

const ids = v.array(feedId);

/**
 * The whole muxrpc API of a room (spec/room-methods.md): what a peer may call, and how. The manifest, the
 * readers of arguments, the server's handlers and the client's calls all come from here.
 */
export const roomContract = {
  manifest: syncMethod('look', nothing, v.unknown()),
  whoami: asyncMethod('look', nothing, v.object({ id: feedId })),

  'gossip.ping': duplexMethod('look', v.array(v.unknown()), milliseconds),

  'tunnel.isRoom': asyncMethod('look', nothing, metadataSchema),
  'tunnel.ping': syncMethod('look', nothing, milliseconds),
  'tunnel.announce': asyncMethod('attend', maybeOwnId, bool),
  'tunnel.leave': asyncMethod('attend', nothing, bool),
  'tunnel.endpoints': sourceMethod('watch', nothing, ids),
  'tunnel.connect': duplexMethod('dial', connectArguments, v.instance(Uint8Array)),
  'tunnel.whois': asyncMethod('resolve', oneText, feedId),

  'room.metadata': asyncMethod('look', nothing, metadataSchema),
  'room.ping': syncMethod('look', nothing, milliseconds),
  'room.attendants': sourceMethod('watch', nothing, attendantsEventSchema),
  'room.endings': sourceMethod('look', nothing, endingsEventSchema),
  'room.stage': sourceMethod('watch', nothing, stageEventSchema),
  'room.share': asyncMethod('share', v.tuple([signedAnnouncementSchema]), bool),
  'room.unshare': asyncMethod('share', v.tuple([shareIdSchema]), bool),
  'room.members': sourceMethod('enumerate', nothing, v.array(v.object({ id: feedId }))),
  'room.registerAlias': asyncMethod('alias', registration, v.string()),
  'room.revokeAlias': asyncMethod('own-aliases', oneText, bool),
  /** Of whom, the room asks itself: one's own are another act than somebody else's. */
  'room.listAliases': asyncMethod('look', v.tuple([feedId]), v.array(v.string())),
  'room.connect': duplexMethod('dial', connectArguments, v.instance(Uint8Array)),

  'invite.use': asyncMethod(
    'join',
    v.tuple([v.object({ feed: feedId })], 'expected {feed}, with your feed id'),
    v.unknown(),
  ),

  ...administrationMethods,
  'httpAuth.sendSolution': asyncMethod('sign-in', solution, bool),
  'httpAuth.invalidateAllSolutions': asyncMethod('sign-in', nothing, bool),

  ...replicationMethods,
} as const;

export type RoomContract = typeof roomContract;
