import type { Act, FeedId, ReconnectState, Standing } from '@open-rooms/protocol';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { JoinError } from '../connection/join-error.ts';
import type { Room } from '../connection/room.ts';
import type { RoomEnded } from '../connection/room-ended.ts';
import { RoomMembers } from './room-members.ts';
import { liveItems, watchedSignal } from './watched-signal.ts';

/** How a room is, at one moment. */
interface RoomMoment {
  readonly state: ReconnectState;
  readonly name: string;
  readonly error: JoinError | undefined;
  readonly ended: RoomEnded | undefined;
  readonly standing: Standing;
}

/** One room as signals. */
export class RoomState {
  readonly room: Room;
  /** `open` while connected. */
  readonly connection: ReadonlySignal<ReconnectState>;
  /** As the room calls itself; empty until it was entered once. */
  readonly name: ReadonlySignal<string>;
  /** Why the last try to reach it failed; `undefined` while connected. */
  readonly error: ReadonlySignal<JoinError | undefined>;
  /** Why it has ended what one had there; see `Room.ended`. */
  readonly ended: ReadonlySignal<RoomEnded | undefined>;
  /** What one is there. */
  readonly standing: ReadonlySignal<Standing>;
  readonly members: RoomMembers;
  /** Who else is there; while not connected, who was there last. */
  readonly attendants: ReadonlySignal<readonly FeedId[]>;
  readonly #moment: ReadonlySignal<RoomMoment>;

  constructor(room: Room) {
    this.room = room;
    const moment = watchedSignal<RoomMoment>(
      () => {
        const { state, error, ended, standing } = room;
        return { state, name: room.metadata?.name ?? '', error, ended, standing };
      },
      (onChange) => room.watch(onChange),
    );
    this.connection = computed(() => moment.value.state);
    this.name = computed(() => moment.value.name);
    this.error = computed(() => moment.value.error);
    this.ended = computed(() => moment.value.ended);
    this.standing = computed(() => moment.value.standing);
    this.members = new RoomMembers(room);
    this.attendants = liveItems(room.attendants);
    this.#moment = moment;
  }

  /** Whether the room would let one do that; see `Room.may`. Reads signals. */
  may(act: Act): boolean {
    // What the room has told is part of each moment.
    void this.#moment.value;
    return this.room.may(act);
  }
}
