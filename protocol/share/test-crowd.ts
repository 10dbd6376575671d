import type { FeedId } from '../identity/feed-id.ts';
import type { Chunk } from './chunk.ts';
import type { FeedWay } from './feeder-line.ts';
import { KeyframeRequests } from './keyframe-requests.ts';
import { TestForwarder } from './test-forwarder.ts';
import { seededRandom, Timeline } from './test-timeline.ts';
import { TestViewer, type Told, type ViewerKind, type ViewerWorld } from './test-viewer.ts';
import { type Place, TreePlan } from './tree-plan.ts';

export const SHARER: FeedId = '@s.ed25519';
const SHARE = '00112233445566778899aabbccddeeff';
const FRAME_PAUSE = 100;
const KEY = new Uint8Array(30_000);
const DELTA = new Uint8Array(3_000);
/** Temporal layers as L1T3 has them. */
const LAYERS = [0, 2, 1, 2];
/** Beyond their capacity feeders take so many, who come before the sharer has planned anew. */
const EXTRA_CHILDREN = 4;
/** A peer that has gone is seen to be gone by those linked to it within this. */
const GONE_WITHIN = 1_000;
/** Of a peer that says nothing the sharer hears nothing for so long until it is out. */
const NOTICED_AFTER = 8_000;

export interface CrowdOptions {
  readonly seed: number;
  /** Viewers that the sharer feeds at most. */
  readonly fanOut: number;
  /** Bytes per millisecond of the sharer's line. */
  readonly uplink?: number;
}

/** A share, everybody who watches it, and the network between them, in virtual time. */
export class Crowd {
  readonly time = new Timeline();
  readonly random: () => number;
  readonly plan: TreePlan;
  readonly sharer: TestForwarder;
  readonly viewers = new Map<FeedId, TestViewer>();
  /** Keyframes that the encoder was asked for. */
  keysAsked = 0;
  /** Called after each change of the plan, and before with what it is told of capacities. */
  onPlan: () => void = () => undefined;
  onCapacity: (who: FeedId, capacity: number) => void = () => undefined;
  readonly #requests = new KeyframeRequests();
  readonly #made = new WeakMap<Chunk, number>();
  readonly #links = new Map<
    string,
    { readonly room: number; readonly direct: number; readonly delay: number }
  >();
  readonly #world: ViewerWorld;
  #newest = { group: -1, sequence: 0 };
  #isKeyDue = true;
  #count = 0;

