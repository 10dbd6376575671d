import type { ClientOptions } from '@open-rooms/client';
import type { LoneWire, WireEvents } from '@open-rooms/protocol';
import type { Line } from '../links/losable-line.ts';

type Loader = NonNullable<ClientOptions['links']>;

/** Links whose direct connections fall silent when a test says so, as they do when their path breaks; and come back. */
export class MutedLinks {
  /** Whether nothing comes or goes over any direct connection now. */
  isMute = false;
  readonly load: Loader;

  /** `load` brings the links themselves. */
  constructor(load: Loader) {
    this.load = async () => {
      const { startLinkNode } = await load();
      return {
        startLinkNode: (parts) => {
          const { events } = parts;
          const muted = new WeakMap<Line, MutedLine>();
          return startLinkNode({
            ...parts,
            events: {
              onLine: (line) => {
                const made = new MutedLine(line, () => this.isMute && line.kind === 'direct');
                muted.set(line, made);
                events.onLine(made);
              },
              onStream: (line, protocol, wire) => {
                const known = muted.get(line);
                if (known === undefined) wire.destroy();
                else events.onStream(known, protocol, known.carried(wire));
              },
              maySignal: (line) => events.maySignal(line),
              mayConnect: (id) => events.mayConnect(id),
            },
          });
        },
      };
    };
  }
}

class MutedLine implements Line {
  readonly #real: Line;
  readonly #isMute: () => boolean;
  #heardAt = 0;

  constructor(real: Line, isMute: () => boolean) {
    this.#real = real;
    this.#isMute = isMute;
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

  get closed(): Line['closed'] {
    return this.#real.closed;
  }

  get heardAt(): number {
    if (!this.#isMute()) this.#heardAt = this.#real.heardAt;
    return this.#heardAt;
  }

  get streams(): number {
    return this.#real.streams;
  }

  async open(protocol: string, signal: AbortSignal): Promise<LoneWire> {
    return this.carried(await this.#real.open(protocol, signal));
  }

  path(): ReturnType<Line['path']> {
    return this.#real.path();
  }

  abort(sentence: string): void {
    this.#real.abort(sentence);
  }

  carried(wire: LoneWire): LoneWire {
    return new MutedWire(wire, this.#isMute);
  }
}

/** What comes and goes while it is mute waits, as it does for a path that may come back. */
class MutedWire implements LoneWire {
  readonly #real: LoneWire;
  readonly #isMute: () => boolean;
  readonly #held: { readonly run: () => void }[] = [];

  constructor(real: LoneWire, isMute: () => boolean) {
    this.#real = real;
    this.#isMute = isMute;
  }

  attach(events: WireEvents): void {
    this.#real.attach({
      onBytes: (bytes) => {
        const copy = bytes.slice();
        this.#pass(() => events.onBytes(copy));
      },
      onDrained: () => events.onDrained(),
      onClosed: () => events.onClosed(),
    });
  }

  get backlog(): number {
    return this.#real.backlog;
  }

  write(bytes: Uint8Array): void {
    this.#pass(() => this.#real.write(bytes));
  }

  pause(): void {
    this.#real.pause();
  }

  resume(): void {
    this.#real.resume();
  }

  end(): void {
    this.#pass(() => this.#real.end());
  }

  destroy(): void {
    this.#real.destroy();
  }

  #pass(run: () => void): void {
    this.#held.push({ run });
    if (!this.#isMute()) for (const held of this.#held.splice(0)) held.run();
  }
}
