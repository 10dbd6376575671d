import type { FeedId, SignedAnnouncement, WatchedSet } from '@open-rooms/protocol';
import type { TakeDown } from './happening.ts';

export interface Comings {
  readonly attendants: WatchedSet<FeedId>;
  /** The network address that an attendant came from, where it is known. */
  readonly addressOf: (id: FeedId) => string | undefined;
  readonly stage: {
    watch(watcher: {
      began(share: SignedAnnouncement): void;
      ended(share: SignedAnnouncement): void;
    }): Disposable;
  };
}

/** Takes down who comes and goes, and who shares: what is shared, and what it is called, is not for the log. */
export function watchComings({ attendants, addressOf, stage }: Comings, takeDown: TakeDown): void {
  // Who leaves is not connected any more: their address is the one that they came from.
  const addresses = new Map<FeedId, string | undefined>();
  const actor = (id: FeedId) => ({ kind: 'feed', id, address: addresses.get(id) }) as const;
  attendants.watch({
    joined: (id) => {
      addresses.set(id, addressOf(id));
      takeDown({ event: 'room_join', by: actor(id) });
    },
    left: (id) => {
      takeDown({ event: 'room_leave', by: actor(id) });
      addresses.delete(id);
    },
  });
  const shared = new Set<string>();
  stage.watch({
    began: ({ by, share }) => {
      // A share that is announced anew, with another name, goes on.
      if (shared.has(`${by} ${share}`)) return;
      shared.add(`${by} ${share}`);
      takeDown({ event: 'share_begin', by: actor(by), subject: share });
    },
    ended: ({ by, share }) => {
      shared.delete(`${by} ${share}`);
      takeDown({ event: 'share_end', by: actor(by), subject: share });
    },
  });
}
