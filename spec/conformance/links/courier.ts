import { type FeedId, HEAD_BYTES, type Stream } from '@open-rooms/protocol';
import { targetOf } from '../../../client/testing/fake-room.ts';
import type { LyingRoom } from '../client/lying-room.ts';

/** A frame of a tunnel on its way, and the way on. */
export interface Passing {
  readonly from: FeedId;
  readonly to: FeedId;
  readonly frame: Uint8Array;
  /** Passes a frame on to where this one was to go. */
  readonly pass: (frame: Uint8Array) => void;
}

/** Does something else with a frame than pass it on. */
export type Tampering = (passing: Passing) => void;

/** The bytes of a frame's head and body, to be kept or changed. */
export function copyOf(frame: Uint8Array): Uint8Array {
  return Uint8Array.from(frame);
}

/** Carries all tunnels of a room, honestly until it is told to do something else with what it carries. */
export class Courier {
  /** What is done with each frame from now on. */
  tamper: Tampering | undefined;
  /** The newest tunnel's end at each, by who is at the other. */
  readonly #ends = new Map<string, Stream>();

  constructor({ room }: LyingRoom) {
    const portal = room.id;
    room.answers.set('tunnel.connect', ({ id: origin }, stream, args) => {
      const target = targetOf(args);
      const there = room.guests.get(target)?.remote['tunnel.connect']({ portal, target, origin });
      if (there === undefined) return stream.fail(`could not connect to:${target}`);
      this.#carry([origin, target], stream, there);
      this.#carry([target, origin], there, stream);
    });
  }

  /** Says something in the newest tunnel between two, as if the first had said it. */
  put(from: FeedId, to: FeedId, frame: Uint8Array): void {
    this.#ends.get(`${from} ${to}`)?.forward(frame);
  }

  #carry([from, to]: [FeedId, FeedId], source: Stream, sink: Stream): void {
    this.#ends.set(`${from} ${to}`, sink);
    const pass = (frame: Uint8Array) => sink.forward(frame);
    source.receiver = {
      onFrame: (frame) => {
        if (this.tamper === undefined) pass(frame);
        else this.tamper({ from, to, frame, pass });
      },
      onEnd: (error) => (error === undefined ? sink.end() : sink.fail(error)),
    };
  }
}

/** Changes one bit in the midst of a frame. */
export function rewritten(frame: Uint8Array): Uint8Array {
  const changed = copyOf(frame);
  const at = HEAD_BYTES + Math.floor((changed.length - HEAD_BYTES) / 2);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
