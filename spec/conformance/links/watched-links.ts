import type { ClientOptions } from '@open-rooms/client';
import { type Line, LosableLine } from './losable-line.ts';

type Loader = NonNullable<ClientOptions['links']>;
type Node = Awaited<ReturnType<Awaited<ReturnType<Loader>>['startLinkNode']>>;
type Parts = Parameters<Awaited<ReturnType<Loader>>['startLinkNode']>[0];

/** What links do beneath, written down; and a dial that waits until it may go. */
export class WatchedLinks {
  /** Every connection that there was, oldest first. */
  readonly lines: LosableLine[] = [];
  /** Streams that the far end opened to signal a direct connection: an SDP is read on nothing else. */
  signals = 0;
  /** Dials that were about to begin. */
  waiting = 0;
  /** Dials of direct connections: those that began, and those that came to nothing. */
  dials = 0;
  readonly failures: string[] = [];
  /** Whether this side knows no way but relays, and no relay: no direct connection comes of anything. */
  isBlocked = false;
  /** Whether this side tells nobody of the direct connections that it dials, as one does that has given them up. */
  isDeaf = false;
  /** Dials wait for it. */
  gate: Promise<void> = Promise.resolve();
  /** How often it was asked by which servers a path is looked for, and what the answers wait for. */
  asked = 0;
  iceGate: Promise<void> = Promise.resolve();
  readonly load: Loader;

  /** `load` brings the links themselves. */
  constructor(load: Loader) {
    this.load = async () => {
      const { startLinkNode } = await load();
      return { startLinkNode: async (parts) => this.#watched(await startLinkNode(this.#watching(parts))) };
    };
  }

  /** Direct connections that are or were there. */
  get direct(): LosableLine[] {
    return this.lines.filter(({ kind }) => kind === 'direct');
  }

  /** How many direct connections are open now. */
  async openDirect(): Promise<number> {
    const states = this.direct.map(({ closed }) =>
      Promise.race([closed.then(() => 'closed'), Promise.resolve().then(() => 'open')]),
    );
    return (await Promise.all(states)).filter((state) => state === 'open').length;
  }

  async #ice(parts: Parts): ReturnType<Parts['ice']> {
    const answer = await parts.ice();
    this.asked++;
    await this.iceGate;
    return this.isBlocked ? { iceServers: [], iceTransportPolicy: 'relay' } : answer;
  }

  #watching(parts: Parts): Parts {
    const { events } = parts;
    const losable = new WeakMap<Line, LosableLine>();
    return {
      ...parts,
      ice: () => this.#ice(parts),
      events: {
        onLine: (line) => {
          const made = new LosableLine(line);
          losable.set(line, made);
          this.lines.push(made);
          if (!this.isDeaf || line.kind === 'base') events.onLine(made);
        },
        onStream: (line, protocol, wire) => {
          const known = losable.get(line);
          if (known === undefined) wire.destroy();
          else events.onStream(known, protocol, known.carried(wire));
        },
        maySignal: (line) => {
          this.signals++;
          return events.maySignal(line);
        },
        mayConnect: (id) => events.mayConnect(id),
      },
    };
  }

  #watched(node: Node): Node {
    return {
      carry: (...carried) => node.carry(...carried),
      handle: (protocol) => node.handle(protocol),
      unhandle: (protocol) => node.unhandle(protocol),
      media: (begin) => node.media(begin),
      hide: () => node.hide(),
      stop: () => node.stop(),
      dial: async (...dialled) => {
        this.waiting++;
        await this.gate;
        this.dials++;
        try {
          await node.dial(...dialled);
        } catch (error) {
          this.failures.push(String(error));
          throw error;
        }
      },
    };
  }
}
