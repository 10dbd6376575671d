import {
  type Clock,
  type CryptoBackend,
  type Family,
  type FeedId,
  MAX_REMOVED,
  type RefusedWhy,
  type ShareId,
  type SharerMessage,
  toBase64,
  type VideoFamily,
  type ViewerMessage,
} from '@open-rooms/protocol';
import type { Feeding } from '../feeding/feeding.ts';
import { MAX_VIEWERS } from '../share-limits.ts';
import type { Captured } from './captured.ts';
import { commonCodec } from './codec-choice.ts';
import { Places } from './places.ts';
import type { ViewerFacts } from './share-facts.ts';
import type { ShareKeys, ShareSecret } from './share-keys.ts';
import { Viewer, type ViewerHello, type ViewerLine, type ViewerReport } from './viewer.ts';
import type { Welcome } from './welcome.ts';

/** What viewers are told once a second. */
export type Beat = Extract<SharerMessage, { type: 'beat' }>;

export interface AudienceParts {
  readonly own: FeedId;
  readonly share: ShareId;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly crypto: Pick<CryptoBackend, 'sign'>;
  /** 64 bytes. */
  readonly secretKey: Uint8Array;
  /** Viewers that are fed from here, at first. */
  readonly capacity: number;
  readonly keys: ShareKeys;
  readonly feeding: Pick<Feeding, 'cut' | 'planned' | 'setRemoved' | 'readmit'>;
  readonly captured: Captured;
  /** Why somebody may not watch. */
  readonly refusal: (id: FeedId) => RefusedWhy | undefined;
  /** The link to somebody is wanted, though they may be a stranger, until disposed. */
  readonly keep: (id: FeedId) => Disposable;
  /** Whether there is a link to somebody. */
  readonly isLinked: (id: FeedId) => boolean;
  /** Milliseconds there and back. */
  readonly roundTripMs: (id: FeedId) => number | undefined;
  /** What the source can encode, and what it encodes now. */
  readonly codecs: () => { readonly all: readonly VideoFamily[]; readonly now: VideoFamily };
  readonly welcome: () => Welcome;
  /** Something was lost somewhere: a keyframe is needed. */
  readonly onNeedKey: () => void;
  /** There is a new key of the share, which waits for a keyframe. */
  readonly onNewKey: () => void;
  /** Somebody has come or gone. */
  readonly onChange: () => void;
  /** Somebody has said how they are. */
  readonly onReport: () => void;
}

/**
 * Who watches a share. The sharer alone lets them in, gives them its key, says who feeds them, and removes them
 * (spec/shares.md, "Control").
 */
export class Audience {
  readonly #parts: AudienceParts;
  readonly #places: Places;
  readonly #viewers = new Map<FeedId, Viewer>();
  readonly #removed = new Set<FeedId>();
  /** Those of them who are let in again once they may watch. */
  readonly #dropped = new Set<FeedId>();
  /** Everybody who was given the newest key, whether or not they still watch. */
  #knowing = new Set<FeedId>();

  constructor(parts: AudienceParts) {
    this.#parts = parts;
    const send = (viewer: FeedId, message: SharerMessage) => this.#viewers.get(viewer)?.send(message);
    this.#places = new Places({ ...parts, send, onNumber: (number) => parts.feeding.planned(number) });
  }

  get size(): number {
    return this.#viewers.size;
  }

  /** Whether somebody watches, and did so at that time already: milliseconds since 1970. */
  hasSince(id: FeedId, at: number): boolean {
    const viewer = this.#viewers.get(id);
    return viewer !== undefined && viewer.since <= at;
  }

