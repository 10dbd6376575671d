import {
  type Clock,
  type CryptoBackend,
  FanOut,
  type FeedId,
  fromBase64,
  GroupCache,
  LAYER_MAX,
  MAX_CHILDREN,
  type MediaPiece,
  publicKeyOf,
  type SharerMessage,
  WATCH_VERSION,
} from '@open-rooms/protocol';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { ShareChannels } from '../carriers/share-channels.ts';
import { Feeding } from '../feeding/feeding.ts';
import type { Held, Reach } from '../reach/reach.ts';
import type { SharedHere } from '../shared-here.ts';
import { Intake } from './intake.ts';
import { type FeedSource, Parents } from './parents.ts';
import { Screen, type WatchFacts } from './screen.ts';
import { WatchControl } from './watch-control.ts';
import type { WatchOptions } from './watch-options.ts';
import { hasLeft, stateIn, type WatchState } from './watch-state.ts';

/** How often a viewer says how it is, and looks at what it can bear. */
const REPORT_MS = 1_000;

/** How often it is looked at what feeding costs. */
const LOOK_MS = 250;

/** A program that cannot decode what comes asks for a keyframe this often at most. */
const NEED_KEY_MS = 1_000;

export interface WatchingParts {
  readonly share: SharedHere;
  /** This person. */
  readonly own: FeedId;
  readonly clock: Clock;
  readonly crypto: CryptoBackend;
  readonly reach: Pick<Reach, 'hold'>;
  /** Carries while direct connections are silent. */
  readonly channels: Pick<ShareChannels, 'open'>;
  readonly options: WatchOptions;
  /** Milliseconds by which timers of this program were late last: whoever has no time feeds nobody. 0 where nobody measures. */
  readonly lagMs?: () => number;
}

export type { WatchFacts } from './screen.ts';
export type { WatchState } from './watch-state.ts';

/** What the sharer says of the share, once it has let this viewer in. */
export type WatchWelcome = Extract<SharerMessage, { type: 'welcome' }>;

