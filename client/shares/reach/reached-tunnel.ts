import type { Clock, CryptoBackend, FeedId } from '@open-rooms/protocol';
import { JoinError } from '../../connection/join-error.ts';
import type { Room } from '../../connection/room.ts';
import { throwLater } from '../../connection/room-connection.ts';
import type { PeerConnection } from '../../peers/peer-connection.ts';
import type { Peers } from '../../peers/peers.ts';

/** Pauses after dials in the background that failed: a sharer who is dialled by many lets in some a second. */
const DIAL_AGAIN_MS: readonly number[] = [1_000, 2_000, 5_000, 15_000, 60_000];

/** Dials in the background are spread by this for each attendant, up to the longest: a room that restarted is not asked for all at once. */
const SPREAD_PER_ATTENDANT = 10;
const LONGEST_SPREAD = 1_000;

export interface ReachedTunnelParts {
  readonly room: Room;
  readonly id: FeedId;
  readonly clock: Clock;
  readonly crypto: Pick<CryptoBackend, 'randomBytes'>;
  readonly peers: Pick<Peers, 'to' | 'dial' | 'open'>;
  /** A tunnel was opened here for this. */
  readonly onDialled: (peer: PeerConnection) => void;
}

/** A tunnel to somebody through a room, kept for as long as both are there: whoever opened it, and opened anew when lost. */
export class ReachedTunnel {
  readonly #parts: ReachedTunnelParts;
  readonly #watching = new DisposableStack();
  #dialled: PeerConnection | undefined;
  #failures = 0;
  #timer: Disposable | undefined;
  #isDialling = false;
  #isClosed = false;

  constructor(parts: ReachedTunnelParts) {
    this.#parts = parts;
    const { room, peers, id } = parts;
    const urge = () => {
      this.#failures = 0;
      this.tend();
    };
    this.#watching.use(room.watch(urge));
    this.#watching.use(
      room.attendants.watch({ joined: (other) => other === id && urge(), left: () => undefined }),
    );
    this.#watching.use(
      peers.open.watch({ joined: () => undefined, left: (peer) => peer.id === id && this.tend() }),
    );
    this.tend();
  }

  /** The one that was opened here last. */
  get dialled(): PeerConnection | undefined {
    return this.#dialled;
  }

  leadsTo(peer: PeerConnection): boolean {
    return peer.id === this.#parts.id && peer.room === this.#parts.room.id;
  }

  /** The tunnel there is, or one that is dialled at once. Rejects with {@link JoinError}. */
  async reach(): Promise<PeerConnection> {
    const { peers, id, room } = this.#parts;
    const there = peers.to(id);
    if (there !== undefined) return there;
    if (room.state === 'open' && !this.#isThere)
      throw new JoinError('not-online', `${id} is not in the room ${room.id} now.`);
    return this.#dial();
  }

  /** Opens one in the background where there is none, and they are there. */
  tend(): void {
    if (this.#isClosed || !this.#isWanted || this.#isDialling || this.#timer !== undefined) return;
    const pause =
      this.#failures === 0
        ? this.#spread()
        : DIAL_AGAIN_MS.at(Math.min(this.#failures, DIAL_AGAIN_MS.length) - 1);
    this.#timer = this.#parts.clock.after(pause ?? 0, () => {
      this.#timer = undefined;
      if (!this.#isClosed && this.#isWanted) this.#dial().catch(() => undefined);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#watching.dispose();
    this.#timer?.[Symbol.dispose]();
  }

  get #isThere(): boolean {
    const { room, id } = this.#parts;
    return room.state === 'open' && (room.attendants.has(id) || !room.isListed);
  }

  get #isWanted(): boolean {
    return this.#parts.peers.to(this.#parts.id) === undefined && this.#isThere;
  }

  async #dial(): Promise<PeerConnection> {
    const { peers, room, id, onDialled } = this.#parts;
    this.#isDialling = true;
    try {
      const peer = await peers.dial(room, id);
      this.#failures = 0;
      this.#dialled = peer;
      onDialled(peer);
      return peer;
    } catch (error) {
      this.#failures++;
      if (!(error instanceof JoinError)) throwLater(error);
      throw error;
    } finally {
      this.#isDialling = false;
      this.tend();
    }
  }

  #spread(): number {
    const { crypto, room } = this.#parts;
    const [byte = 0] = crypto.randomBytes(1);
    return (byte / 256) * Math.min(LONGEST_SPREAD, SPREAD_PER_ATTENDANT * room.attendants.size);
  }
}