  /** What each of them decodes. */
  get decodes(): readonly (readonly Family[])[] {
    return [...this.#viewers.values()].map(({ decodes }) => decodes);
  }

  /** Everybody who watches, in the order in which they came. */
  get facts(): readonly ViewerFacts[] {
    const { fedHere } = this.#places;
    return [...this.#viewers.values()].map((viewer) => viewer.facts(fedHere.has(viewer.id)));
  }

  /** Somebody wants to watch, or comes back. */
  accept(id: FeedId, line: ViewerLine, hello: ViewerHello): void {
    const why = this.#refusal(id, hello);
    if (why !== undefined) {
      const { now } = this.#parts.codecs();
      line.send({ type: 'refused', why, ...(why === 'not-decodable' ? { codec: now } : {}) });
      return line.close();
    }
    if (this.#dropped.delete(id)) this.#readmit(id);
    const known = this.#viewers.get(id);
    if (known?.maySay(line) === false) return;
    const viewer = known ?? this.#enter(id, line, hello);
    known?.take(line, hello);
    viewer.send(this.#parts.welcome());
    for (const secret of this.#parts.keys.all) viewer.send(this.#keyMessage(secret));
    this.#knowing.add(id);
    if (known === undefined) this.#places.join(id, viewer.capacity);
    else this.#places.again(id, viewer.capacity);
    this.#parts.onChange();
  }

  /**
   * Takes somebody's key from them: they see nothing from the next keyframe on, and are not let in again; or, where that is
   * not for good, once they may watch anew.
   */
  remove(id: FeedId, isForGood = true): void {
    if (isForGood) this.#dropped.delete(id);
    if (this.#removed.has(id)) return;
    this.#removed.add(id);
    if (!isForGood) this.#dropped.add(id);
    const viewer = this.#viewers.get(id);
    const parent = this.#places.parentOf(id);
    viewer?.send({ type: 'ended', why: 'removed' });
    this.#viewers.delete(id);
    void viewer?.close();
    this.#cut(id, parent);
    this.#parts.feeding.setRemoved([...this.#removed]);
    // Whoever never had the key, or not this one, takes nothing of it along.
    if (this.#knowing.has(id)) this.#rekey();
    this.#places.leave(id);
    this.#parts.onChange();
  }

  /** Removes whoever may not watch any more, and lets go those who cannot come back. */
  reconsider(mayStay: (id: FeedId) => boolean): void {
    for (const viewer of [...this.#viewers.values()]) {
      if (mayStay(viewer.id)) viewer.reconsider();
      else this.remove(viewer.id);
    }
  }

  /** The source is another: whoever decodes nothing of what everybody before them does is told so, and gone. */
  recode(codecs: readonly VideoFamily[]): void {
    const staying: (readonly Family[])[] = [];
    for (const viewer of [...this.#viewers.values()]) {
      if (commonCodec(codecs, [...staying, viewer.decodes]) !== undefined) staying.push(viewer.decodes);
      else {
        const codec = commonCodec(codecs, staying);
        viewer.send({ type: 'refused', why: 'not-decodable', ...(codec === undefined ? {} : { codec }) });
        this.#leave(viewer);
      }
    }
  }

  /** How many are fed from here at most, from now on. */
  setCapacity(children: number): void {
    this.#places.setCapacity(this.#parts.own, children);
  }

  /** Tells everybody how the share is, once a second, and brings those nearer who can be. */
  beat(beat: Beat): void {
    this.tell(beat);
    this.#places.improve();
  }

  /** Tells everybody the same. */
  tell(message: SharerMessage): void {
    for (const viewer of this.#viewers.values()) viewer.send(message);
  }

  /** The share is over. Resolves once all have been told. */
  async close(): Promise<void> {
    this.tell({ type: 'ended', why: 'stopped' });
    const viewers = [...this.#viewers.values()];
    this.#viewers.clear();
    await Promise.all(viewers.map((viewer) => viewer.close()));
  }

  #refusal(id: FeedId, { decodes }: ViewerHello): RefusedWhy | undefined {
    if (this.#removed.has(id) && !this.#dropped.has(id)) return 'removed';
    const isKnown = this.#viewers.has(id);
    // Whoever was let in stays so, though a room that comes back may not list them yet.
    const why = isKnown ? undefined : this.#parts.refusal(id);
    if (why !== undefined) return why;
    if (!isKnown && this.#viewers.size >= MAX_VIEWERS) return 'full';
    const others = [...this.#viewers.values()].filter((viewer) => viewer.id !== id);
    const all = [...others.map((viewer) => viewer.decodes), decodes];
    return commonCodec(this.#parts.codecs().all, all) === undefined ? 'not-decodable' : undefined;
  }

  #readmit(id: FeedId): void {
    this.#removed.delete(id);
    this.#parts.feeding.readmit(id);
  }

  #enter(id: FeedId, line: ViewerLine, hello: ViewerHello): Viewer {
    const viewer = new Viewer(line, hello, {
      ...{ id, clock: this.#parts.clock, since: this.#parts.now() },
      onMessage: (from, message) => this.#hear(from, message),
      onGone: (gone) => this.#leave(gone),
      kept: this.#parts.keep(id),
      mayReturn: () => this.#parts.isLinked(id),
    });
    this.#viewers.set(id, viewer);
    return viewer;
  }

  #hear(viewer: Viewer, message: ViewerMessage): void {
    const { id } = viewer;
    this.#places.heard(id);
    if (message.type === 'report') this.#report(viewer, message);
    else if (message.type === 'lost') this.#places.lost(id, message.parent, message.why);
    else if (message.type === 'need-key') this.#parts.onNeedKey();
    else if (message.type === 'bye') this.#leave(viewer);
  }

  #report(viewer: Viewer, report: ViewerReport): void {
    viewer.reported(report, this.#behindMs(viewer.id, report));
    this.#places.setCapacity(viewer.id, viewer.capacity);
    if (report.from !== undefined) this.#places.fedBy(viewer.id, report.from);
    this.#parts.onReport();
  }

  /** How old what somebody shows is: of its capture we know by our own clock, and its word takes half a round trip. */
  #behindMs(id: FeedId, { shown, shownMs = 0 }: ViewerReport): number | undefined {
    const { captured, clock, roundTripMs } = this.#parts;
    const at = shown && captured.at(shown);
    if (at === undefined) return undefined;
    return Math.max(0, Math.round(clock.now() - at - shownMs - (roundTripMs(id) ?? 0) / 2));
  }

  #leave(viewer: Viewer): void {
    const { id } = viewer;
    if (this.#viewers.get(id) !== viewer) return;
    const parent = this.#places.parentOf(id);
    this.#viewers.delete(id);
    void viewer.close();
    this.#cut(id, parent);
    this.#places.leave(id);
    this.#parts.onChange();
  }

  /** All who watch get another key, which comes into use with the next keyframe. */
  #rekey(): void {
    this.#knowing = new Set(this.#viewers.keys());
    const message = this.#keyMessage(this.#parts.keys.renew());
    this.tell(message);
    this.#parts.onNewKey();
  }

  /** Whoever feeds somebody shall not any more. */
  #cut(child: FeedId, parent: FeedId | undefined): void {
    if (parent === this.#parts.own) this.#parts.feeding.cut(child);
    else if (parent !== undefined) this.#viewers.get(parent)?.send({ type: 'cut', child });
  }

  #keyMessage({ epoch, key }: ShareSecret): SharerMessage {
    return { type: 'key', epoch, key: toBase64(key), removed: [...this.#removed].slice(-MAX_REMOVED) };
  }
}