  constructor(options: CrowdOptions) {
    this.random = seededRandom(options.seed);
    const { time } = this;
    this.sharer = new TestForwarder({
      id: SHARER,
      time,
      uplink: options.uplink ?? 2_500,
      mayForward: true,
      most: options.fanOut,
    });
    this.plan = new TreePlan({ sharer: SHARER, capacity: this.sharer.capacity });
    this.#world = {
      madeAt: (chunk) => this.#made.get(chunk),
      tell: (viewer, told) => time.after(this.#delay(viewer.id, SHARER), () => this.#hear(viewer, told)),
      hold: (viewer, id) => void this.#link(viewer.id, id),
      open: (viewer, id, way, token) => this.#open(viewer, id, way, token),
      close: (viewer, id, way) =>
        time.after(this.#delay(viewer.id, id), () => this.#feeder(id)?.drop(viewer.id, way)),
    };
    const always = () => true;
    time.every(FRAME_PAUSE, 0, always, () => this.#frame());
    time.every(1000, 500, always, () => this.#beat());
    time.every(250, 0, always, () => this.#setCapacity(SHARER, this.sharer.capacity));
  }

  get alive(): readonly TestViewer[] {
    return [...this.viewers.values()].filter(({ isDead }) => !isDead);
  }

  /** Those who are in the plan, have a place, and show nothing as new as that. */
  unfed(withinMs: number): readonly FeedId[] {
    const fed = (viewer: TestViewer) =>
      viewer.isFed(withinMs) || this.plan.placeOf(viewer.id)?.parent === undefined;
    return this.alive.filter((viewer) => !fed(viewer)).map(({ id }) => id);
  }

  join(kind: ViewerKind = 'honest'): TestViewer {
    const id: FeedId = `@v${this.#count++}.ed25519`;
    const uplink = [400, 700, 1_500, 3_000][Math.floor(this.random() * 4)] ?? 400;
    const parts = { id, time: this.time, uplink, mayForward: kind !== 'phone', most: 16 };
    const viewer = new TestViewer(parts, kind, SHARER, this.#world);
    this.viewers.set(id, viewer);
    const capacity = kind === 'honest' || kind === 'phone' ? viewer.capacity : 16;
    this.time.after(this.#delay(id, SHARER), () => {
      this.onCapacity(id, capacity);
      this.#tell(this.plan.join(id, { capacity }));
    });
    return viewer;
  }

  /** Somebody who is there. */
  one(): TestViewer {
    const viewer = this.alive[Math.floor(this.random() * this.alive.length)];
    if (viewer === undefined) throw new Error('nobody is left');
    return viewer;
  }

  /** What the share itself had in the last so many milliseconds, and a keyframe more. */
  bytesIn(ms: number): number {
    return KEY.length + (ms / FRAME_PAUSE) * DELTA.length;
  }

  /** It is gone; those whom it is linked to see that soon, or nobody sees anything. */
  kill(viewer: TestViewer, isSeen: boolean): void {
    viewer.isDead = true;
    if (isSeen)
      for (const other of this.viewers.values())
        this.time.after(this.random() * GONE_WITHIN, () => other.gone(viewer.id));
    this.time.after(isSeen ? this.random() * GONE_WITHIN : NOTICED_AFTER, () => this.#forget(viewer.id));
  }

  /** It says goodbye to all. */
  leave(viewer: TestViewer): void {
    viewer.isDead = true;
    for (const id of viewer.children.keys())
      this.time.after(this.#delay(viewer.id, id), () => this.viewers.get(id)?.gone(viewer.id));
    this.time.after(this.#delay(viewer.id, SHARER), () => this.#forget(viewer.id));
  }

  run(ms: number): void {
    this.time.run(ms);
  }

  #forget(id: FeedId): void {
    for (const feeder of [this.sharer, ...this.viewers.values()]) feeder.drop(id);
    this.#tell(this.plan.leave(id));
  }

  #feeder(id: FeedId): TestForwarder | undefined {
    return id === SHARER ? this.sharer : this.viewers.get(id);
  }

  /** The way from one to another: through the room soon, directly later or, for a few, never. */
  #link(one: FeedId, other: FeedId) {
    const key = one < other ? `${one} ${other}` : `${other} ${one}`;
    const known = this.#links.get(key);
    if (known !== undefined) return known;
    const { now } = this.time;
    const delay = 5 + this.random() * 50;
    const never = this.random() < 0.04;
    const link = {
      ...{ delay, room: now + 50 + 4 * delay },
      direct: never ? Number.POSITIVE_INFINITY : now + 50 + 4 * delay + 300 + this.random() * 1_000,
    };
    this.#links.set(key, link);
    return link;
  }

  /** One way; one packet in a hundred is lost, and comes later. */
  #delay(one: FeedId, other: FeedId): number {
    const { delay } = this.#link(one, other);
    return this.random() < 0.01 ? 3 * delay + 50 : delay;
  }

  #open(viewer: TestViewer, id: FeedId, way: FeedWay, token: object): void {
    const link = this.#link(viewer.id, id);
    const ready = Math.max(this.time.now, link[way]);
    if (!Number.isFinite(ready))
      return this.time.after(5_000, () => viewer.closed(id, way, token, 'unreachable'));
    this.time.after(ready - this.time.now + this.#delay(viewer.id, id), () => {
      const feeder = this.#feeder(id);
      if (feeder === undefined || feeder.isDead) return;
      const back = this.#delay(viewer.id, id);
      if (!feeder.children.has(viewer.id) && feeder.children.size >= feeder.capacity + EXTRA_CHILDREN)
        return this.time.after(back, () => viewer.closed(id, way, token, 'refused'));
      this.time.after(back, () => {
        if (!viewer.opened(id, way, token) || feeder.isDead) return;
        const underWay = () => this.#delay(viewer.id, id);
        const deliver = (chunk: Chunk) => viewer.receive(id, way, token, chunk);
        const replaced = () => this.time.after(underWay(), () => viewer.closed(id, way, token, 'gone'));
        feeder.accept(viewer.id, { way, underWay, deliver, replaced }, viewer.cache.newest);
      });
    });
  }

  #hear(viewer: TestViewer, told: Told): void {
    const { now } = this.time;
    this.plan.heard(viewer.id, now);
    if (told.type === 'lost') this.#tell(this.plan.lost(viewer.id, told.parent, told.why));
    else if (told.type === 'need-key') this.#ask(this.#requests.wish(now));
    else {
      const isLiar = viewer.kind === 'mute' || viewer.kind === 'corrupt';
      this.#setCapacity(viewer.id, isLiar ? 16 : told.capacity);
      if (told.from !== undefined) this.#tell(this.plan.fedBy(viewer.id, told.from));
    }
  }

  #setCapacity(who: FeedId, capacity: number): void {
    this.onCapacity(who, capacity);
    this.#tell(this.plan.capacity(who, capacity));
  }

  #tell(places: readonly Place[]): void {
    if (places.length > 0) this.onPlan();
    for (const { viewer: id, parent, backup, number } of places) {
      const feeder = (to: FeedId | undefined) =>
        to === undefined
          ? undefined
          : {
              id: to,
              ticket: { share: SHARE, sharer: SHARER, parent: to, child: id, number, signature: '' },
            };
      const place = { number, parent: feeder(parent), backup: feeder(backup) };
      this.time.after(this.#delay(id, SHARER), () => this.viewers.get(id)?.setPlace(place));
    }
  }

  #beat(): void {
    for (const viewer of this.alive) {
      const newest = { ...this.#newest };
      this.time.after(this.#delay(viewer.id, SHARER), () => viewer.beat(newest));
    }
    this.#tell(this.plan.improve());
  }

  #ask(isAsked: boolean): void {
    if (!isAsked) return;
    this.keysAsked++;
    this.#isKeyDue = true;
  }

  #frame(): void {
    const { now } = this.time;
    const isKey = this.#isKeyDue;
    this.#isKeyDue = false;
    const { group, sequence } = this.#newest;
    this.#newest = isKey ? { group: group + 1, sequence: 0 } : { group, sequence: sequence + 1 };
    const at = this.#newest.sequence;
    const layer = LAYERS[at % LAYERS.length] ?? 0;
    // The last before it whose layer is not higher.
    const needs = isKey ? 0 : layer === 0 ? at - 4 : layer === 1 ? at - 2 : at - 1;
    const chunk: Chunk = {
      ...{ share: SHARE, epoch: 0, ...this.#newest, track: 'video' as const, isKey, layer, needs },
      bytes: isKey ? KEY : DELTA,
    };
    this.#made.set(chunk, now);
    this.sharer.forward(chunk);
    this.#ask(this.#requests.frame({ isKey, bytes: chunk.bytes.length }, now) || this.#requests.tick(now));
  }
}
