import { TokenBucket } from '../muxrpc/token-bucket.ts';
import type { Chunk } from './chunk.ts';
import { LAYER_MAX, MAX_GROUP_BYTES } from './limits.ts';
import type { Track } from './media.ts';

/** The oldest has waited this long: frames of layer 2 and above are left out, half of all there are. */
export const THIN_AGE_MS = 250;

/** Then those of layer 1, too. */
export const THINNER_AGE_MS = 500;

/** Sound that waits longer is of no use: it would be played where its picture is long gone. */
export const AUDIO_LATE_MS = 1_000;

/**
 * Pictures that wait longer are given up, up to the next keyframe: as long as the longest group that is made live, for
 * before that its end heals a slow child at no cost for others.
 */
export const VIDEO_LATE_MS = 10_000;

/**
 * Bytes that wait for one child: a joiner is given the largest group at once. They are kept once for all children and
 * the cache. Past it pictures are given up, up to the next keyframe.
 */
export const MAX_QUEUED_BYTES = MAX_GROUP_BYTES;

/** A capped queue may send this part of a second at once. */
const BURST_SECONDS = 0.5;

export interface SendQueueOptions {
  /** The highest layer that is sent; all where it is not said. */
  readonly maxLayer?: number;
  /** What it sends at most: through a room, which carries it for others. */
  readonly bytesPerSecond?: number;
}

interface Waiting {
  readonly chunk: Chunk;
  readonly since: number;
}

/**
 * What waits for one child, in front of a carrier that holds little itself, so that what has become stale is never
 * sent ([share-tree.md](../../spec/share-tree.md), rules 15 to 20). Sound goes first. All is sent in order, and of what
 * was left out nothing follows that needs it.
 */
export class SendQueue {
  readonly #most: number;
  readonly #bucket: TokenBucket | undefined;
  #layers: number;
  #video: Waiting[] = [];
  #audio: Waiting[] = [];
  #bytes = 0;
  /** The newest that was pushed, of each track. */
  readonly #newest = new Map<Track, Chunk>();
  /** Sequences of video of the newest group that were left out. */
  readonly #leftOut = new Set<number>();
  #waitsForKey = false;

  constructor(options: SendQueueOptions = {}) {
    this.#most = options.maxLayer ?? LAYER_MAX;
    this.#layers = this.#most;
    const { bytesPerSecond } = options;
    if (bytesPerSecond !== undefined)
      this.#bucket = new TokenBucket(bytesPerSecond, bytesPerSecond * BURST_SECONDS);
  }

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How long the oldest has waited, in milliseconds; 0 where nothing waits. */
  ageMs(now: number): number {
    const since = Math.min(this.#video[0]?.since ?? now, this.#audio[0]?.since ?? now);
    return now - since;
  }

  /** Chunks of higher layers are not sent from now on. What the queue itself is bound to goes before. */
  setLayers(layers: number): void {
    this.#layers = Math.min(layers, this.#most);
  }

  /** Takes what a new group makes stale out, and puts `chunk` in. One that is older than what came before is left out. */
  push(chunk: Chunk, now: number): void {
    const newest = this.#newest.get(chunk.track);
    if (newest !== undefined && !isAfter(chunk, newest)) return;
    this.#newest.set(chunk.track, chunk);
    if (chunk.track === 'video') this.#pushVideo(chunk, now);
    else this.#put(this.#audio, chunk, now);
  }

  /** What is to be sent now; `undefined` where nothing is, or nothing yet: see {@link deadline}. */
  next(now: number): Chunk | undefined {
    this.#age(now);
    if (this.#bucket !== undefined && this.#bucket.delay(now) > 0) return undefined;
    const next = this.#audio.shift() ?? this.#video.shift();
    if (next === undefined) return undefined;
    this.#bytes -= next.chunk.bytes.length;
    this.#bucket?.take(now, next.chunk.bytes.length);
    return next.chunk;
  }

  /** When to call {@link next} again although nothing was pushed and the carrier has room; `undefined`: never. */
  deadline(now: number): number | undefined {
    if (this.#bucket === undefined || this.#video.length + this.#audio.length === 0) return undefined;
    return now + this.#bucket.delay(now);
  }

  #pushVideo(chunk: Chunk, now: number): void {
    if (chunk.isKey) {
      this.#giveUpVideo();
      this.#leftOut.clear();
      this.#waitsForKey = false;
    } else if (this.#waitsForKey) return;
    const lacks = !chunk.isKey && this.#leftOut.has(chunk.needs);
    if (lacks || chunk.layer > this.#layersAt(now)) this.#leftOut.add(chunk.sequence);
    else if (this.#bytes + chunk.bytes.length <= MAX_QUEUED_BYTES) this.#put(this.#video, chunk, now);
    else this.#skipToKey();
  }

  #put(queue: Waiting[], chunk: Chunk, now: number): void {
    queue.push({ chunk, since: now });
    this.#bytes += chunk.bytes.length;
    // Sound has no keyframes to wait for: where there is too much, the oldest goes.
    while (queue === this.#audio && this.#bytes > MAX_QUEUED_BYTES && queue.length > 1) this.#drop(queue);
  }

  /** Layers that are worth sending when the oldest has waited so long. */
  #layersAt(now: number): number {
    const age = now - (this.#video[0]?.since ?? now);
    const bearable = age > THINNER_AGE_MS ? 0 : age > THIN_AGE_MS ? 1 : LAYER_MAX;
    return Math.min(this.#layers, bearable);
  }

  #age(now: number): void {
    while (this.#audio[0] !== undefined && now - this.#audio[0].since > AUDIO_LATE_MS)
      this.#drop(this.#audio);
    const first = this.#video[0];
    if (first === undefined) return;
    if (now - first.since > VIDEO_LATE_MS) return this.#skipToKey();
    const layers = this.#layersAt(now);
    if (layers < LAYER_MAX) this.#thin(layers);
  }

  /** Leaves out what waits of higher layers, and all that needs it. */
  #thin(layers: number): void {
    this.#video = this.#video.filter(({ chunk }) => {
      const stays = chunk.isKey || (chunk.layer <= layers && !this.#leftOut.has(chunk.needs));
      if (!stays) {
        this.#leftOut.add(chunk.sequence);
        this.#bytes -= chunk.bytes.length;
      }
      return stays;
    });
  }

  #skipToKey(): void {
    this.#giveUpVideo();
    this.#waitsForKey = true;
  }

  #giveUpVideo(): void {
    for (const { chunk } of this.#video) this.#bytes -= chunk.bytes.length;
    this.#video = [];
  }

  #drop(queue: Waiting[]): void {
    const first = queue.shift();
    if (first !== undefined) this.#bytes -= first.chunk.bytes.length;
  }
}

function isAfter(chunk: Chunk, other: Chunk): boolean {
  return chunk.group > other.group || (chunk.group === other.group && chunk.sequence > other.sequence);
}
