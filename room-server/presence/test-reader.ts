import { type Outlet, type Request, SERVER_LIMITS, Session, type Stream, serve } from '@open-rooms/protocol';
import * as v from 'valibot';

const CONTRACT = {
  values: { type: 'source', act: 'look', args: v.array(v.unknown()), result: v.unknown() },
} as const;

const MORE_THAN_ANY_TEST_SENDS = 2 ** 31;
const HEAD_BYTES = 9;
const decoder = new TextDecoder();

/** A reader of sources, over a connection in memory whose socket takes bytes only when told to. */
export class TestReader {
  readonly room = new Session(
    SERVER_LIMITS,
    (length) => new Uint8Array(length),
    () => {},
  );
  readonly #reader = new Session(
    { ...SERVER_LIMITS, frameBytes: MORE_THAN_ANY_TEST_SENDS },
    (length) => new Uint8Array(length),
    () => {},
  );
  readonly #values: unknown[] = [];
  /** How the sources ended that did. */
  readonly ends: (string | undefined)[] = [];

  constructor() {
    this.#reader.outbox.grant(MORE_THAN_ANY_TEST_SENDS);
  }

  /** Asks for a source, which `subscribe` feeds. */
  ask<T>(subscribe: (outlet: Outlet<T>) => void): Stream {
    const asked = this.#reader.request('values', 'source', []);
    asked.receiver = {
      onFrame: (frame) => this.#values.push(JSON.parse(decoder.decode(frame.subarray(HEAD_BYTES)))),
      onEnd: (error) => this.ends.push(error),
    };
    const answer = serve(
      CONTRACT,
      { values: (_caller: unknown, outlet) => subscribe(outlet as Outlet<T>) },
      {
        gate: () => {},
        onFault: (error) => {
          throw error;
        },
      },
    );
    this.#tell((stream, request) => answer(undefined, stream, request));
    return asked;
  }

  /** Tells the room what the reader sent: an end, for one. */
  tell(): void {
    this.#tell(() => {});
  }

  /** Lets the socket take `bytes`; answers the values that came since the last time. */
  read(bytes = MORE_THAN_ANY_TEST_SENDS): unknown[] {
    this.room.outbox.grant(bytes);
    for (let sent = this.room.outbox.take(); sent !== undefined; sent = this.room.outbox.take()) {
      for (const event of this.#reader.receive(sent, 0)) {
        if (event.kind === 'frame') event.stream.receiver?.onFrame(event.frame);
        if (event.kind === 'end') event.stream.receiver?.onEnd(event.error);
      }
    }
    this.room.outbox.grant(0);
    return this.#values.splice(0);
  }

  #tell(onRequest: (stream: Stream, request: Request) => void): void {
    const sent = this.#reader.outbox.take();
    if (sent === undefined) return;
    for (const event of this.room.receive(sent, 0)) {
      if (event.kind === 'request') onRequest(event.stream, event.request);
      if (event.kind === 'end') event.stream.receiver?.onEnd(event.error);
    }
  }
}
