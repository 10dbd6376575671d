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

/** Until when nobody is met through the room whose meetings it has ended. */
type Until =
  /** They join its list anew: they were put out of it, and may have come back as soon as they are listed. */
  | 'joined'
  /** They leave its list, as they do when the room ends their connections: what is left to them, they may come back for. */
  | 'left';

/**
 * Whose meetings rooms have ended while we were in them (spec/endings.md): their tunnels through such a room end, and there
 * is no other before the room has ended theirs, or lets them in again, or is entered anew.
 */
export class EndedMeetings {
  readonly #parts: EndedMeetingsParts;
  /** By room, whom nobody meets through it; `*` is everybody. */
  readonly #ended = new Map<EndingRoom, Map<FeedId | '*', Until>>();

  constructor(parts: EndedMeetingsParts) {
    this.#parts = parts;
  }

  /** Whether a tunnel through the room ends by its word. */
  concerns(room: FeedId, ending: Ending): boolean {
    return this.#endedBy(room, ending).length > 0;
  }

  /** The room has said so now, and it was verified. */
  end(room: EndingRoom, ending: Ending): void {
    const { who, why } = ending;
    const tunnels = this.#endedBy(room.id, ending);
    // Of a change of mode that concerns everybody nobody can tell who is put out: all meet again who still may.
    if (why === 'stopped' || who === this.#parts.own) this.#begin(room).set('*', 'joined');
    else if (who !== undefined && (why === 'banned' || why === 'removed'))
      this.#begin(room).set(who, 'joined');
    else if (who !== undefined && room.attendants.has(who)) this.#begin(room).set(who, 'left');
    for (const tunnel of tunnels) tunnel.close();
  }

  /** Whether somebody may be met through a room, as far as it has said. */
  mayMeet(room: EndingRoom, id: FeedId): boolean {
    const ended = this.#ended.get(room);
    return ended === undefined || !(ended.has(id) || ended.has('*'));
  }

  #endedBy(room: FeedId, { who }: Ending): PeerConnection[] {
    const isEverybody = who === undefined || who === this.#parts.own;
    const through = this.#parts.open.snapshot().filter((tunnel) => tunnel.room === room);
    return isEverybody ? through : through.filter(({ id }) => id === who);
  }

  #begin(room: EndingRoom): Map<FeedId | '*', Until> {
    const begun = this.#ended.get(room);
    if (begun !== undefined) return begun;
    const ended = new Map<FeedId | '*', Until>();
    const watching = new DisposableStack();
    watching.use(
      room.attendants.watch({
        joined: (id) => void ended.delete(id),
        left: (id) => {
          if (ended.get(id) === 'left') ended.delete(id);
        },
      }),
    );
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
