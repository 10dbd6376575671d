import type { FeedId, Outlet } from '@open-rooms/protocol';

/** `room.members`: one member a value, no faster than they are read. All at once would be cut as unread. */
export function pushMembers(ids: readonly FeedId[], outlet: Outlet<{ id: FeedId }[]>): void {
  let at = 0;
  const push = (): void => {
    for (; !outlet.isBehind; at++) {
      const id = ids[at];
      if (id === undefined) return outlet.end();
      outlet.push([{ id }]);
    }
    outlet.whenCaughtUp(push);
  };
  push();
}
