import type { Clock, LoneWire } from '@open-rooms/protocol';
import { within } from '../connection/deadline.ts';
import type { Line } from './line.ts';
import { LinkError } from './link.ts';
import { BASE_SILENT_MS, BUSY_SILENT_MS, PHANTOM_MS } from './link-limits.ts';
import { PULSE_PROTOCOL, Pulse } from './pulse.ts';
import type { Path } from './rtc/path.ts';

export interface PulsedLineParts {
  readonly clock: Clock;
  /** Milliseconds between two looks at it, now. */
  readonly pause: () => number;
  /** Its health, its path or its round trip has changed. */
  readonly onChange: () => void;
}

/** `new` until something came back over it, `silent` while nothing does any more. */
type LineState = 'new' | 'usable' | 'silent' | 'over';

/** A connection of a link, and whether it is one: nothing is opened on it before something came back over it. */
export class PulsedLine {
  readonly line: Line;
  readonly #parts: PulsedLineParts;
  readonly #phantom: Disposable;
  #state: LineState = 'new';
  #silentSince = 0;
  #pulse: Pulse | undefined;
  #path: Path | undefined;
  readonly #verified = Promise.withResolvers<void>();
  readonly #watchers = new Set<() => void>();

  constructor(line: Line, parts: PulsedLineParts) {
    this.line = line;
    this.#parts = parts;
    this.#verified.promise.catch(() => undefined);
    this.#phantom = parts.clock.after(this.#patience, () => {
      if (this.#pulse?.roundTripMs === undefined) line.abort('silent: nothing came back over the connection');
    });
    void line.closed.then(() => this.#end());
    if (line.opener === 'here') void this.#openPulse();
  }

  /** Whether streams may be opened on it. */
  get isUsable(): boolean {
    return this.#state === 'usable';
  }

  /** Whether it may yet show that it works: it is new, or what it carries may keep its answers back. */
  get isPromising(): boolean {
    if (this.#state !== 'silent') return this.#state !== 'over';
    return this.line.streams > 0 && this.#parts.clock.now() - this.#silentSince < BUSY_SILENT_MS;
  }

  /** Resolves once something came back over it; rejects where it ends before. */
  get verified(): Promise<void> {
    return this.#verified.promise;
  }

  /** Calls `listener` once it cannot be used any more, until disposed. */
  onUnusable(listener: () => void): Disposable {
    this.#watchers.add(listener);
    return { [Symbol.dispose]: () => void this.#watchers.delete(listener) };
  }

  /** Which way it goes; `undefined` where it is not to be used, or that cannot be seen. */
  get path(): Path | undefined {
    if (!this.isUsable || this.#path === undefined) return undefined;
    return { kind: this.#path.kind, roundTripMs: this.#pulse?.roundTripMs };
  }

  /** The far end has opened the pulse. */
  takePulse(wire: LoneWire): void {
    if (this.#pulse !== undefined || this.#state === 'over') return wire.destroy();
    this.#pulse = new Pulse(wire, this.#parts.clock, {
      pause: this.#parts.pause,
      heardAt: () => this.line.heardAt,
      onChange: () => void this.#look(),
      onGone: () => this.line.abort('the far end has left'),
      onClosed: () => this.line.abort('the far end has closed the connection'),
    });
  }

  /** Asks it now; resolves when it has answered, rejects where it cannot. */
  async ask(): Promise<void> {
    if (this.#pulse === undefined) return this.verified;
    await this.#pulse.ask();
  }

  /** The far end may have left: it has to show at once that it has not. */
  doubt(): void {
    if (this.#pulse === undefined) this.line.abort('the far end has left');
    else this.#pulse.doubt();
  }

  close(sentence: string): void {
    this.#pulse?.close();
    this.line.abort(sentence);
  }

  get #patience(): number {
    return this.line.kind === 'base' ? BASE_SILENT_MS : PHANTOM_MS;
  }

  async #openPulse(): Promise<void> {
    const { clock } = this.#parts;
    const error = () => new LinkError('silent', 'The connection carries nothing.');
    try {
      const options = { clock, ms: this.#patience, error };
      this.takePulse(await within(options, (signal) => this.line.open(PULSE_PROTOCOL, signal)));
    } catch {
      this.line.abort('silent: the far end does not answer on the connection');
    }
  }

  /** Which way it goes is seen before it is used, so that both change at once. */
  async #look(): Promise<void> {
    if (this.#pulse?.isHealthy) this.#path = (await this.line.path()) ?? this.#path;
    if (this.#state === 'over') return;
    if (this.#pulse?.isHealthy) {
      this.#state = 'usable';
      this.#verified.resolve();
    } else if (this.#state === 'usable') {
      this.#state = 'silent';
      this.#silentSince = this.#parts.clock.now();
    }
    this.#changed();
  }

  #changed(): void {
    if (!this.isUsable) for (const listener of [...this.#watchers]) listener();
    this.#parts.onChange();
  }

  #end(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#phantom[Symbol.dispose]();
    this.#pulse?.close();
    this.#verified.reject(new LinkError('ended', 'The connection is over.'));
    this.#changed();
  }
}
