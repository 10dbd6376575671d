import type { FeedId } from '@open-rooms/protocol';

/** Names of ours in what the browser keeps for one tab. */
const PREFIX = 'open-rooms.inside.';

/** Notes that this tab is in a room, by the text of its route: whoever loads the page again is not asked again. */
export function markInside(route: string | null, room: FeedId): void {
  try {
    sessionStorage.setItem(PREFIX + (route ?? ''), room);
  } catch {
    // Blocked storage: they are asked again.
  }
}

/** The room in which this tab is by that route. */
export function insideOf(route: string | null): FeedId | undefined {
  try {
    return (sessionStorage.getItem(PREFIX + (route ?? '')) ?? undefined) as FeedId | undefined;
  } catch {
    return undefined;
  }
}

/** Forgets that this tab is in a room, by whatever route. */
export function unmarkInside(room: FeedId): void {
  try {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(PREFIX) && sessionStorage.getItem(name) === room) sessionStorage.removeItem(name);
    }
  } catch {
    // Nothing is kept there.
  }
}
