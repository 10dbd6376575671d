import type { ClientOptions } from '@open-rooms/client';
import type { LoneWire, WireEvents } from '@open-rooms/protocol';

type Loader = NonNullable<ClientOptions['links']>;
type Parts = Parameters<Awaited<ReturnType<Loader>>['startLinkNode']>[0];
/** A connection of a link. */
export type Line = Parameters<Parts['events']['onLine']>[0];

/** A connection that one end can lose without a word to the other, which goes on believing in it. */
export class LosableLine implements Line {
  readonly closed: Promise<void>;
  readonly #real: Line;
  readonly #lost = Promise.withResolvers<void>();
  readonly #wires: LosableWire[] = [];
  #isLost = false;

  constructor(real: Line) {
    this.#real = real;
    this.closed = Promise.race([real.closed, this.#lost.promise]);
  }

  get id(): Line['id'] {
    return this.#real.id;
  }

  get kind(): Line['kind'] {
    return this.#real.kind;
  }

  get opener(): Line['opener'] {
    return this.#real.opener;
  }

  get heardAt(): number {
    return this.#real.heardAt;
  }

  get streams(): number {
    return this.#isLost ? 0 : this.#real.streams;
  }

  async open(protocol: string, signal: AbortSignal): Promise<LoneWire> {
    return this.carried(await this.#real.open(protocol, signal));
  }

  path(): ReturnType<Line['path']> {
    return this.#real.path();
  }

  abort(sentence: string): void {
    if (!this.#isLost) this.#real.abort(sentence);
  }

  /** A stream of it, which is lost with it. */
  carried(wire: LoneWire): LoneWire {
    const losable = new LosableWire(wire);
    this.#wires.push(losable);
    if (this.#isLost) losable.lose();
    return losable;
  }

  /** It is over at this end alone: nothing comes or goes any more, and the other is not told. */
  lose(): void {
    this.#isLost = true;
    for (const wire of this.#wires) wire.lose();
    this.#lost.resolve();
  }

  /** The other end is told at last. */
  tell(): void {
    this.#real.abort('the other end has lost it');
  }
}

class LosableWire implements LoneWire {
  readonly #real: LoneWire;
  #events: WireEvents | undefined;
  #isOver = false;

  constructor(real: LoneWire) {
    this.#real = real;
  }

  attach(events: WireEvents): void {
    this.#events = events;
    this.#real.attach({
      onBytes: (bytes) => this.#isOver || events.onBytes(bytes),
      onDrained: () => this.#isOver || events.onDrained(),
      onClosed: () => this.#close(),
    });
  }

  lose(): void {
    this.#close();
  }

  get backlog(): number {
    return this.#isOver ? 0 : this.#real.backlog;
  }

  write(bytes: Uint8Array): void {
    if (!this.#isOver) this.#real.write(bytes);
  }

  pause(): void {
    this.#real.pause();
  }

  resume(): void {
    this.#real.resume();
  }

  end(): void {
    if (!this.#isOver) this.#real.end();
  }

  destroy(): void {
    if (!this.#isOver) this.#real.destroy();
  }

  #close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#events?.onClosed();
  }
}
