import { type FeedId, type SignedAnnouncement, WatchedSet } from '@open-rooms/protocol';
import type { Stage } from './stage.ts';

/** Who shares something in the room now: those whom viewers see there. */
export function sharersOf(stage: Stage): WatchedSet<FeedId> {
  const sharers = new WatchedSet<FeedId>();
  const entered = new Map<string, Disposable>();
  const keyOf = ({ by, share }: SignedAnnouncement) => `${by} ${share}`;
  stage.watch({
    began: (share) => {
      if (!entered.has(keyOf(share))) entered.set(keyOf(share), sharers.enter(share.by));
    },
    ended: (share) => {
      entered.get(keyOf(share))?.[Symbol.dispose]();
      entered.delete(keyOf(share));
    },
  });
  return sharers;
}
