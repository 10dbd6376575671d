import type { FeedId } from '../identity/feed-id.ts';
import type { FeederLine } from './feeder-line.ts';
import type { Feeders } from './feeders.ts';

/** A feeder that brings nothing for so long, though the sharer says that there is something, is silent. */
export const PARENT_SILENT_MS = 600;

/**
 * Where chunks came at an even pace, and then none, the sharer's word that there are newer ones is enough after this:
 * they may still be on their way through the tree.
 */
const LACK_SURE_MS = 150;

/** The sharer has more time: without it there is nothing, and nobody is nearer to the source. */
export const SHARER_SILENT_MS = 3_000;

/** A feeder to whom there may be no link yet has this long: a tunnel, a link and a carrier are made meanwhile. */
const COLD_OPEN_MS = 2_500;

/** The same while nothing says that there is anything to be had: WebRTC takes so long to connect on a bad path. */
export const UNREACHABLE_MS = 6_000;

/** The direct way has this long; then the room carries meanwhile. A link that stands opens a carrier in a round trip. */
export const DIRECT_FIRST_MS = 400;

/** When the backup brings something first, the parent has this long to bring the same: both may have waited for it. */
export const VERDICT_MS = 150;

/** A new parent that is there and has nothing to bring takes over after this. */
export const HANDOVER_MS = 1_000;

/** What a viewer lacks, and who has more time than others. */
export interface FeedLack {
  /** Since when there is something, by the sharer's word, that we have not. */
  readonly lackSince: number | undefined;
  readonly sharer: FeedId;
  /** When the pause begins to be unusual in which nothing came; `undefined` where no pace is known. */
  readonly pauseAt: number | undefined;
}

/** When somebody has had its time, and is given up; `undefined` where nothing speaks against it. */
export function silentDue(line: FeederLine, { lackSince, sharer, pauseAt }: FeedLack): number | undefined {
  if (lackSince === undefined) return line.isOpen ? undefined : line.triedAt + UNREACHABLE_MS;
  const isExpected = line.openedAt !== undefined || line.isWarm;
  if (!isExpected) return Math.max(lackSince, line.lifeAt) + COLD_OPEN_MS;
  if (line.id === sharer) return Math.max(lackSince, line.lifeAt) + SHARER_SILENT_MS;
  const isSure = pauseAt !== undefined && pauseAt < lackSince;
  return Math.max(lackSince + (isSure ? LACK_SURE_MS : PARENT_SILENT_MS), line.lifeAt + PARENT_SILENT_MS);
}

/** When the backup is tried beside the main one: at the first doubt, for trying costs little. */
export function probeDue(main: FeederLine, { lackSince, sharer, pauseAt }: FeedLack): number | undefined {
  // Whoever had a picture does not wait for one who may not be there.
  const isUrgent = main.isWarm || (lackSince !== undefined && pauseAt !== undefined);
  if (main.openedAt === undefined) return main.triedAt + (isUrgent ? PARENT_SILENT_MS : COLD_OPEN_MS);
  const lacking = lackSince === undefined ? undefined : Math.max(lackSince, main.lifeAt) + PARENT_SILENT_MS;
  // Where the sharer itself makes a pause nobody else has more.
  if (pauseAt === undefined || main.id === sharer) return lacking;
  return Math.min(lacking ?? Number.POSITIVE_INFINITY, Math.max(pauseAt, main.lifeAt + PARENT_SILENT_MS / 2));
}

/** When it is clear that the spare one has what the main one has not. */
export function verdictDue({ main, spare }: Feeders): number | undefined {
  if (main === undefined || spare?.aheadAt === undefined) return undefined;
  return main.isOpen ? spare.aheadAt + VERDICT_MS : spare.aheadAt;
}

/** When the room's way is opened beside the direct one. */
export function roomDue(line: FeederLine): number | undefined {
  return line.mayTryRoom && line.stateOf('direct') === 'opening' ? line.triedAt + DIRECT_FIRST_MS : undefined;
}

/** When those who fed us before are left: the new one brings something, or nothing is to be had. */
export function handoverDue({ main, leaving }: Feeders): number | undefined {
  if (main === undefined || leaving.length === 0) return undefined;
  return main.heardAt ?? (main.openedAt === undefined ? undefined : main.openedAt + HANDOVER_MS);
}
