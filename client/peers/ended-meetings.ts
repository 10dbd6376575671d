import type { Ending, FeedId } from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import type { Room } from '../connection/room.ts';
import type { PeerConnection } from './peer-connection.ts';

/** What of a room tells whether its word still stands. */
export type EndingRoom = Pick<Room, 'id' | 'state' | 'watch' | 'attendants'>;

export interface EndedMeetingsParts {
  /** This person. */
  readonly own: FeedId;
  /** The tunnels that are open. */
  readonly open: LiveSet<PeerConnection>;
}

/**
 * Whom rooms have removed while we were in them (spec/endings.md): their tunnels through such a room end, and there is no
 * other before the room lets them in again, or is entered anew.
 */
export class EndedMeetings {
  readonly #parts: EndedMeetingsParts;
  /** By room, whom nobody meets through it; `*` is everybody. */
  readonly #ended = new Map<EndingRoom, Set<FeedId | '*'>>();

  constructor(parts: EndedMeetingsParts) {
    this.#parts = parts;
  }

  /** Whether a tunnel through the room ends by its word. */
  concerns(room: FeedId, ending: Ending): boolean {
    return this.#endedBy(room, ending).length > 0;
  }

  /** The room has said so now, and it was verified. */
  end(room: EndingRoom, ending: Ending): void {
    const ended = this.#ended.get(room) ?? this.#begin(room);
    ended.add(ending.why === 'removed' && ending.who !== this.#parts.own ? ending.who : '*');
    for (const tunnel of this.#endedBy(room.id, ending)) tunnel.close();
  }

  /** Whether somebody may be met through a room, as far as it has said. */
  mayMeet(room: EndingRoom, id: FeedId): boolean {
    const ended = this.#ended.get(room);
    return ended === undefined || !(ended.has(id) || ended.has('*'));
  }

  #endedBy(room: FeedId, ending: Ending): PeerConnection[] {
    const isEverybody = ending.why === 'stopped' || ending.who === this.#parts.own;
    const through = this.#parts.open.snapshot().filter((tunnel) => tunnel.room === room);
    return isEverybody ? through : through.filter(({ id }) => id === ending.who);
  }

  #begin(room: EndingRoom): Set<FeedId | '*'> {
    const ended = new Set<FeedId | '*'>();
    const watching = new DisposableStack();
    watching.use(room.attendants.watch({ joined: (id) => void ended.delete(id), left: () => undefined }));
    watching.use(
      room.watch(() => {
        if (room.state === 'open') return;
        watching.dispose();
        this.#ended.delete(room);
      }),
    );
    this.#ended.set(room, ended);
    return ended;
  }
}
