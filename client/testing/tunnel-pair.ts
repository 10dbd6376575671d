import {
  CLIENT_LIMITS,
  Connection,
  PlainChannel,
  type SessionLimits,
  type Stream,
} from '@open-rooms/protocol';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';

/** Both ends of a tunnel in memory, with nothing between them but the connection of a room. */
export interface TunnelPair {
  readonly clock: VirtualClock;
  /** The end that asked for the tunnel. */
  readonly dialled: Stream;
  /** The end that was asked. */
  readonly answered: Stream;
  /** What lies below: to be paused, or cut. */
  readonly wires: readonly [dialling: MemoryWire, answering: MemoryWire];
}

/** Opens a tunnel in memory. */
export async function tunnelPair(limits: Partial<SessionLimits> = {}): Promise<TunnelPair> {
  const clock = new VirtualClock();
  const [left, right] = MemoryWire.pair();
  const arrived = Promise.withResolvers<Stream>();
  const connect = (wire: MemoryWire, onRequest: (stream: Stream) => void): Connection => {
    const connection = new Connection(wire, {
      channel: new PlainChannel(),
      limits: { ...CLIENT_LIMITS, ...limits },
      clock,
      allocate: (length) => new Uint8Array(length),
      events: { onOpen: () => undefined, onRequest, onClosed: () => undefined },
    });
    wire.attach(connection);
    return connection;
  };
  connect(right, (stream) => arrived.resolve(stream));
  const dialled = connect(left, () => undefined).request('tunnel.connect', 'duplex', []);
  const answered = await arrived.promise;
  return { clock, dialled, answered, wires: [left, right] };
}
