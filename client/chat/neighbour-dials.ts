import type { FeedId } from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import type { Room } from '../connection/room.ts';
import { throwLater } from '../connection/room-connection.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { PeerConnection } from '../peers/peer-connection.ts';
import type { Peers } from '../peers/peers.ts';

/** Of two who choose each other, the one whose id comes first dials at once; the other gives them this long. */
const NEIGHBOUR_GRACE_MS = 1_500;

/** Dials are spread by this for each attendant, up to the longest: a room that restarted is not asked for all at once. */
const SPREAD_PER_ATTENDANT = 10;
const LONGEST_SPREAD = 1_000;

/** Dials for conversations that are under way at once. */
const MAX_NEIGHBOUR_DIALS = 4;

export interface NeighbourDialsParts {
  readonly id: FeedId;
  readonly runtime: Runtime;
  readonly peers: Peers;
  readonly onDialled: (peer: PeerConnection) => void;
  /** They were not reached, though the room is there; `isFinal` where they, or the room, want it so. */
  readonly onUnreachable: (id: FeedId, isFinal: boolean) => void;
  /** A dial has come to an end. */
  readonly onSettled: () => void;
}

/** A dial that waits, or is under way. */
interface Plan {
  readonly room: Room;
  timer: Disposable | undefined;
}

/** Dials those with whom conversations are to be spoken: a few at a time, each after a moment in which they may dial. */
export class NeighbourDials {
  readonly #parts: NeighbourDialsParts;
  readonly #plans = new Map<FeedId, Plan>();
  #under = 0;

  constructor(parts: NeighbourDialsParts) {
    this.#parts = parts;
  }

  /** Those are to be dialled who are not connected to, and nobody else; who is wished for without a grace. */
  plan(wanted: ReadonlyMap<FeedId, Room>, wished: ReadonlySet<FeedId>): void {
    for (const [id, { room, timer }] of this.#plans) {
      if (timer === undefined || wanted.get(id) === room) continue;
      timer[Symbol.dispose]();
      this.#plans.delete(id);
    }
    for (const [id, room] of wanted) this.#plan(id, room, wished.has(id));
  }

  close(): void {
    for (const { timer } of this.#plans.values()) timer?.[Symbol.dispose]();
  }

  #plan(id: FeedId, room: Room, isWished: boolean): void {
    if (this.#plans.has(id) || this.#parts.peers.to(id) !== undefined) return;
    const grace = isWished || this.#parts.id < id ? 0 : NEIGHBOUR_GRACE_MS;
    const plan: Plan = { room, timer: undefined };
    this.#plans.set(id, plan);
    plan.timer = this.#parts.runtime.clock.after(grace + this.#spread(room), () => this.#due(id, plan));
  }

  #due(id: FeedId, plan: Plan): void {
    const { peers, runtime, onDialled, onSettled } = this.#parts;
    const { room } = plan;
    if (this.#under >= MAX_NEIGHBOUR_DIALS) {
      plan.timer = runtime.clock.after(this.#spread(room), () => this.#due(id, plan));
      return;
    }
    plan.timer = undefined;
    const isStill = peers.to(id) === undefined && room.state === 'open' && room.attendants.has(id);
    if (!isStill) return void this.#plans.delete(id);
    this.#under++;
    peers
      .dial(room, id)
      .then(onDialled, (error: unknown) => this.#onFailed(id, room, error))
      .finally(() => {
        this.#under--;
        this.#plans.delete(id);
        onSettled();
      });
  }

  #onFailed(id: FeedId, room: Room, error: unknown): void {
    if (!(error instanceof JoinError)) return throwLater(error);
    if (room.state !== 'open') return;
    const isCrowded = error.message.includes('too-many');
    const isFinal = error.fault === 'refused' || error.fault === 'wrong-key';
    this.#parts.onUnreachable(id, isFinal && !isCrowded);
  }

  #spread({ attendants }: Room): number {
    const [byte = 0] = this.#parts.runtime.crypto.randomBytes(1);
    return (byte / 256) * Math.min(LONGEST_SPREAD, SPREAD_PER_ATTENDANT * attendants.size);
  }
}
