import type { Clock, Ending, FeedId } from '@open-rooms/protocol';
import type { Room } from '../connection/room.ts';
import { tunnelsAttend } from '../connection/standing-in.ts';
import type { Peers } from '../peers/peers.ts';

/**
 * Whoever is spoken with directly counts as in the room for so long after it has said that they left: a room that comes
 * back tells first of those who are quickest to return, and the slowest wait a minute before they dial.
 */
const MAY_RETURN_MS = 90_000;

type Place = Pick<Room, 'id' | 'attendants' | 'metadata'>;

export interface AttendanceParts {
  readonly clock: Clock;
  /** Those that are joined. */
  readonly rooms: () => readonly Place[];
  readonly peers: Pick<Peers, 'isThrough'>;
  /** Whether somebody is spoken with over a line that needs no room. */
  readonly isDirect: (id: FeedId) => boolean;
  /** It is to be asked again who attends. */
  readonly onChange: () => void;
}

/** Who takes part in what is said in rooms, whether they can be seen there now or not. */
export class Attendance {
  readonly #parts: AttendanceParts;
  /** Those of each room who left, or seem to have, a moment ago, while they were spoken with directly. */
  readonly #left = new Map<FeedId, Map<FeedId, Disposable>>();
  /** Those of each room whom it has said it puts out, or narrows: they are in it once they join its list anew. */
  readonly #ended = new Map<FeedId, Set<FeedId>>();

  constructor(parts: AttendanceParts) {
    this.#parts = parts;
  }

  /** Looks after a room, until disposed. */
  watch(room: Place): Disposable {
    const { clock, isDirect, onChange } = this.#parts;
    using watching = new DisposableStack();
    const left = new Map<FeedId, Disposable>();
    const ended = new Set<FeedId>();
    this.#left.set(room.id, left);
    this.#ended.set(room.id, ended);
    watching.defer(() => {
      this.#left.delete(room.id);
      this.#ended.delete(room.id);
      for (const timer of left.values()) timer[Symbol.dispose]();
    });
    const forget = (id: FeedId) => {
      left.get(id)?.[Symbol.dispose]();
      left.delete(id);
      onChange();
    };
    watching.use(
      room.attendants.watch({
        joined: (id) => {
          ended.delete(id);
          forget(id);
        },
        left: (id) => {
          if (ended.delete(id)) forget(id);
          else if (isDirect(id))
            left.set(
              id,
              clock.after(MAY_RETURN_MS, () => forget(id)),
            );
          onChange();
        },
      }),
    );
    return watching.move();
  }

  /** Whether somebody takes part in a room who is to go by its word. */
  concerns(room: FeedId, { who }: Ending): boolean {
    return who !== undefined && this.attends(room, who);
  }

  /** The room has said so, and it was verified: they take part no more, however they are connected. */
  end(room: FeedId, { who }: Ending): void {
    if (who === undefined || !this.attends(room, who)) return;
    const left = this.#left.get(room);
    left?.get(who)?.[Symbol.dispose]();
    left?.delete(who);
    // Whoever is on the list yet is about to leave it.
    if (this.#roomOf(room)?.attendants.has(who) === true) this.#ended.get(room)?.add(who);
    this.#parts.onChange();
  }

  /**
   * Whether somebody is in a room that is joined: on its list, which is the last one while the room is away; at the other
   * end of a tunnel through it; or spoken with directly, and gone from it a moment ago.
   */
  attends(id: FeedId, neighbour: FeedId): boolean {
    const { peers, isDirect } = this.#parts;
    const room = this.#roomOf(id);
    if (room === undefined || this.#ended.get(id)?.has(neighbour) === true) return false;
    if (room.attendants.has(neighbour) || (tunnelsAttend(room.metadata) && peers.isThrough(id, neighbour)))
      return true;
    return this.#left.get(id)?.has(neighbour) === true && isDirect(neighbour);
  }

  #roomOf(id: FeedId): Place | undefined {
    return this.#parts.rooms().find((joined) => joined.id === id);
  }
}
