import type { Channel } from '../channel/channel.ts';
import { PlainChannel } from '../channel/plain-channel.ts';
import { bodyOf } from '../muxrpc/frame.ts';
import { SERVER_LIMITS, type SessionLimits } from '../muxrpc/limits.ts';
import type { Request } from '../muxrpc/request.ts';
import type { Stream } from '../muxrpc/stream.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { MemoryWire } from '../testing/wire-pair.ts';
import { Connection } from './connection.ts';

export interface TestConnectionOptions {
  readonly channel?: Channel;
  readonly limits?: Partial<SessionLimits>;
  /** Whoever calls is let in at once, unless this says otherwise. */
  readonly onCaller?: (connection: Connection) => void;
  readonly onRequest?: (stream: Stream, request: Request) => void;
}

/** A connection on one end of a wire in memory, and what it told. */
export class TestConnection {
  readonly connection: Connection;
  readonly told: string[] = [];
  readonly #onRequest: (stream: Stream, request: Request) => void;

  constructor(wire: MemoryWire, clock: VirtualClock, options: TestConnectionOptions = {}) {
    const {
      channel = new PlainChannel(),
      limits,
      onCaller = (connection: Connection) => connection.accept(),
    } = options;
    this.#onRequest = options.onRequest ?? ((stream) => stream.send('answer'));
    this.connection = new Connection(wire, {
      channel,
      limits: { ...SERVER_LIMITS, ...limits },
      clock,
      allocate: (length) => new Uint8Array(length),
      events: {
        onCaller: () => {
          this.told.push('caller');
          onCaller(this.connection);
        },
        onOpen: () => this.told.push('open'),
        onRequest: (stream, request) => {
          this.told.push(request.name);
          this.#onRequest(stream, request);
        },
        onRefused: (reason) => this.told.push(reason),
        onClosed: (reason) => this.told.push(`closed: ${reason}`),
      },
    });
    wire.attach(this.connection);
  }
}

/** Both ends of a connection without encryption. */
export function connectionPair(left: TestConnectionOptions = {}, right: TestConnectionOptions = {}) {
  const clock = new VirtualClock(1_000_000);
  const [leftWire, rightWire] = MemoryWire.pair();
  return {
    clock,
    leftWire,
    rightWire,
    left: new TestConnection(leftWire, clock, left),
    right: new TestConnection(rightWire, clock, right),
  };
}

const decoder = new TextDecoder();

/** What a stream hears, as lines. */
export function hearing(stream: Stream): string[] {
  const heard: string[] = [];
  stream.receiver = {
    onFrame: (frame) => heard.push(decoder.decode(bodyOf(frame))),
    onEnd: (error) => heard.push(`end: ${error ?? 'well'}`),
  };
  return heard;
}
