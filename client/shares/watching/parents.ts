import {
  type Clock,
  type CryptoBackend,
  type Feeder,
  type FeedId,
  FeedLag,
  type FeedState,
  type FeedWay,
  type GivenPlace,
  ParentWatch,
  type Position,
  type SharerMessage,
  type ViewerMessage,
  type WatchAction,
} from '@open-rooms/protocol';
import type { Through } from '../carriers/carrier.ts';
import type { ShareChannels } from '../carriers/share-channels.ts';
import type { Held, Reach } from '../reach/reach.ts';
import type { SharedHere } from '../shared-here.ts';
import { GivenPlaces } from './given-places.ts';
import type { Intake } from './intake.ts';
import { ParentWay } from './parent-way.ts';

export interface ParentsParts {
  readonly clock: Clock;
  readonly crypto: Pick<CryptoBackend, 'verify'>;
  /** This person. */
  readonly own: FeedId;
  readonly share: Pick<SharedHere, 'id' | 'by' | 'room'>;
  readonly reach: Pick<Reach, 'hold'>;
  readonly channels: Pick<ShareChannels, 'open'>;
  readonly intake: Pick<Intake, 'from'>;
  /** The video there is already. */
  readonly have: () => Position | undefined;
  /** The highest layer that is wanted. */
  readonly layers: number;
  /** Tells the sharer. */
  readonly tell: (message: ViewerMessage) => void;
  /** Who feeds this viewer, or whether somebody does, may be another. */
  readonly onChange: () => void;
}

const WAYS: readonly FeedWay[] = ['direct', 'room'];

/** Who feeds a share that is watched, and which way. */
export interface FeedSource {
  readonly parent: FeedId;
  readonly through: Through;
}

/**
 * Those who feed a viewer, and who would: does what {@link ParentWatch} decides. Links to parent and backup are there
 * beforehand.
 */
export class Parents {
  readonly #parts: ParentsParts;
  readonly #watch: ParentWatch;
  readonly #places: GivenPlaces;
  readonly #lag = new FeedLag();
  /** Whose lag it is. */
  #lagOf: FeedId | undefined;
  readonly #ways = new Map<string, ParentWay>();
  readonly #held = new Map<FeedId, Held>();
  #place: GivenPlace | undefined;
  #timer: Disposable | undefined;
  #isClosed = false;

  constructor(parts: ParentsParts) {
    this.#parts = parts;
    const { clock, crypto, own, share } = parts;
    this.#watch = new ParentWatch({ sharer: share.by });
    this.#places = new GivenPlaces({ clock, crypto, own, share, onPlace: (place) => this.#go(place) });
  }

  get state(): FeedState {
    return this.#watch.state;
  }

  /** Who brought the last of it. */
  get source(): FeedSource | undefined {
    const source = this.#watch.source;
    const through = source && this.#ways.get(keyOf(source.id, source.way))?.through;
    return source && through && { parent: source.id, through };
  }

  /** The sharer says who feeds. */
  place(place: GivenPlace): void {
    this.#places.take(place);
  }

  beat(beat: Extract<SharerMessage, { type: 'beat' }>): void {
    this.#do((now) => this.#watch.beat(beat, now));
    if (beat.newest !== undefined) this.#lag.beat(beat.newest, this.#parts.clock.now());
    this.#leaveBehind();
  }

