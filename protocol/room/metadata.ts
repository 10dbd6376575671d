import * as v from 'valibot';
import { type IceServer, readIceServers } from './ice-servers.ts';
import { PRIVACY_MODES, type PrivacyMode, STANDINGS, type Standing } from './permissions.ts';

/** What a room says about itself, and about the peer that asks. */
export interface Metadata {
  /** Empty where the room has none. */
  readonly name: string;
  readonly description?: string;
  /** Whether the room has accepted the peer that asks. */
  readonly membership: boolean;
  /** What the peer that asks is there, and what the room lets in (spec/roles.md); rooms of other kinds do not tell. */
  readonly role?: Standing;
  readonly mode?: PrivacyMode;
  /** What it serves, in the words of Rooms 2.0. */
  readonly features: readonly string[];
  /** Where peers find paths to each other; only told to an attendant who may open tunnels (spec/paths.md). */
  readonly ice?: readonly IceServer[];
}

/** What is kept of a room's own words, in characters: more than any room's name, or page, has. A lying room sends megabytes. */
const NAME_MAX_READ = 256;
const DESCRIPTION_MAX_READ = 4000;
const FEATURE_MAX_READ = 64;

/** Features that are kept. */
const FEATURES_MAX = 64;

function shortened(most: number) {
  return v.pipe(
    v.string(),
    v.transform((text) => text.slice(0, most)),
  );
}

/**
 * What is there of it: an old room says no more than `{name, description}`, and a Go program writes an empty list as
 * `null`. Tunnels are what every room has.
 */
const Said = v.object({
  name: v.nullish(shortened(NAME_MAX_READ), ''),
  description: v.nullish(shortened(DESCRIPTION_MAX_READ)),
  membership: v.nullish(v.boolean(), false),
  role: v.fallback(v.optional(v.picklist(STANDINGS)), undefined),
  mode: v.fallback(v.optional(v.picklist(PRIVACY_MODES)), undefined),
  features: v.nullish(
    v.pipe(
      v.array(shortened(FEATURE_MAX_READ)),
      v.transform((features) => features.slice(0, FEATURES_MAX)),
    ),
    ['tunnel'],
  ),
  ice: v.nullish(v.pipe(v.unknown(), v.transform(readIceServers))),
});

/**
 * The answer to `tunnel.isRoom` and `room.metadata`. We say all of it; what other rooms leave out is filled in where
 * it is read: ssb-room 1.3.0 answers `true` as long as it has no name. Whatever else comes back is no room's.
 */
export const metadataSchema = v.pipe(
  v.custom<Metadata>(
    (answer) => answer === true || (!Array.isArray(answer) && v.is(Said, answer)),
    ({ received }) => `${kindOf(received)} is no room's answer, so the other side is not a room`,
  ),
  v.transform<Metadata, Metadata>(metadataOf),
);

function metadataOf(answer: unknown): Metadata {
  const { description, ice, role, mode, ...said } = v.parse(Said, answer === true ? {} : answer);
  const about = typeof description === 'string' ? { description } : {};
  return { ...said, ...about, ...(role && { role }), ...(mode && { mode }), ...(ice ? { ice } : {}) };
}

/** Texts are not quoted: they are the other side's, of any length. */
function kindOf(received: string): string {
  return received.startsWith('"') ? 'a text' : received;
}
