import {
  CLIENT_LIMITS,
  Connection,
  type FeedId,
  generateKeyPair,
  SecretChannel,
  type Stream,
} from '@open-rooms/protocol';
import { dialTcp, sodium, systemClock } from '@open-rooms/protocol/node';
import type { RoomTarget } from '../targets/room-target.ts';
import { HeldWire } from './held-wire.ts';
import { NETWORK_KEY } from './join.ts';
import type { Payload } from './payload.ts';
import { StockBoxes } from './stock-boxes.ts';

/** Frames sealed in one go: about the 64 KiB that a connection hands to its wire at once. */
const BATCH_BYTES = 60_000;

/** A peer that sends through a tunnel in the boxes of a stock app, sealed before they are sent. */
export class StockSender {
  readonly #wire: HeldWire;
  readonly #connection: Connection;

  private constructor(wire: HeldWire, connection: Connection) {
    this.#wire = wire;
    this.#connection = connection;
  }

  static async connect(room: RoomTarget): Promise<StockSender> {
    const wire = new HeldWire(await dialTcp(room.host, room.port));
    const opened = Promise.withResolvers<void>();
    const own = generateKeyPair(sodium);
    const connection = new Connection(wire, {
      channel: new StockBoxes(SecretChannel.client(sodium, NETWORK_KEY, own, room.key)),
      limits: CLIENT_LIMITS,
      clock: systemClock,
      allocate: sodium.allocate,
      events: {
        onOpen: () => opened.resolve(),
        onRequest: (stream) => stream.fail('a bench answers nothing'),
        onClosed: (reason) => opened.reject(new Error(`The room ended the connection: ${reason}.`)),
      },
    });
    wire.attach(connection);
    await opened.promise;
    return new StockSender(wire, connection);
  }

  /** Asks for a tunnel to `target`; `onEnd` is told when it ends. */
  openTunnel(room: FeedId, target: FeedId, onEnd: (error: string | undefined) => void): Stream {
    const stream = this.#connection.request('tunnel.connect', 'duplex', [{ portal: room, target }]);
    stream.receiver = { onFrame: () => {}, onEnd };
    return stream;
  }

  /** Seals `bytes` of payload and keeps them until {@link StockSender.release}; answers how many it became. */
  async seal(stream: Stream, payload: Payload, bytes: number): Promise<number> {
    this.#wire.hold();
    let sealed = 0;
    while (sealed < bytes) {
      for (let batch = 0; batch < BATCH_BYTES; ) {
        const body = payload.next();
        stream.sendBytes(body);
        batch += body.length;
        sealed += body.length;
      }
      // The connection seals what was sent in one turn when the turn is over.
      await Promise.resolve();
    }
    return sealed;
  }

  release(): void {
    this.#wire.release();
  }

  close(): void {
    this.#connection.close();
  }
}
