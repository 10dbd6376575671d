import { type Signal, SignalReader, writeSignal } from '../../client/links/media/signal.ts';
import type { Side, UdpPaths } from './udp-paths.ts';

/** What happens on a signal stream: bytes, its end, or that its connection has gone. */
export type Arrival = number[] | 'end' | 'cut';

/** One of the two ends of the streams, in a page or in this process. */
export interface RelayEnd {
  arrive(stream: string, what: Arrival): Promise<void>;
  /** A new stream, which this end asked for or the other. */
  another(stream: string, isOurs: boolean): Promise<void>;
}

/** Carries the signals of two media connections, and can lose streams, refuse new ones, and lead paths elsewhere. */
export class SignalRelay {
  readonly #paths: UdpPaths | undefined;
  readonly #ends: (RelayEnd | undefined)[] = [];
  readonly #readers = new Map<string, SignalReader>();
  /** What is carried to each side, one after the other. */
  readonly #carried: [Promise<void>, Promise<void>] = [Promise.resolve(), Promise.resolve()];
  readonly #waiting: Side[] = [];
  #mayOpen = true;
  #opened = 1;
  #alive = new Set(['s1']);
  /** Every signal so far: which side said it, and what. */
  readonly said: { readonly side: Side; readonly signal: Signal }[] = [];

  constructor(paths?: UdpPaths) {
    this.#paths = paths;
  }

  /** The stream that is there from the start. */
  readonly first = 's1';

  attach(side: Side, end: RelayEnd): void {
    this.#ends[side] = end;
  }

  /** Something a side does with a stream. */
  signalled(side: Side, stream: string, what: number[] | 'end' | 'open'): void {
    if (what === 'open') this.#open(side);
    else if (this.#alive.has(stream)) this.#carry(side, stream, what);
  }

  /** All streams die, as they do when the connection under them goes; no new ones are opened until they may. */
  cut(): void {
    this.#mayOpen = false;
    for (const stream of this.#alive)
      for (const side of [0, 1] as const) this.#to(side, (end) => end.arrive(stream, 'cut'));
    this.#alive = new Set();
  }

  /** New streams are opened again: those that are asked for. */
  allow(): void {
    this.#mayOpen = true;
    for (const side of this.#waiting.splice(0)) this.#open(side);
  }

  #open(side: Side): void {
    if (!this.#mayOpen) {
      this.#waiting.push(side);
      return;
    }
    this.#opened++;
    const stream = `s${this.#opened}`;
    this.#alive.add(stream);
    this.#to(other(side), (end) => end.another(stream, false));
    this.#to(side, (end) => end.another(stream, true));
  }

  #carry(from: Side, stream: string, what: number[] | 'end'): void {
    if (what === 'end') return this.#to(other(from), (end) => end.arrive(stream, 'end'));
    const key = `${from} ${stream}`;
    const reader = this.#readers.get(key) ?? new SignalReader();
    this.#readers.set(key, reader);
    for (const signal of reader.read(Uint8Array.from(what))) {
      this.said.push({ side: from, signal });
      const led = this.#led(other(from), signal);
      if (led !== undefined) this.#to(other(from), (end) => end.arrive(stream, [...writeSignal(led)]));
    }
  }

  #led(to: Side, signal: Signal): Signal | undefined {
    if (this.#paths === undefined || 'bye' in signal) return signal;
    if ('description' in signal) return { ...signal, description: withoutCandidates(signal.description) };
    const candidate = this.#paths.replaced(to, signal.candidate.candidate);
    return candidate === undefined ? undefined : { ...signal, candidate: { ...signal.candidate, candidate } };
  }

  #to(side: Side, run: (end: RelayEnd) => Promise<void>): void {
    const end = this.#ends[side];
    // A page that was closed hears nothing more.
    this.#carried[side] = this.#carried[side].then(() => end && run(end)).catch(() => undefined);
  }
}

function other(side: Side): Side {
  return side === 0 ? 1 : 0;
}

/** A description that is not the first of its connection holds its end's candidates, too. */
function withoutCandidates<D extends { sdp: string }>(description: D): D {
  return { ...description, sdp: description.sdp.replaceAll(/^a=candidate:.*\r\n/gm, '') };
}
