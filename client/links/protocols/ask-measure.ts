import type { Clock } from '@open-rooms/protocol';
import { never } from '../../connection/deadline.ts';
import { PeerStreamError } from '../../peers/peer-stream.ts';
import type { Link, LinkStream, PathKind } from '../link.ts';
import { MAX_MEASURED_BYTES, MEASURE_LONGEST_MS, MEASURE_MS } from '../link-limits.ts';
import { AMOUNT_BYTES, cutAfter, MEASURE, MEASURE_BLOCK_BYTES, MEASURE_PROTOCOL } from './answer-measure.ts';
import { openDirect } from './open-direct.ts';

/** Echoes whose median is the round trip. */
const ECHOES = 21;

const SECOND = 1000;

/** What a path carries. */
export interface Measured {
  readonly path: PathKind;
  /** Milliseconds until the first byte had come back: where there was no direct connection yet, it is in there. */
  readonly firstByteMs: number;
  /** Milliseconds there and back, the median. */
  readonly roundTripMs: number;
  /** Bytes a second. */
  readonly toThem: number;
  readonly fromThem: number;
}

export interface MeasureOptions {
  readonly clock: Clock;
  /** Whether to measure what goes through the room, however good another path is. */
  readonly throughRoom?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Measures the path to somebody: the direct connection, where it comes to be in time, else the one through the room.
 * @throws LinkError where they do not measure; PeerStreamError where they refuse, or it is cut
 */
export async function measureLink(link: Link, options: MeasureOptions): Promise<Measured> {
  const { clock, throughRoom = false, signal = never() } = options;
  const begun = clock.now();
  const direct = throughRoom ? undefined : await openDirect(link, MEASURE_PROTOCOL, { clock, signal });
  const way = direct === undefined ? 'only' : 'never';
  const open = async () =>
    new Asking(await link.open(MEASURE_PROTOCOL, { throughRoom: way, signal }), clock, signal);
  const trips = await (direct === undefined ? await open() : new Asking(direct, clock, signal)).roundTrips();
  const kind = link.path.peek()?.kind;
  return {
    path: way === 'only' ? 'room' : kind === 'relayed' ? kind : 'direct',
    firstByteMs: trips.firstAt - begun,
    roundTripMs: trips.median,
    toThem: await (await open()).rateThere(),
    fromThem: await (await open()).rateBack(),
  };
}

/** One measurement, over a stream of its own. */
class Asking {
  readonly #stream: LinkStream;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  constructor(stream: LinkStream, clock: Clock, signal: AbortSignal) {
    this.#stream = stream;
    this.#clock = clock;
    this.#signal = signal;
  }

  async roundTrips(): Promise<{ readonly median: number; readonly firstAt: number }> {
    using _stopping = this.#stopping();
    const begun = await this.#ask(MEASURE.echo);
    let at = begun;
    const ends: number[] = [];
    const times: number[] = [];
    while (times.length < ECHOES) {
      await this.#stream.write(Uint8Array.of(0));
      await this.#bytes(1);
      ends.push(this.#clock.now());
      times.push(this.#clock.now() - at);
      at = this.#clock.now();
    }
    await this.#end();
    return { median: times.sort((a, b) => a - b)[ECHOES >> 1] ?? 0, firstAt: ends[0] ?? begun };
  }

  async rateThere(): Promise<number> {
    using _stopping = this.#stopping();
    const block = new Uint8Array(MEASURE_BLOCK_BYTES);
    const begun = await this.#ask(MEASURE.take);
    let sent = 0;
    for (; sent < MAX_MEASURED_BYTES && this.#since(begun) < MEASURE_MS; sent += block.length)
      await this.#stream.write(block);
    await this.#stream.end();
    const amount = await this.#bytes(AMOUNT_BYTES);
    const counted = Number(new DataView(amount.buffer).getBigUint64(0));
    // Theirs is the word for what came, but more than was sent did not.
    const rate = perSecond(Math.min(counted, sent), this.#since(begun));
    await this.#end();
    return rate;
  }

  async rateBack(): Promise<number> {
    using _stopping = this.#stopping();
    const begun = await this.#ask(MEASURE.give);
    let received = 0;
    for await (const bytes of this.#stream) {
      received += bytes.length;
      if (this.#since(begun) >= MEASURE_MS) break;
    }
    const rate = perSecond(received, this.#since(begun));
    await this.#end();
    return rate;
  }

  /** Says what is asked for. Answers when. */
  async #ask(what: number): Promise<number> {
    const at = this.#clock.now();
    await this.#stream.write(Uint8Array.of(what));
    return at;
  }

  async #bytes(length: number): Promise<Uint8Array> {
    const bytes = await this.#stream.take(length);
    if (bytes.length < length) throw new PeerStreamError('the answer is too short');
    return bytes;
  }

  #since(begun: number): number {
    return this.#clock.now() - begun;
  }

  /** Ends this side; what still comes is not looked at. Then the next measurement may begin. */
  async #end(): Promise<void> {
    await this.#stream.end();
    for await (const _rest of this.#stream);
    await this.#stream.closed;
  }

  #stopping(): Disposable {
    const stop = () => this.#stream.abort('they stopped it');
    const stopping = new DisposableStack();
    stopping.use(cutAfter(MEASURE_LONGEST_MS, this.#stream, this.#clock));
    this.#signal.addEventListener('abort', stop, { once: true });
    stopping.defer(() => this.#signal.removeEventListener('abort', stop));
    return stopping;
  }
}

function perSecond(bytes: number, ms: number): number {
  return Math.round((SECOND * bytes) / Math.max(ms, 1));
}
