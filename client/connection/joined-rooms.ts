import {
  type Ending,
  type FeedId,
  type HostPort,
  type SignedStanding,
  WatchedSet,
  writeAddresses,
  writeHostPort,
} from '@open-rooms/protocol';
import type { KnownRooms } from '../contacts/known-rooms.ts';
import type { LiveSet } from './attendants.ts';
import type { Background } from './background.ts';
import { unlessAborted } from './deadline.ts';
import type { FoundRoom } from './find-room.ts';
import { followEndings } from './follow-endings.ts';
import { JoinError } from './join-error.ts';
import { nearnessOf } from './nearness.ts';
import { Room, type RoomParts } from './room.ts';
import { throwLater } from './room-connection.ts';
import { endedFor } from './room-ended.ts';
import { spendInvite } from './use-invite.ts';

export interface JoinedRoomsParts extends Omit<RoomParts, 'onOpened'> {
  readonly knownRooms: KnownRooms;
  readonly background: Background;
  /** Whether something would end by a room's word; its time is by our own clock. */
  readonly concerns: (room: FeedId, ending: Ending) => boolean;
  /** A room ends links, by its own word, which was verified; `isNew` where it was said while we were there. */
  readonly onEnding: (room: Room, ending: Ending, isNew: boolean) => void;
  /** A room begins to say who is a viewer there: what it said before is old. */
  readonly onStandingsBegin: (room: Room) => void;
  /** A room's word of what somebody is there, which is not verified yet. */
  readonly onStanding: (room: Room, signed: SignedStanding) => void;
  /** Called for each room that is kept, until what it answers is disposed. */
  readonly watch: (room: Room) => Disposable;
}

/** The rooms that a client keeps: each once, however it was found, and each by the key that its host had before. */
export class JoinedRooms {
  readonly #parts: JoinedRoomsParts;
  readonly #rooms = new WatchedSet<Room>();
  readonly #kept = new Map<FeedId, { readonly room: Room; readonly leave: DisposableStack }>();
  /** Rooms that are being joined: whoever wants one of them too waits for the same. */
  readonly #joining = new Map<FeedId, Promise<Room>>();
  readonly #closing = new AbortController();

  constructor(parts: JoinedRoomsParts) {
    this.#parts = parts;
  }

  get live(): LiveSet<Room> {
    return this.#rooms;
  }

  /**
   * Joins a room that was found, or answers the one that is kept, once it is connected. Spends its invite, if it has
   * one and is not in yet.
   * @throws JoinError, or the signal's reason
   */
  async join(found: FoundRoom, signal: AbortSignal): Promise<Room> {
    this.#checkPin(found);
    const any = AbortSignal.any([signal, this.#closing.signal]);
    const kept = this.#kept.get(found.id)?.room;
    if (kept !== undefined) {
      await this.#useInvite(found, kept, any);
      await kept.reached(any);
      // An invite that was used on the way makes one more there than before.
      await kept.refresh();
      return kept;
    }
    const other = this.#joining.get(found.id);
    if (other !== undefined) return unlessAborted(any, other);
    const joining = this.#join(found, any);
    this.#joining.set(found.id, joining);
    try {
      return await joining;
    } finally {
      this.#joining.delete(found.id);
    }
  }

  /**
   * Keeps a room that may not be reachable now.
   * @throws JoinError `unreadable` where the addresses are another room's
   */
  keep(found: FoundRoom): Room {
    if (found.addresses.some(({ key }) => key !== found.id))
      throw new JoinError('unreadable', `Cannot keep the room ${found.id}: these addresses are of another.`);
    return this.#kept.get(found.id)?.room ?? this.#keep(Room.keep(found, this.#roomParts()));
  }

  close(): void {
    this.#closing.abort(new JoinError('refused', 'The client was closed.'));
    for (const room of this.#rooms.snapshot()) room.leave();
  }

  /** Whoever has a role there has no use for an invite. */
  async #useInvite(found: FoundRoom, kept: Room | undefined, signal: AbortSignal): Promise<void> {
    const { identity, runtime, networkKey } = this.#parts;
    if (found.seed === undefined || (kept?.state === 'open' && kept.standing !== 'external')) return;
    const parts = { runtime, keys: identity, networkKey };
    await spendInvite(found, found.seed, identity.id, parts, signal);
  }

  async #join(found: FoundRoom, signal: AbortSignal): Promise<Room> {
    await this.#useInvite(found, undefined, signal);
    const room = await Room.join(found, this.#roomParts(), signal);
    const meanwhile = this.#kept.get(found.id)?.room;
    if (meanwhile === undefined) return this.#keep(room);
    room.leave();
    return meanwhile;
  }

  #keep(room: Room): Room {
    const leave = new DisposableStack();
    leave.use(this.#rooms.enter(room));
    leave.use(this.#parts.watch(room));
    leave.use(
      room.watch(() => {
        if (room.state === 'stopped') this.#forget(room);
      }),
    );
    this.#kept.set(room.id, { room, leave });
    return room;
  }

  #forget(room: Room): void {
    const kept = this.#kept.get(room.id);
    if (kept?.room !== room) return;
    this.#kept.delete(room.id);
    kept.leave.dispose();
  }

  #roomParts(): RoomParts {
    return { ...this.#parts, onOpened: (room) => this.#opened(room) };
  }

  #opened(room: Room): void {
    this.#remember(room);
    const { identity, runtime, concerns, onEnding, onStandingsBegin, onStanding } = this.#parts;
    const { id, remote } = room;
    if (remote === undefined) return;
    const { crypto, now, clock } = runtime;
    followEndings({
      ...{ remote, room: id, crypto, now, clock },
      concerns: (ending) => endedFor(identity.id, ending) !== undefined || concerns(id, ending),
      onEnding: (ending, isNew) => {
        onEnding(room, ending, isNew);
        if (isNew) room.heard(ending);
      },
      onBegin: () => onStandingsBegin(room),
      onStanding: (signed) => {
        onStanding(room, signed);
        if (signed.who === identity.id) room.refresh().catch(throwLater);
      },
    }).catch(throwLater);
  }

  /** `/whois` is plain http: who is in between can answer it. What was seen once is believed before it. */
  #checkPin({ id, place }: FoundRoom): void {
    if (place === undefined || isLoopback(place)) return;
    const host = writeHostPort(place);
    const known = this.#parts.knownRooms.byHost(host);
    if (known === undefined || known.id === id) return;
    const sentence = `${host} was the room ${known.id} when you were there, and now says that it is ${id}. Somebody may be in between, or the room was made anew: ask its owner. If that is right, forget the old room.`;
    throw new JoinError('other-key', sentence);
  }

  #remember({ id, addresses, metadata, place }: Room): void {
    const { knownRooms, background } = this.#parts;
    const host = place === undefined || isLoopback(place) ? undefined : writeHostPort(place);
    const seen = { id, addresses: writeAddresses(addresses), name: metadata?.name ?? '', host };
    background.run(knownRooms.seen(seen));
  }
}

/** Nobody is between a machine and itself, and another room may listen there tomorrow. */
function isLoopback({ host }: HostPort): boolean {
  return nearnessOf(host) === 'machine';
}
