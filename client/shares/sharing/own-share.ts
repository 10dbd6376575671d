import {
  type Chunk,
  type FeedId,
  GroupCache,
  newShareId,
  type RefusedWhy,
  SHARE_ID_BYTES,
  type ShareId,
} from '@open-rooms/protocol';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { Room } from '../../connection/room.ts';
import type { Runtime } from '../../connection/runtime.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Links } from '../../links/links.ts';
import { assign } from '../assign.ts';
import { every } from '../every.ts';
import { Feeding } from '../feeding/feeding.ts';
import type { ShareOptions } from '../share.ts';
import { LAST_PICTURES_MS, SHARE_BEAT_MS, SHARE_LOOK_MS } from '../share-limits.ts';
import type { ShareMode, ShareSource } from '../share-source.ts';
import { Audience, type AudienceParts } from './audience.ts';
import { Broadcast } from './broadcast.ts';
import { Captured } from './captured.ts';
import { bestCodec, commonCodec, otherCodec } from './codec-choice.ts';
import { OwnFanOut } from './own-fan-out.ts';
import type { PlacesParts } from './places.ts';
import type { OwnShareState, ShareRate, ViewerFacts } from './share-facts.ts';
import { ShareKeys } from './share-keys.ts';
import type { ViewerHello, ViewerLine } from './viewer.ts';
import { type Welcome, welcomeOf } from './welcome.ts';

export type { OwnShareState, ShareRate, ViewerFacts } from './share-facts.ts';

export interface OwnShareParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  readonly room: Room;
  readonly source: ShareSource;
  readonly options: ShareOptions;
  readonly links: Pick<Links, 'to' | 'keep'>;
  /** Why somebody may not watch what is shared in this room. */
  readonly refusal: (id: FeedId) => RefusedWhy | undefined;
  /** Milliseconds by which timers of this program are late. */
  readonly lagMs: () => number;
}

/** What this person shows in a room (spec/shares.md): it goes on while the room is away, until it is stopped. */
export class OwnShare {
  readonly id: ShareId;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What viewers are fed with from here. */
  readonly feeding: Feeding;
  readonly #parts: OwnShareParts;
  readonly #state = signal<OwnShareState>('live');
  readonly #viewers = signal<readonly ViewerFacts[]>([]);
  readonly #rate: Signal<ShareRate>;
  readonly #cache = new GroupCache();
  readonly #captured = new Captured();
  readonly #fanOut: OwnFanOut;
  readonly #audience: Audience;
  readonly #broadcast: Broadcast;
  readonly #timers = new DisposableStack();
  #goodbye = Promise.resolve();
  #fault: string | undefined;
  #codecAt = Number.NEGATIVE_INFINITY;
  #isTelling = false;
  /** Viewers report all the time: what they say is told at the next look, whatever their number. */
  #hasNews = false;

