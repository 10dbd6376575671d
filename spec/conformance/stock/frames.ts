import { createRequire } from 'node:module';
import { within } from '../../stock/deadline.ts';
import {
  type Duplex,
  type Keys,
  type MultiserverStream,
  mainNetwork,
  multiserver,
  pullDrain,
  type Source,
  ssbKeys,
} from '../../stock/packages.ts';

/** One muxrpc frame: the request number as the sender writes it, and the body as its type says. */
export interface Frame {
  readonly req: number;
  readonly stream: boolean;
  readonly end: boolean;
  readonly value: unknown;
}

/** The codec that muxrpc 8 carries. */
export function frameCodec(): (frames: Duplex) => Duplex {
  const require = createRequire(import.meta.url);
  return createRequire(require.resolve('muxrpc/package.json'))('packet-stream-codec');
}

/** Connects to a room with stock handshake and stock codec, and nothing above: every frame is the test's own. */
export async function connectFrames(address: string, keys: Keys = ssbKeys().generate()): Promise<FramePeer> {
  const { compose, net, shs } = multiserver();
  const bytes = (key: string) => Buffer.from(key.replace('.ed25519', ''), 'base64');
  const pair = { publicKey: bytes(keys.public), secretKey: bytes(keys.private) };
  const dialler = compose([[net({}), shs({ keys: pair, appKey: mainNetwork() })]]);
  const connecting = Promise.withResolvers<MultiserverStream>();
  dialler.client(address, (error, stream) => {
    if (stream) connecting.resolve(stream);
    else connecting.reject(error);
  });
  const peer = new FramePeer(keys.id);
  const stream = await within(`a connection to ${address}`, connecting.promise);
  const { source, sink } = frameCodec()(peer.duplex);
  stream.sink(source);
  sink(stream.source);
  return peer;
}

/** One end of a connection, frame by frame. Frames that nobody took yet are kept. */
export class FramePeer implements Disposable {
  readonly id: string;
  readonly duplex: Duplex;
  readonly #received: Frame[] = [];
  readonly #unsent: unknown[] = [];
  #wanted: ((end: unknown, frame: unknown) => void) | undefined;
  #arrived = Promise.withResolvers<void>();
  #closing = false;
  #reading = Promise.resolve();

  constructor(id: string) {
    this.id = id;
    const drain = pullDrain();
    this.duplex = {
      source: (abort, answer) => this.#pulled(abort, answer),
      sink: (source: Source) =>
        drain<unknown>(
          (frame) => this.#receive(frame as Frame),
          () => this.#arrived.reject(new Error('the connection ended')),
        )((abort, answer) => void this.#reading.then(() => source(abort, answer))),
    };
    this.#arrived.promise.catch(() => {});
  }

  send(frame: Frame): void {
    this.#unsent.push(frame);
    this.#flush();
  }

  /** The next frame with this request number. Rejects when the connection ends before it comes. */
  next(req: number): Promise<Frame> {
    return this.#take(`a frame of request ${req}`, (frame) => frame.req === req);
  }

  /** The next request of the other side for this method. */
  asked(...method: string[]): Promise<Frame> {
    return this.#take(`a request for ${method.join('.')}`, ({ req, value }) => {
      return req > 0 && isObject(value) && 'name' in value && String(value.name) === String(method);
    });
  }

  /** Stops reading, so that what the room sends piles up there, until the answer is called. */
  stopReading(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#reading = promise;
    return resolve;
  }

  /** Hangs up without a goodbye. */
  [Symbol.dispose](): void {
    this.#closing = true;
    this.#flush();
  }

  #take(what: string, wanted: (frame: Frame) => boolean): Promise<Frame> {
    const taking = async () => {
      while (true) {
        const at = this.#received.findIndex(wanted);
        const [frame] = at < 0 ? [] : this.#received.splice(at, 1);
        if (frame !== undefined) return frame;
        await this.#arrived.promise;
      }
    };
    return within(what, taking());
  }

  #receive({ req, stream, end, value }: Frame): void {
    this.#received.push({ req, stream, end, value });
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers();
    this.#arrived.promise.catch(() => {});
  }

  #pulled(abort: unknown, answer: (end: unknown, frame: unknown) => void): void {
    if (abort) return answer(abort, undefined);
    this.#wanted = answer;
    this.#flush();
  }

  #flush(): void {
    const answer = this.#wanted;
    if (answer === undefined || (this.#unsent.length === 0 && !this.#closing)) return;
    this.#wanted = undefined;
    if (this.#unsent.length > 0) answer(null, this.#unsent.shift());
    else answer(true, undefined);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
