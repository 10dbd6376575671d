import type { Connection, Stream } from '@libp2p/interface';
import type { Clock, FeedId, LoneWire } from '@open-rooms/protocol';
import type { Line } from '../line.ts';
import { LinkError } from '../link.ts';
import { isBeneath } from '../own-protocols.ts';
import { type Path, readStockPath } from '../rtc/path.ts';
import { StreamWire } from './stream-wire.ts';

/** A connection of libp2p, of either kind. */
export class Libp2pLine implements Line {
  readonly id: FeedId;
  readonly kind: 'base' | 'direct';
  readonly opener: 'here' | 'there';
  readonly closed: Promise<void>;
  readonly #connection: Connection;
  readonly #clock: Clock;
  #heardAt: number;

  constructor(connection: Connection, id: FeedId, clock: Clock) {
    this.id = id;
    this.#clock = clock;
    this.#heardAt = clock.now();
    this.kind = connection.limits === undefined ? 'direct' : 'base';
    this.opener = connection.direction === 'outbound' ? 'here' : 'there';
    this.#connection = connection;
    const closed = Promise.withResolvers<void>();
    this.closed = closed.promise;
    connection.addEventListener('close', () => closed.resolve(), { once: true });
    if (connection.status !== 'open') closed.resolve();
  }

  get heardAt(): number {
    return this.#heardAt;
  }

  get streams(): number {
    return this.#connection.streams.filter(({ protocol }) => !isBeneath(protocol)).length;
  }

  /** A stream of this connection, which hears through it. */
  wireOf(stream: Stream): LoneWire {
    return new StreamWire(stream, () => {
      this.#heardAt = this.#clock.now();
    });
  }

  async open(protocol: string, signal: AbortSignal): Promise<LoneWire> {
    try {
      const options = { signal, runOnLimitedConnection: true };
      return this.wireOf(await this.#connection.newStream(protocol, options));
    } catch (error) {
      throw linkErrorOf(error, protocol, signal);
    }
  }

  async path(): Promise<Path | undefined> {
    if (this.kind === 'base') return { kind: 'room', roundTripMs: undefined };
    return readStockPath(this.#connection);
  }

  abort(sentence: string): void {
    this.#connection.abort(new Error(sentence));
  }
}

function linkErrorOf(error: unknown, protocol: string, signal: AbortSignal): Error {
  if (signal.aborted && signal.reason instanceof Error) return signal.reason;
  if (!(error instanceof Error)) return new LinkError('ended', String(error));
  if (error.name === 'UnsupportedProtocolError')
    return new LinkError('refused', `Cannot open "${protocol}": the far end does not know it.`);
  return new LinkError('ended', `Cannot open "${protocol}": ${error.message}`);
}