  /** @throws ShareError `no-codec`, RangeError where so many cannot be fed */
  constructor(parts: OwnShareParts) {
    const { identity, runtime, source, options } = parts;
    const { clock, crypto } = runtime;
    const codec = bestCodec(source.codecs);
    this.#parts = parts;
    this.id = newShareId(crypto.randomBytes(SHARE_ID_BYTES));
    this.since = Math.floor(runtime.now());
    this.#fanOut = new OwnFanOut(options.fanOut);
    const keys = new ShareKeys(crypto);
    const { secretKey } = identity;
    const common = { clock, crypto, own: identity.id, sharer: identity.id, share: this.id, secretKey, keys };
    this.feeding = new Feeding({ ...common, cache: this.#cache, capacity: () => this.#fanOut.capacity });
    this.#audience = new Audience({
      ...common,
      ...this.#hearing(),
      capacity: this.#fanOut.capacity,
      feeding: this.feeding,
    });
    this.#broadcast = new Broadcast({
      ...{ ...common, source, codec, mode: options.mode ?? 'detail' },
      onChunk: (chunk, capturedAt) => this.#send(chunk, capturedAt),
      onEnded: (why) => {
        this.#fault = why;
        this.#end(LAST_PICTURES_MS);
      },
    });
    this.#rate = signal(this.#broadcast.rate);
    this.#broadcast.start();
    // A source may be over before it has begun.
    if (this.#isEnded) return;
    this.#timers.use(every(clock, SHARE_BEAT_MS, () => this.#beat()));
    this.#timers.use(every(clock, SHARE_LOOK_MS, () => this.#measure()));
  }

  get room(): Room {
    return this.#parts.room;
  }

  get source(): ShareSource {
    return this.#broadcast.source;
  }

  get state(): ReadonlySignal<OwnShareState> {
    return this.#state;
  }

  /** What went wrong with the source, where it ended by that: a sentence. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Everybody who watches, in the order in which they came. */
  get viewers(): ReadonlySignal<readonly ViewerFacts[]> {
    return this.#viewers;
  }

  get rate(): ReadonlySignal<ShareRate> {
    return this.#rate;
  }

  /** Viewers keep the last picture, and are told. */
  pause(): void {
    this.#setPaused(true);
  }

  resume(): void {
    this.#setPaused(false);
  }

  setMode(mode: ShareMode): void {
    this.#broadcast.setMode(mode);
    this.#changed();
  }

  /**
   * Shows something else under the same share; the source before is stopped. Whoever decodes nothing that the new one can
   * be encoded in is told so.
   * @throws ShareError `no-codec`
   */
  replace(source: ShareSource): void {
    if (this.#isEnded) return source.stop();
    const best = bestCodec(source.codecs);
    this.#audience.recode(source.codecs);
    this.#cache.clear();
    this.#codecAt = this.#parts.runtime.clock.now();
    this.#broadcast.replace(source, commonCodec(source.codecs, this.#audience.decodes) ?? best);
    // It may be over before it has begun.
    if (this.#isEnded) return;
    this.#audience.tell(this.#welcome);
    this.#changed();
  }

  /** They see nothing from now on; for good, or until they may watch anew. */
  remove(viewer: FeedId, { isForGood = true } = {}): void {
    this.#audience.remove(viewer, isForGood);
  }

  /** Ends the share for everybody, and its source. */
  stop(): void {
    this.#end(0);
  }

  /** Resolves once all who watched have been told that it has ended. */
  get told(): Promise<void> {
    return this.#goodbye;
  }

  /** Somebody comes to watch. */
  accept(id: FeedId, line: ViewerLine, hello: ViewerHello): void {
    this.#audience.accept(id, line, hello);
  }

  /** Who watched before `at` (milliseconds since 1970), of all or of those. */
  hasSince(id: FeedId, at: number): boolean {
    return this.#audience.hasSince(id, at);
  }

  /** Whoever may not be linked any more goes, and whoever cannot come back. */
  reconsider(mayStay: (id: FeedId) => boolean): void {
    if (!this.#isEnded) this.#audience.reconsider(mayStay);
  }

  get #welcome(): Welcome {
    return welcomeOf(this.source, this.room.id, this.#broadcast.settings.codec);
  }

  get #isEnded(): boolean {
    return this.#state.peek() === 'ended';
  }

  /** What is said to the viewers' words. */
  #hearing(): Omit<AudienceParts, keyof PlacesParts | 'capacity' | 'keys' | 'feeding'> {
    const { links, refusal, runtime } = this.#parts;
    return {
      captured: this.#captured,
      now: runtime.now,
      refusal,
      keep: (id) => links.keep(id),
      isLinked: (id) => links.to(id) !== undefined,
      roundTripMs: (id) => links.to(id)?.path.peek()?.roundTripMs,
      codecs: () => ({ all: this.source.codecs, now: this.#broadcast.settings.codec }),
      welcome: () => this.#welcome,
      onNeedKey: () => this.#broadcast.needKey(),
      onNewKey: () => this.#broadcast.changeKey(),
      onChange: () => this.#changed(),
      onReport: () => {
        this.#hasNews = true;
      },
    };
  }

  /** @param lingerMs how long those who watch are told nothing of it */
  #end(lingerMs: number): void {
    if (this.#isEnded) return;
    this.#timers.dispose();
    this.#broadcast.stop();
    this.#viewers.value = [];
    this.#state.value = 'ended';
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#goodbye = promise.then(() => {
      this.feeding.close('ended');
      return this.#audience.close();
    });
    if (lingerMs === 0) resolve();
    else this.#parts.runtime.clock.after(lingerMs, resolve);
  }

  #send(chunk: Chunk, capturedAt: number): void {
    if (chunk.track === 'video') this.#captured.note(chunk, capturedAt);
    this.#cache.push(chunk);
    this.feeding.push(chunk);
    if (this.#cache.isFull) this.#broadcast.needKey();
  }

  #setPaused(isPaused: boolean): void {
    if (this.#isEnded || (this.#state.peek() === 'paused') === isPaused) return;
    this.#broadcast.setPaused(isPaused);
    this.#state.value = isPaused ? 'paused' : 'live';
    this.#beat();
  }

  #beat(): void {
    const newest = this.#cache.newestForAll;
    this.#audience.beat({
      ...{ type: 'beat', watching: this.#audience.size, at: Math.floor(this.#parts.runtime.now()) },
      state: this.#state.peek() === 'paused' ? 'paused' : 'live',
      ...(newest === undefined ? {} : { newest }),
    });
    this.#settleCodec();
    this.#changed();
  }

  #measure(): void {
    const { clock } = this.#parts.runtime;
    const measured = this.feeding.measure();
    const capacity = this.#fanOut.report({ ...measured, lagMs: this.#parts.lagMs() }, clock.now());
    this.#audience.setCapacity(capacity);
    this.#broadcast.observe(measured.oldestQueueMs);
    if (this.#hasNews) this.#changed();
  }

  #settleCodec(): void {
    const { codec } = this.#broadcast.settings;
    const now = this.#parts.runtime.clock.now();
    const best = otherCodec(codec, this.source.codecs, this.#audience.decodes, now - this.#codecAt);
    if (best === undefined) return;
    this.#codecAt = now;
    // What is kept is of no use to whoever needs the other.
    this.#cache.clear();
    this.#broadcast.setCodec(best);
    this.#audience.tell(this.#welcome);
  }

  /** Many changes in one turn are one. */
  #changed(): void {
    if (this.#isTelling || this.#isEnded) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.#hasNews = false;
      if (this.#isEnded) return;
      this.#settleCodec();
      assign(this.#viewers, this.#audience.facts);
      assign(this.#rate, this.#broadcast.rate);
    });
  }
}
