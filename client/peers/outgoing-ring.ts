import { type Clock, ConnectionEnded, type FeedId, RemoteError, type Ringing } from '@open-rooms/protocol';
import { within } from '../connection/deadline.ts';
import { saysMissing } from '../connection/enter-room.ts';
import { JoinError } from '../connection/join-error.ts';
import type { RingEnd } from './incoming-ring.ts';
import type { PeerConnection } from './peer-connection.ts';
import { RING_ANSWER_MS, RING_MS } from './ring-limits.ts';

/** We ring somebody. */
export interface OutgoingRing {
  readonly to: FeedId;
  /** Through which room. */
  readonly room: FeedId;
  /** What became of it: `gone` where it was hung up here, or their connection was lost. */
  readonly answered: Promise<RingEnd>;
  /** Hangs up. */
  cancel(): void;
}

/**
 * Rings who is at the other end of a connection.
 * @throws JoinError where it does not ring there
 */
export async function startRing(
  peer: PeerConnection,
  clock: Clock,
  signal: AbortSignal,
): Promise<OutgoingRing> {
  const rings = peer.remote['peer.ring']();
  const silent = () =>
    new JoinError('silent', `${peer.id} does not say whether it rings there. Try again later.`);
  try {
    const first = await within({ clock, ms: RING_ANSWER_MS, signal, error: silent }, () => rings.next());
    if (first.done === true) throw new JoinError('refused', `${peer.id} does not want to be rung now.`);
    return new Ring(peer, rings, first.value, clock);
  } catch (error) {
    await rings.return();
    if (error instanceof RemoteError) throw refused(peer.id, error);
    if (error instanceof ConnectionEnded)
      throw new JoinError('refused', `${peer.id} ended the connection.`, { cause: error });
    throw error;
  }
}

class Ring implements OutgoingRing {
  readonly to: FeedId;
  readonly room: FeedId;
  readonly answered: Promise<RingEnd>;
  readonly #rings: AsyncIterableIterator<Ringing>;
  #end: RingEnd | undefined;

  constructor(
    { id, room }: PeerConnection,
    rings: AsyncIterableIterator<Ringing>,
    first: Ringing,
    clock: Clock,
  ) {
    this.to = id;
    this.room = room;
    this.#rings = rings;
    const timer = clock.after(RING_MS, () => this.#hangUp('missed'));
    this.answered = this.#listen(first).finally(() => timer[Symbol.dispose]());
  }

  cancel(): void {
    this.#hangUp('gone');
  }

  #hangUp(how: RingEnd): void {
    this.#end ??= how;
    void this.#rings.return?.();
  }

  async #listen(first: Ringing): Promise<RingEnd> {
    try {
      for (let said = first; ; ) {
        if (said !== 'ringing') return this.#end ?? said;
        const next = await this.#rings.next();
        // Both ends count the time: whichever is first ends it.
        if (next.done === true) return this.#end ?? 'missed';
        said = next.value;
      }
    } catch (error) {
      if (!(error instanceof RemoteError || error instanceof ConnectionEnded)) throw error;
      return this.#end ?? 'gone';
    }
  }
}

function refused(id: FeedId, error: RemoteError): JoinError {
  const sentence = saysMissing(error.message)
    ? `${id} cannot be rung: their app has no bell. Send them a message.`
    : `It does not ring at ${id}: ${error.message}.`;
  return new JoinError('refused', sentence, { cause: error });
}
