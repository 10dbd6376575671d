import { feedIdOf, type LoneWire, type WireEvents } from '@open-rooms/protocol';
import type { VirtualClock } from '@open-rooms/protocol/testing';
import type { Line } from '../links/line.ts';
import type { Path, PathKind } from '../links/rtc/path.ts';
import type { Tunnel } from '../links/tunnels.ts';
import type { PeerStream } from '../peers/peer-stream.ts';

/** Bytes of a word of the pulse, and which of both it is. */
const WORD_BYTES = 5;
const [ASK, ANSWER] = [0, 1];

/** Milliseconds to the far end and back. */
const ROUND_TRIP = 20;

/** The far end of each line. */
export const FAR = feedIdOf(new Uint8Array(32).fill(200));

/** Lets what was promised be told. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets time pass, and what happens meanwhile be told. */
export async function pass(clock: VirtualClock, ms: number, stepMs = 50): Promise<void> {
  await settled();
  for (let left = ms; left > 0; left -= stepMs) {
    clock.advance(Math.min(stepMs, left));
    await settled();
  }
}

/** A connection in memory, whose far end answers its pulse until it is cut. */
export class TestLine implements Line {
  readonly id = FAR;
  readonly kind: Line['kind'];
  readonly opener: Line['opener'];
  readonly closed: Promise<void>;
  heardAt = 0;
  streams = 0;
  /** Nothing comes back any more. */
  isCut = false;
  /** What its statistics say. */
  goes: PathKind | undefined;
  /** What it was ended with. */
  reason: string | undefined;
  readonly #clock: VirtualClock;
  readonly #closed = Promise.withResolvers<void>();

  constructor(clock: VirtualClock, kind: Line['kind'], opener: Line['opener'] = 'here') {
    this.kind = kind;
    this.opener = opener;
    this.closed = this.#closed.promise;
    this.goes = kind === 'base' ? 'room' : 'direct';
    this.#clock = clock;
  }

  /** A stream on which each question is answered. */
  pulse(): LoneWire {
    let events: WireEvents | undefined;
    const answer = (word: Uint8Array) => {
      if (this.isCut) return;
      this.heardAt = this.#clock.now();
      events?.onBytes(Uint8Array.of(ANSWER, ...word.subarray(1, WORD_BYTES)));
    };
    return {
      backlog: 0,
      attach: (attached) => {
        events = attached;
      },
      write: (word) => {
        if (word[0] === ASK) this.#clock.after(ROUND_TRIP, () => answer(word));
      },
      pause: () => undefined,
      resume: () => undefined,
      end: () => undefined,
      destroy: () => undefined,
    };
  }

  async open(): Promise<LoneWire> {
    return this.pulse();
  }

  async path(): Promise<Path | undefined> {
    return this.goes && { kind: this.goes, roundTripMs: undefined };
  }

  abort(sentence: string): void {
    this.reason ??= sentence;
    this.#closed.resolve();
  }
}

/** A tunnel in memory. */
export class TestTunnel implements Tunnel {
  readonly id: Tunnel['id'];
  readonly room;
  readonly opener: Tunnel['opener'];
  readonly closed: Tunnel['closed'];
  /** How often a base connection was opened in it. */
  opened = 0;
  readonly #closed = Promise.withResolvers<Awaited<Tunnel['closed']>>();

  constructor(opener: Tunnel['opener'], room: number, id = FAR) {
    this.id = id;
    this.opener = opener;
    this.room = feedIdOf(new Uint8Array(32).fill(room));
    this.closed = this.#closed.promise;
  }

  openLink(): PeerStream {
    this.opened++;
    return {} as PeerStream;
  }

  carry(): Disposable {
    return { [Symbol.dispose]: () => undefined };
  }

  end(): void {
    this.#closed.resolve('hang-up');
  }
}