  /** Whether what came can be decoded no further without a keyframe. */
  broken(isBroken: boolean): void {
    this.#do((now) => this.#watch.broken(isBroken, now));
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.[Symbol.dispose]();
    this.#places.close();
    for (const way of this.#ways.values()) way.close();
    for (const held of this.#held.values()) held[Symbol.dispose]();
    this.#ways.clear();
    this.#held.clear();
  }

  #go(place: GivenPlace): void {
    this.#place = place;
    for (const feeder of [place.parent, place.backup]) if (feeder !== undefined) this.#hold(feeder.id);
    this.#do((now) => this.#watch.place(place, now));
    this.#release();
  }

  /** Chunks may come, and be too old for anything, or nothing that can be decoded: whoever brings those is silent, too. */
  #leaveBehind(): void {
    const { clock, have, share } = this.#parts;
    const now = clock.now();
    const id = this.#behind;
    if (id !== this.#lagOf) this.#lag.began(now);
    this.#lagOf = id;
    // Nobody is nearer to the source than the sharer.
    if (id === undefined || id === share.by || !this.#lag.isBehind(have(), now)) return;
    this.#lagOf = undefined;
    for (const way of WAYS) {
      const opened = this.#ways.get(keyOf(id, way));
      if (opened === undefined) continue;
      opened.close();
      this.#ways.delete(keyOf(id, way));
      this.#do(() => this.#watch.closed(id, way, 'silent', now));
    }
  }

  /** Who it would be that is behind: who brought the last, or else is to bring it. */
  get #behind(): FeedId | undefined {
    const { parent, backup } = this.#place ?? {};
    const isTried = (id: FeedId) => WAYS.some((way) => this.#ways.has(keyOf(id, way)));
    return this.#watch.source?.id ?? [parent?.id, backup?.id].find((id) => id !== undefined && isTried(id));
  }

  #do(tell: (now: number) => readonly WatchAction[]): void {
    if (this.#isClosed) return;
    const { clock, onChange } = this.#parts;
    for (const action of tell(clock.now())) this.#act(action);
    this.#timer?.[Symbol.dispose]();
    const due = this.#watch.deadline();
    if (due !== undefined)
      this.#timer = clock.after(Math.max(0, due - clock.now()), () =>
        this.#do((now) => this.#watch.tick(now)),
      );
    onChange();
  }

  #act(action: WatchAction): void {
    if (action.kind === 'open') this.#open(action.feeder, action.way);
    else if (action.kind === 'close') this.#close(action.id, action.way);
    else if (action.kind === 'lost')
      this.#parts.tell({ type: 'lost', parent: action.parent, why: action.why });
    else this.#parts.tell({ type: 'need-key' });
  }

  #open({ id, ticket }: Feeder, way: FeedWay): void {
    this.#close(id, way);
    const { clock, channels, intake, have, layers } = this.#parts;
    // What is over is told nothing of any more.
    const whileOpen = (run: (now: number) => readonly WatchAction[]) => {
      if (this.#ways.get(keyOf(id, way)) === opened) this.#do(run);
    };
    const opened: ParentWay = new ParentWay({
      ...{ clock, channels, way, ticket, have, layers },
      held: this.#hold(id),
      intake: (isOrdered) => intake.from(isOrdered),
      events: {
        onOpened: () => whileOpen((now) => this.#watch.opened(id, way, now)),
        onChunk: (chunk) => whileOpen((now) => this.#watch.chunk(id, way, chunk, now)),
        onForged: () => whileOpen((now) => this.#watch.forged(id, now)),
        onClosed: (why) => whileOpen((now) => this.#watch.closed(id, way, why, now)),
      },
    });
    this.#ways.set(keyOf(id, way), opened);
  }

  #close(id: FeedId, way: FeedWay): void {
    const key = keyOf(id, way);
    this.#ways.get(key)?.close();
    this.#ways.delete(key);
    this.#release();
  }

  #hold(id: FeedId): Held {
    const held = this.#held.get(id) ?? this.#parts.reach.hold(this.#parts.share.room, id);
    this.#held.set(id, held);
    return held;
  }

  /** Links that are for nobody who feeds, or would, are needed no more. */
  #release(): void {
    const needed = new Set([this.#place?.parent?.id, this.#place?.backup?.id]);
    for (const [id, held] of this.#held) {
      const isUsed = this.#ways.has(keyOf(id, 'direct')) || this.#ways.has(keyOf(id, 'room'));
      if (needed.has(id) || isUsed) continue;
      held[Symbol.dispose]();
      this.#held.delete(id);
    }
  }
}

function keyOf(id: FeedId, way: FeedWay): string {
  return `${way} ${id}`;
}