/** A share that is watched: it is joined, received, opened, and fed on to others, until it is stopped or ends. */
export class Watching {
  readonly share: SharedHere;
  readonly state: ReadonlySignal<WatchState>;
  /** Who feeds it now, and which way. */
  readonly source: ReadonlySignal<FeedSource | undefined>;
  readonly facts: ReadonlySignal<WatchFacts>;
  /** What is shown, as the sharer says it; `undefined` until it has let this viewer in. */
  readonly welcome: ReadonlySignal<WatchWelcome | undefined>;
  /** How many watch it, as the sharer says it; 0 until it has. */
  readonly watching: ReadonlySignal<number>;
  /** What others are fed with from here. */
  readonly feeding: Feeding;
  /** Resolves once it has ended, was refused or stopped. */
  readonly over: Promise<void>;
  readonly #parts: WatchingParts;
  readonly #state = signal<WatchState>({ kind: 'joining' });
  readonly #source = signal<FeedSource | undefined>(undefined);
  readonly #facts = signal<WatchFacts>({ fps: 0, width: 0, height: 0, layers: 0 });
  readonly #welcome = signal<WatchWelcome | undefined>(undefined);
  readonly #watching = signal(0);
  readonly #over = Promise.withResolvers<void>();
  readonly #held: Held;
  readonly #intake: Intake;
  readonly #parents: Parents;
  readonly #control: WatchControl;
  readonly #screen: Screen;
  readonly #fanOut: FanOut;
  readonly #begunAt: number;
  #timer: Disposable | undefined;
  /** When a report is due. */
  #reportAt = 0;
  #isPaused = false;
  #isPlaced = false;
  #isOver = false;
  #keyAskedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: WatchingParts) {
    const { share, own, clock, crypto, reach, channels, options } = parts;
    this.#parts = parts;
    this.#begunAt = clock.now();
    this.share = share;
    this.state = this.#state;
    this.source = this.#source;
    this.facts = this.#facts;
    this.welcome = this.#welcome;
    this.watching = this.#watching;
    this.over = this.#over.promise;
    const cache = new GroupCache();
    this.#fanOut = new FanOut({
      mayForward: () => options.mayForward?.() ?? true,
      most: Math.min(MAX_CHILDREN, options.fanOut ?? MAX_CHILDREN),
    });
    this.feeding = new Feeding({
      ...{ clock, crypto, own, cache, share: share.id, sharer: share.by },
      capacity: () => this.#fanOut.capacity,
      onChange: () => (this.#reportAt = 0),
    });
    this.#intake = new Intake({
      ...{ clock, crypto, cache, feeding: this.feeding, share: share.id },
      sharerKey: publicKeyOf(share.by) ?? new Uint8Array(32),
      onBroken: (isBroken) => this.#parents.broken(isBroken),
      onOpened: () => this.#review(),
    });
    this.#screen = new Screen(clock, this.#intake);
    this.#held = reach.hold(share.room, share.by);
    this.#parents = new Parents({
      ...{ clock, crypto, own, share, reach, channels, intake: this.#intake, layers: LAYER_MAX },
      have: () => cache.newest,
      tell: (message) => this.#control.send(message),
      onChange: () => this.#onFed(),
    });
    this.#control = new WatchControl({
      ...{ clock, held: this.#held },
      hello: () => this.#hello(),
      onMessage: (message) => this.#hear(message),
      onDown: () => this.#review(),
    });
    this.#look();
  }

  /**
   * Calls `listener` with each piece that can be decoded, in order, until disposed; with the current group at once, so
   * that it begins with a keyframe.
   */
  onPiece(listener: (piece: MediaPiece) => void): Disposable {
    return this.#intake.onPiece(listener);
  }

  /** What is on screen now: the timestamp of the piece. The sharer is told. */
  shown(timestamp: number): void {
    this.#screen.shown(timestamp);
  }

  /** What came cannot be decoded: the group begins anew, or the sharer is asked for a keyframe. */
  needKey(): void {
    if (this.#isOver || this.#intake.repeat()) return;
    const now = this.#parts.clock.now();
    if (now - this.#keyAskedAt < NEED_KEY_MS) return;
    this.#keyAskedAt = now;
    this.#control.send({ type: 'need-key' });
  }

  /** Watches no more; those who were fed from here are told. */
  stop(): void {
    if (this.#isOver) return;
    this.#control.send({ type: 'bye' });
    this.#end({ kind: 'ended', why: 'stopped' }, 'leaving');
  }

  #hello() {
    const { share, options } = this.#parts;
    const { capacity } = this.#fanOut;
    const mayForward = options.mayForward?.() ?? true;
    const decodes = [...options.decodes];
    return { type: 'hello', version: WATCH_VERSION, share: share.id, decodes, mayForward, capacity } as const;
  }

  #hear(message: SharerMessage): void {
    if (this.#isOver) return;
    switch (message.type) {
      case 'welcome':
        this.#welcome.value = message;
        break;
      case 'refused': {
        const { why, codec } = message;
        return this.#end({ kind: 'refused', why, ...(codec === undefined ? {} : { codec }) }, 'leaving');
      }
      case 'key':
        this.feeding.setRemoved(message.removed);
        this.#intake.setKey(message.epoch, fromBase64(message.key) ?? new Uint8Array(32));
        break;
      case 'place':
        this.#isPlaced = true;
        this.feeding.planned(message.number);
        this.#parents.place(message);
        break;
      case 'cut':
        this.feeding.cut(message.child);
        break;
      case 'beat':
        this.#beat(message);
        break;
      case 'ended':
        return this.#end(
          { kind: 'ended', why: message.why },
          message.why === 'stopped' ? 'ended' : 'leaving',
        );
    }
    this.#review();
  }

  #beat(beat: Extract<SharerMessage, { type: 'beat' }>): void {
    this.#isPaused = beat.state === 'paused';
    this.#watching.value = beat.watching;
    if (beat.newest !== undefined) this.#screen.heard(beat.newest);
    this.#parents.beat(beat);
  }

  /** Looks after what has no event of its own, again and again. */
  #look(): void {
    const { clock, lagMs } = this.#parts;
    const before = this.#fanOut.capacity;
    this.#fanOut.report({ ...this.feeding.measure(), lagMs: lagMs?.() ?? 0 }, clock.now());
    if (this.#fanOut.capacity !== before) this.#reportAt = 0;
    if (clock.now() >= this.#reportAt) this.#report();
    if (hasLeft(this.#silentMs, this.#isPresent)) return this.#end({ kind: 'ended', why: 'gone' }, 'leaving');
    this.#review();
    this.#timer = clock.after(LOOK_MS, () => this.#look());
  }

  #report(): void {
    const { clock } = this.#parts;
    this.#reportAt = clock.now() + REPORT_MS;
    const facts = this.#screen.facts;
    this.#facts.value = facts;
    const { position, positionMs } = this.#screen;
    const source = this.#parents.source;
    const children = this.feeding.children.map(({ id }) => id).slice(0, MAX_CHILDREN);
    this.#control.send({
      ...{ type: 'report', fps: facts.fps, layers: facts.layers, capacity: this.#fanOut.capacity, children },
      state: this.#state.peek().kind === 'watching' ? 'playing' : 'waiting',
      ...(position === undefined ? {} : { shown: position }),
      ...(positionMs === undefined ? {} : { shownMs: positionMs }),
      ...(source === undefined ? {} : { from: source.parent, through: source.through }),
    });
  }

  #onFed(): void {
    const { source } = this.#parents;
    const before = this.#source.peek();
    if (source?.parent === before?.parent && source?.through === before?.through) return this.#review();
    this.#source.value = source;
    this.#reportAt = 0;
    this.#review();
  }

  /** Milliseconds since anything came: of the sharer, or of the share. */
  get #silentMs(): number {
    const heardAt = Math.max(this.#begunAt, this.#control.heardAt ?? 0, this.#intake.frames.at(-1)?.at ?? 0);
    return this.#control.isUp ? 0 : this.#parts.clock.now() - heardAt;
  }

  get #isPresent(): boolean | undefined {
    const { room, by } = this.share;
    return room.state === 'open' && room.isListed ? room.attendants.has(by) : undefined;
  }

  #review(): void {
    if (this.#isOver) return;
    const state = stateIn({
      ...{ isPaused: this.#isPaused, isPlaced: this.#isPlaced, feed: this.#parents.state },
      hasPicture: this.#intake.frames.length > 0,
      sinceMs: this.#parts.clock.now() - this.#begunAt,
    });
    if (isOther(this.#state.peek(), state)) this.#state.value = state;
  }

  #end(state: WatchState, why: 'ended' | 'leaving'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer?.[Symbol.dispose]();
    this.feeding.close(why);
    this.#parents.close();
    this.#control.close();
    this.#held[Symbol.dispose]();
    this.#intake.close();
    this.#source.value = undefined;
    this.#state.value = state;
    this.#over.resolve();
  }
}

function isOther(one: WatchState, other: WatchState): boolean {
  const whyOf = (state: WatchState) => ('why' in state ? state.why : undefined);
  return one.kind !== other.kind || whyOf(one) !== whyOf(other);
}
