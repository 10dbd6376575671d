import type { FeedId, ReconnectState } from '@open-rooms/protocol';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { JoinError } from '../connection/join-error.ts';
import type { Room } from '../connection/room.ts';
import { liveItems, watchedSignal } from './watched-signal.ts';

/** How a room is, at one moment. */
interface RoomMoment {
  readonly state: ReconnectState;
  readonly name: string;
  readonly error: JoinError | undefined;
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
  /** Who else is there; while not connected, who was there last. */
  readonly attendants: ReadonlySignal<readonly FeedId[]>;

  constructor(room: Room) {
    this.room = room;
    const moment = watchedSignal<RoomMoment>(
      () => ({ state: room.state, name: room.metadata?.name ?? '', error: room.error }),
      (onChange) => room.watch(onChange),
    );
    this.connection = computed(() => moment.value.state);
    this.name = computed(() => moment.value.name);
    this.error = computed(() => moment.value.error);
    this.attendants = liveItems(room.attendants);
  }
}
