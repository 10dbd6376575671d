import type { FeedId } from '../identity/feed-id.ts';
import type { Chunk } from './chunk.ts';
import { Decodable } from './decodable.ts';
import type { FeedWay } from './feeder-line.ts';
import type { WatchAction } from './feeders.ts';
import { type GivenPlace, ParentWatch } from './parent-watch.ts';
import { SeenChunks } from './seen.ts';
import { type ForwarderParts, TestForwarder } from './test-forwarder.ts';
import type { LostWhy } from './tree-blame.ts';

/** `phone`: feeds nobody. `mute`: lets children come, and gives them nothing. `corrupt`: gives them something else. */
export type ViewerKind = 'honest' | 'phone' | 'mute' | 'corrupt';

/** What a viewer tells the sharer. */
export type Told =
  | { readonly type: 'report'; readonly capacity: number; readonly from?: FeedId | undefined }
  | { readonly type: 'lost'; readonly parent: FeedId; readonly why: LostWhy }
  | { readonly type: 'need-key' };

/** What is around a viewer. */
export interface ViewerWorld {
  /** When a chunk was made; `undefined` for one that the sharer never made. */
  readonly madeAt: (chunk: Chunk) => number | undefined;
  readonly tell: (viewer: TestViewer, told: Told) => void;
  readonly hold: (viewer: TestViewer, id: FeedId) => void;
  readonly open: (viewer: TestViewer, id: FeedId, way: FeedWay, token: object) => void;
  readonly close: (viewer: TestViewer, id: FeedId, way: FeedWay) => void;
}

/** A viewer: what it is given, and who feeds it, by the machines that real ones have. */
export class TestViewer extends TestForwarder {
  readonly kind: ViewerKind;
  readonly watch: ParentWatch;
  place: GivenPlace | undefined;
  /** When the newest that it can decode was made, and when that came. */
  newestMadeAt = Number.NEGATIVE_INFINITY;
  readonly #world: ViewerWorld;
  readonly #seen = new SeenChunks();
  readonly #decodable = new Decodable();
  /** Carriers that it has or waits for, each with something that only this one has. */
  readonly #carriers = new Map<string, object>();
  #dueAt: number | undefined;

  constructor(parts: ForwarderParts, kind: ViewerKind, sharer: FeedId, world: ViewerWorld) {
    super(parts);
    this.kind = kind;
    this.#world = world;
    this.watch = new ParentWatch({ sharer });
    // They report once a second, each at a time of its own.
    parts.time.every(
      1000,
      this.id.length * 37 + ((Number.parseInt(this.id.slice(2), 10) * 7.3) % 1000),
      () => !this.isDead,
      () => this.#report(),
    );
  }

  /** Whether what it shows is no older than so many milliseconds. */
  isFed(withinMs: number): boolean {
    return this.time.now - this.newestMadeAt <= withinMs;
  }

  setPlace(place: GivenPlace): void {
    if (this.isDead || (this.place !== undefined && place.number <= this.place.number)) return;
    this.place = place;
    for (const feeder of [place.parent, place.backup])
      if (feeder !== undefined) this.#world.hold(this, feeder.id);
    this.#do(this.watch.place(place, this.time.now));
  }

  beat(newest: { readonly group: number; readonly sequence: number } | undefined): void {
    if (!this.isDead) this.#do(this.watch.beat({ newest }, this.time.now));
  }

  opened(id: FeedId, way: FeedWay, token: object): boolean {
    if (this.isDead || !this.#has(id, way, token)) return false;
    this.#do(this.watch.opened(id, way, this.time.now));
    return this.#has(id, way, token);
  }

  closed(id: FeedId, way: FeedWay, token: object, why: LostWhy): void {
    if (this.isDead || !this.#has(id, way, token)) return;
    this.#carriers.delete(`${way} ${id}`);
    this.#do(this.watch.closed(id, way, why, this.time.now));
  }

  /** All that there is with somebody has ended. */
  gone(id: FeedId): void {
    for (const way of ['direct', 'room'] as const) {
      const token = this.#carriers.get(`${way} ${id}`);
      if (token !== undefined) this.closed(id, way, token, 'gone');
    }
  }

  receive(id: FeedId, way: FeedWay, token: object, chunk: Chunk): void {
    if (this.isDead || !this.#has(id, way, token)) return;
    const { now } = this.time;
    if (this.#world.madeAt(chunk) === undefined) return this.#do(this.watch.forged(id, now));
    if (!this.#seen.has(chunk)) {
      this.#seen.add(chunk);
      for (const next of this.#decodable.take(chunk, now)) this.#pass(next);
      this.#do(this.watch.broken(this.#decodable.isBroken, now));
    }
    this.#do(this.watch.chunk(id, way, chunk, now));
  }

  override handOver(chunk: Chunk): Chunk | undefined {
    if (this.kind === 'mute') return undefined;
    return this.kind === 'corrupt' ? { ...chunk, bytes: new Uint8Array(chunk.bytes.length) } : chunk;
  }

  #pass(chunk: Chunk): void {
    this.newestMadeAt = Math.max(this.newestMadeAt, this.#world.madeAt(chunk) ?? 0);
    this.forward(chunk);
  }

  #report(): void {
    this.#world.tell(this, { type: 'report', capacity: this.capacity, from: this.watch.source?.id });
  }

  #has(id: FeedId, way: FeedWay, token: object): boolean {
    return this.#carriers.get(`${way} ${id}`) === token;
  }

  #do(actions: readonly WatchAction[]): void {
    for (const action of actions) this.#act(action);
    const due = this.watch.deadline();
    if (due === undefined || due === this.#dueAt) return;
    this.#dueAt = due;
    this.time.after(due - this.time.now, () => {
      if (this.#dueAt !== due || this.isDead) return;
      this.#dueAt = undefined;
      this.#do(this.watch.tick(this.time.now));
    });
  }

  #act(action: WatchAction): void {
    if (action.kind === 'open') {
      const token = {};
      this.#carriers.set(`${action.way} ${action.feeder.id}`, token);
      this.#world.open(this, action.feeder.id, action.way, token);
    } else if (action.kind === 'close') {
      this.#carriers.delete(`${action.way} ${action.id}`);
      this.#world.close(this, action.id, action.way);
    } else
      this.#world.tell(
        this,
        action.kind === 'lost'
          ? { type: 'lost', parent: action.parent, why: action.why }
          : { type: 'need-key' },
      );
  }
}
