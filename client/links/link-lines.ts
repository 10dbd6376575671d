import type { Clock, LoneWire } from '@open-rooms/protocol';
import type { Line } from './line.ts';
import { LinkError, type ThroughRoom } from './link.ts';
import { BASE_PULSE_PAUSE_MS, MAX_FAR_LINES, PULSE_PAUSE_MS, SPARE_PULSE_PAUSE_MS } from './link-limits.ts';
import { PULSE_PROTOCOL } from './pulse.ts';
import { PulsedLine } from './pulsed-line.ts';
import type { Path } from './rtc/path.ts';

export interface LinkLinesParts {
  readonly clock: Clock;
  /** Whether the id of this side comes first of both. */
  readonly isFirst: boolean;
  /** A line has come or gone, or its health or its path is another. */
  readonly onChange: () => void;
}

/** The connections of one link. */
export class LinkLines {
  readonly #parts: LinkLinesParts;
  readonly #all = new Map<Line, PulsedLine>();

  constructor(parts: LinkLinesParts) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  get hasBase(): boolean {
    return this.#of('base').length > 0;
  }

  /** The streams of applications on all of them. */
  get streams(): number {
    return [...this.#all.keys()].reduce((sum, { streams }) => sum + streams, 0);
  }

  /** Those of them that go through the room. */
  get roomStreams(): number {
    return this.#of('base').reduce((sum, { line }) => sum + line.streams, 0);
  }

  /** Whether streams may be opened. */
  get isUsable(): boolean {
    return this.choose('also') !== undefined;
  }

  /** Which way new streams go now. */
  get path(): Path | undefined {
    return this.choose('also')?.path;
  }

  /** Whether a direct connection could be dialled, and there is none that works or may yet turn out to. */
  get lacksDirect(): boolean {
    const isComing = this.#of('direct').some(({ isPromising }) => isPromising);
    return !isComing && this.#of('base').some(({ isUsable }) => isUsable);
  }

  add(line: Line): PulsedLine {
    const pulsed = new PulsedLine(line, {
      clock: this.#parts.clock,
      pause: () => this.#pauseOf(line),
      onChange: () => this.#onChange(),
    });
    this.#all.set(line, pulsed);
    void line.closed.then(() => {
      this.#all.delete(line);
      this.#onChange();
    });
    this.#dropOldFar();
    this.#onChange();
    return pulsed;
  }

  /** Whether the stream was the pulse of a line. */
  takePulse(line: Line, protocol: string, wire: LoneWire): boolean {
    if (protocol !== PULSE_PROTOCOL) return false;
    const pulsed = this.#all.get(line);
    if (pulsed === undefined) wire.destroy();
    else pulsed.takePulse(wire);
    return true;
  }

  /** The line that a stream goes over now. */
  choose(throughRoom: ThroughRoom): PulsedLine | undefined {
    const usable = (kind: Line['kind']) => this.#of(kind).find(({ isUsable }) => isUsable);
    if (throughRoom === 'only') return usable('base');
    return usable('direct') ?? (throughRoom === 'also' ? usable('base') : undefined);
  }

  /** Opens a stream on a line; `undefined` where the line has become unusable meanwhile. */
  async openOn({ line }: PulsedLine, protocol: string, signal: AbortSignal): Promise<LoneWire | undefined> {
    const chosen = this.#all.get(line);
    if (chosen === undefined) return undefined;
    const lost = new AbortController();
    const watching = chosen.onUnusable(() => lost.abort(new LinkError('ended', 'The connection is lost.')));
    try {
      return await line.open(protocol, AbortSignal.any([signal, lost.signal]));
    } catch (error) {
      signal.throwIfAborted();
      const isRefused = error instanceof LinkError && error.fault === 'refused';
      if (isRefused || chosen.isUsable) throw error;
      return undefined;
    } finally {
      watching[Symbol.dispose]();
    }
  }

  /** Resolves once a direct connection works; rejects where none is left that might. */
  async directEcho(): Promise<void> {
    await Promise.any(this.#of('direct').map(({ verified }) => verified));
  }

  /** Ends direct connections that do not work. */
  dropDirect(): void {
    for (const pulsed of this.#of('direct'))
      if (!pulsed.isPromising) pulsed.close('the connection does not answer');
  }

  /** Ends all direct connections: over a relay of the far end's, too, the own address was told. */
  endDirect(): void {
    for (const pulsed of this.#of('direct')) pulsed.close('the address is hidden from now on');
  }

  /** The far end may have left: direct connections have to show that it has not. */
  doubt(): void {
    for (const pulsed of this.#of('direct')) pulsed.doubt();
  }

  /** Asks all of them how they are. */
  ask(): void {
    for (const pulsed of this.#all.values()) pulsed.ask().catch(() => undefined);
  }

  /** Resolves once a base connection has answered now; rejects where none can. */
  async askBase(): Promise<void> {
    await Promise.any(this.#of('base').map((pulsed) => pulsed.ask()));
  }

  close(sentence: string): void {
    for (const pulsed of this.#all.values()) pulsed.close(sentence);
  }

  /** The line that the side dialled whose id comes first is before others: both sides take the same. */
  #of(kind: Line['kind']): PulsedLine[] {
    const first = this.#parts.isFirst ? 'here' : 'there';
    const all = [...this.#all.values()].filter(({ line }) => line.kind === kind);
    return [
      ...all.filter(({ line }) => line.opener === first),
      ...all.filter(({ line }) => line.opener !== first),
    ];
  }

  /** What goes through the room costs the room: it is asked less often, least while it is spare. */
  #pauseOf({ kind }: Line): number {
    if (kind === 'direct') return PULSE_PAUSE_MS;
    return this.#of('direct').some(({ isUsable }) => isUsable) ? SPARE_PULSE_PAUSE_MS : BASE_PULSE_PAUSE_MS;
  }

  /** Those that the far end opened are few: what does not work goes first, then the oldest. */
  #dropOldFar(): void {
    const far = [...this.#all.values()].filter(
      ({ line }) => line.kind === 'direct' && line.opener === 'there',
    );
    if (far.length <= MAX_FAR_LINES) return;
    const [oldest] = [...far.slice(0, -1).filter(({ isUsable }) => !isUsable), ...far];
    if (oldest === undefined) return;
    this.#all.delete(oldest.line);
    oldest.close('a newer connection is there');
  }

  #onChange(): void {
    if (this.#parts.isFirst) this.#dropSecond();
    this.#parts.onChange();
  }

  /** Both have dialled: one connection is enough. */
  #dropSecond(): void {
    const [first, ...others] = this.#of('direct').filter(({ isUsable }) => isUsable);
    if (first === undefined) return;
    for (const other of others) if (other.line.streams === 0) other.close('another connection is used');
  }
}
