import { type Clock, type FeedId, TokenBucket } from '@open-rooms/protocol';
import type { Background } from '../connection/background.ts';
import type { SmallTexts } from './small-texts.ts';

/** Names of one connection that are noted, each second and at once: each is written down, and costs who tells it nothing. */
const TOLD_NAMES_PER_SECOND = 0.2;
const TOLD_NAMES_AT_ONCE = 3;

export interface ToldNamesParts {
  readonly texts: SmallTexts;
  readonly clock: Clock;
  readonly background: Background;
  readonly onChange: () => void;
}

/** A connection over which somebody tells their name. */
interface Teller {
  readonly id: FeedId;
  readonly closed: Promise<unknown>;
}

/** How fast one connection tells names, and what it told last where that was too fast. */
class Pace {
  readonly bucket = new TokenBucket(TOLD_NAMES_PER_SECOND, TOLD_NAMES_AT_ONCE);
  name: string | undefined;
  timer: Disposable | undefined;
}

/** What people say they are called. Whoever changes it too fast waits with the last one, and keeps nobody else waiting. */
export class ToldNames {
  readonly #parts: ToldNamesParts;
  readonly #paces = new WeakMap<Teller, Pace>();

  constructor(parts: ToldNamesParts) {
    this.#parts = parts;
  }

  get(id: FeedId): string | undefined {
    return this.#parts.texts.get(id);
  }

  /** Somebody is called so from now on; `undefined` for no name. */
  note(peer: Teller, name: string | undefined): void {
    const pace = this.#paceOf(peer);
    pace.name = name;
    if (pace.timer === undefined) this.#due(peer, pace);
  }

  #paceOf(peer: Teller): Pace {
    const known = this.#paces.get(peer);
    if (known !== undefined) return known;
    const pace = new Pace();
    this.#paces.set(peer, pace);
    void peer.closed.then(() => pace.timer?.[Symbol.dispose]());
    return pace;
  }

  #due(peer: Teller, pace: Pace): void {
    const { id } = peer;
    const { texts, clock, background, onChange } = this.#parts;
    pace.timer = undefined;
    if (texts.get(id) === pace.name) return;
    const delay = pace.bucket.delay(clock.now());
    if (delay > 0) {
      pace.timer = clock.after(delay, () => this.#due(peer, pace));
      return;
    }
    pace.bucket.take(clock.now());
    background.run(texts.set(id, pace.name));
    onChange();
  }
}
