import { AudioOrder } from './audio-order.ts';
import type { Chunk } from './chunk.ts';
import { VideoOrder } from './video-order.ts';

/**
 * Puts genuine chunks of a share, from whomever they came, into an order in which they can be decoded and passed on: of
 * each track they only go up. A frame is answered as soon as what it needs was answered, whatever else is missing; what
 * comes after a later one is left out.
 */
export class Decodable {
  readonly #video = new VideoOrder();
  readonly #audio = new AudioOrder();

  /**
   * Takes a chunk and answers what can be decoded now.
   * @param now milliseconds of any clock that goes on
   * @param isOrdered whether the carrier it came over keeps the order: what is missing before it does not come then
   */
  take(chunk: Chunk, now: number, isOrdered = true): readonly Chunk[] {
    const order = chunk.track === 'audio' ? this.#audio : this.#video;
    return order.take(chunk, now, isOrdered);
  }

  /** Gives up what is missing for too long, and answers what only stood behind it. To be called at {@link Decodable.deadline}. */
  tick(now: number): readonly Chunk[] {
    this.#video.tick(now);
    return this.#audio.tick(now);
  }

  /**
   * Video that was given up since this was asked last, for what it needs did not come: whoever brings that may bring this
   * again.
   */
  takeLost(): readonly Chunk[] {
    return this.#video.takeLost();
  }

  /** When something will have waited long enough; `undefined` while nothing waits. */
  get deadline(): number | undefined {
    const [video, audio] = [this.#video.deadline, this.#audio.deadline];
    return video === undefined || audio === undefined ? (video ?? audio) : Math.min(video, audio);
  }

  /** Whether the picture stands still until a keyframe comes: what it needs is lost. */
  get isBroken(): boolean {
    return this.#video.isBroken;
  }
}
