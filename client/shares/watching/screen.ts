import { type Clock, FPS_MAX, type Position } from '@open-rooms/protocol';
import type { Intake, OpenedFrame } from './intake.ts';

const SECOND = 1_000;

/** What is seen of a share. */
export interface WatchFacts {
  /** Frames in the last second. */
  readonly fps: number;
  /** Pixels; 0 until there is a picture. */
  readonly width: number;
  readonly height: number;
  /** Highest temporal layer that came in the last second. */
  readonly layers: number;
  /** About how old what is on screen is, in milliseconds; not where nothing says what is on screen. */
  readonly behindMs?: number;
}

/** What of a share is on somebody's screen, as far as the program that draws it says so. */
export class Screen {
  readonly #clock: Clock;
  readonly #intake: Pick<Intake, 'frames' | 'config'>;
  /** What was on screen in the last second, and the last before it. */
  #shown: { readonly frame: OpenedFrame; readonly at: number }[] = [];
  /** The newest that the sharer spoke of and that is not on screen yet, and since when. */
  #awaited: { readonly newest: Position; readonly at: number } | undefined;
  #behindMs: number | undefined;

  constructor(clock: Clock, intake: Pick<Intake, 'frames' | 'config'>) {
    this.#clock = clock;
    this.#intake = intake;
  }

  /** Which frame is on screen; where nobody draws, the newest that was opened. */
  get position(): Position | undefined {
    const frame = this.#shown.at(-1)?.frame ?? this.#intake.frames.at(-1);
    return frame && { group: frame.group, sequence: frame.sequence };
  }

  /** For how long that has been there, in milliseconds. */
  get positionMs(): number | undefined {
    const at = this.#shown.at(-1)?.at ?? this.#intake.frames.at(-1)?.at;
    return at === undefined ? undefined : Math.max(0, Math.round(this.#clock.now() - at));
  }

  get facts(): WatchFacts {
    const now = this.#clock.now();
    const { width = 0, height = 0 } = this.#intake.config ?? {};
    const recent = this.#intake.frames.filter(({ at }) => now - at < SECOND);
    const layers = recent.reduce((most, { layer }) => Math.max(most, layer), 0);
    const waited = this.#awaited === undefined ? 0 : now - this.#awaited.at;
    const behind = this.#behindMs === undefined ? {} : { behindMs: Math.max(this.#behindMs, waited) };
    // Whoever is given a whole group at once has seen more in a second than a second has.
    const fps = Math.min(FPS_MAX, this.#fps(now, recent.length));
    return { fps, width, height, layers, ...behind };
  }

  /** That frame was drawn. One of which nothing is known any more says nothing. */
  shown(timestamp: number): void {
    const frame = this.#intake.frames.findLast((opened) => opened.timestamp === timestamp);
    if (frame === undefined) return;
    const now = this.#clock.now();
    if (this.#shown.at(-1)?.frame === frame) return;
    this.#shown.push({ frame, at: now });
    this.#forget(now);
    if (this.#awaited === undefined || isBefore(frame, this.#awaited.newest)) return;
    this.#behindMs = now - this.#awaited.at;
    this.#awaited = undefined;
  }

  /** The sharer says how far it is. */
  heard(newest: Position): void {
    const shown = this.#shown.at(-1)?.frame;
    if (shown === undefined || this.#awaited !== undefined) return;
    if (isBefore(shown, newest)) this.#awaited = { newest, at: this.#clock.now() };
    else this.#behindMs = 0;
  }

  #fps(now: number, opened: number): number {
    if (this.#shown.length === 0) return opened;
    this.#forget(now);
    const [first, last] = [this.#shown[0], this.#shown.at(-1)];
    if (first === undefined || last === undefined) return 0;
    return now - last.at >= SECOND ? 0 : Math.max(1, last.frame.count - first.frame.count);
  }

  /** One older than a second stays, to count from. */
  #forget(now: number): void {
    const kept = this.#shown.findLastIndex(({ at }) => now - at >= SECOND);
    if (kept > 0) this.#shown.splice(0, kept);
  }
}

/** Whether a place in the video comes before another. */
function isBefore(one: Position, other: Position): boolean {
  return one.group < other.group || (one.group === other.group && one.sequence < other.sequence);
}
