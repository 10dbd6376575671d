import type { Clock } from '../clock/clock.ts';
import type { Connection } from '../connection/connection.ts';
import type { Receiver, Stream } from '../muxrpc/stream.ts';

/**
 * How often something is said to a peer. Stock peers with default settings close a connection on which nothing
 * moved for 5 s; with less than 3 s to spare some of them did so in a race.
 */
export const KEEPALIVE_MS = 3_000;

/** Rounds without a byte from the other side before it counts as gone. Every muxrpc peer answers, if with an error. */
export const SILENT_ROUNDS = 10;

/** Rounds that are left where there is reason to doubt, once a machine has slept or its network changed. */
export const DOUBTED_ROUNDS = 2;

/** What stock peers send as `gossip.ping`'s argument: their own pause between two pings, in milliseconds. */
const PING_PAUSE_MS = 300_000;

/**
 * Keeps a connection warm and finds out when the other side is gone: numbers over `gossip.ping`; where a peer has
 * none, calls of `whoami`, whose refusal is an answer too. Rounds are counted, not read off a clock, so that a
 * machine that slept does not take everybody for gone.
 */
export class Keepalive implements Receiver {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #now: () => number;
  #ping: Stream | undefined;
  /** Whether a `whoami` has not been answered yet: one at a time. */
  #asked = false;
  #timer: Disposable | undefined;
  #receivedBytes = 0;
  /** What had reached the other side at the last round, if that was silent and more was on its way. */
  #deliveredBytes: number | undefined;
  #silentRounds = 0;

  /** Starts at once. `now` is what a ping says: milliseconds since 1970. */
  constructor(connection: Connection, clock: Clock, now: () => number) {
    this.#connection = connection;
    this.#clock = clock;
    this.#now = now;
    this.#ping = connection.request('gossip.ping', 'duplex', [{ timeout: PING_PAUSE_MS }]);
    this.#ping.receiver = this;
    this.#nextRound();
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  /** There is reason to believe that the other side is gone: it is asked at once, and not waited for as long. */
  doubt(): void {
    if (this.#silentRounds >= SILENT_ROUNDS - DOUBTED_ROUNDS) return;
    this.#silentRounds = SILENT_ROUNDS - DOUBTED_ROUNDS;
    // What came before says nothing of now.
    this.#receivedBytes = this.#connection.receivedBytes;
    this.#timer?.[Symbol.dispose]();
    this.#speak();
    this.#nextRound();
  }

  onFrame(): void {
    // That something came is all there is to know, and the connection counts it.
  }

  onEnd(): void {
    this.#ping?.end();
    this.#ping = undefined;
  }

  #nextRound(): void {
    this.#timer = this.#clock.after(KEEPALIVE_MS, () => this.#round());
  }

  #round(): void {
    this.#silentRounds = this.#showsLife() ? 0 : this.#silentRounds + 1;
    if (this.#silentRounds >= SILENT_ROUNDS) return this.#connection.close('silent');
    this.#speak();
    this.#nextRound();
  }

  #speak(): void {
    if (this.#ping === undefined) this.#ask();
    else if (this.#ping.queuedBytes === 0) this.#ping.send(this.#now());
  }

  /**
   * Whether something came since the last round, or went: a ping may wait behind megabytes that a slow reader takes
   * bit by bit. What is delivered to the last byte says nothing, for that is its system's doing, and it owes answers.
   */
  #showsLife(): boolean {
    const connection = this.#connection;
    const { receivedBytes, isHeld } = connection;
    const heard = isHeld || receivedBytes !== this.#receivedBytes;
    this.#receivedBytes = receivedBytes;
    const deliveredBefore = this.#deliveredBytes;
    this.#deliveredBytes = heard || connection.undeliveredBytes === 0 ? undefined : connection.deliveredBytes;
    if (heard || deliveredBefore === undefined || this.#deliveredBytes === undefined) return heard;
    return this.#deliveredBytes !== deliveredBefore;
  }

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    const answered = () => {
      this.#asked = false;
    };
    this.#connection.request('whoami', 'async', []).receiver = { onFrame: answered, onEnd: answered };
  }
}
