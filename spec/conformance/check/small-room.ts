import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import {
  answerPings,
  Connection,
  type FeedId,
  feedIdOf,
  generateKeyPair,
  HEAD_BYTES,
  type KeyPair,
  type Request,
  SERVER_LIMITS,
  SecretChannel,
  type Stream,
  serverIdentity,
  WatchedSet,
  writeAddresses,
} from '@open-rooms/protocol';
import { sodium, systemClock, TcpWire } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';

/** Somebody who is connected to a small room. */
export interface Guest {
  readonly id: FeedId;
  readonly connection: Connection;
  /** Makes them an attendant, as long as they are connected. */
  attend(): void;
}

/** How a room answers one method. */
export type Answer = (guest: Guest, stream: Stream, request: Request) => void;
export type Answers = Readonly<Record<string, Answer>>;

export interface SmallRoomOptions {
  /** What is broken: answers in the place of those that work. `undefined` takes a method away. */
  readonly broken?: (room: SmallRoom) => Readonly<Record<string, Answer | undefined>>;
  readonly networkKey?: Uint8Array;
  /** The key that callers have to know; by default the one of the address. */
  readonly keys?: KeyPair;
  /** What happens to whoever has proven their key; by default they are let in. */
  readonly onCaller?: (connection: Connection) => void;
  readonly onOpen?: (connection: Connection) => void;
}

/** A room of one page of code that works, to be broken at one place. */
export class SmallRoom implements AsyncDisposable {
  readonly keys = generateKeyPair(sodium);
  readonly id: FeedId = feedIdOf(this.keys.publicKey);
  readonly present = new WatchedSet<FeedId>();
  readonly guests = new Map<FeedId, Guest>();
  readonly #answers: Map<string, Answer>;
  readonly #options: SmallRoomOptions;
  readonly #server = createServer((socket) => this.#serve(new TcpWire(socket)));

  private constructor(options: SmallRoomOptions) {
    this.#options = options;
    this.#answers = new Map(Object.entries(workingAnswers(this)));
    for (const [name, answer] of Object.entries(options.broken?.(this) ?? {})) {
      if (answer === undefined) this.#answers.delete(name);
      else this.#answers.set(name, answer);
    }
  }

  static async start(options: SmallRoomOptions = {}): Promise<SmallRoom> {
    const room = new SmallRoom(options);
    await once(room.#server.listen(0, '127.0.0.1'), 'listening');
    return room;
  }

  /** Its multiserver address. */
  get address(): string {
    return this.addressWith(this.id);
  }

  /** Where it listens, with the key of somebody. */
  addressWith(key: FeedId): string {
    const { port } = this.#server.address() as AddressInfo;
    return writeAddresses([{ transport: 'net', host: '127.0.0.1', port, key }]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { connection } of this.guests.values()) connection.close();
    this.#server.close();
  }

  #serve(wire: TcpWire): void {
    const { networkKey = NETWORK_KEY, keys = this.keys, onCaller, onOpen } = this.#options;
    let guest: Guest | undefined;
    const gone = new DisposableStack();
    const connection: Connection = new Connection(wire, {
      channel: SecretChannel.server(sodium, networkKey, serverIdentity(sodium, keys)),
      limits: SERVER_LIMITS,
      clock: systemClock,
      allocate: (length) => new Uint8Array(length),
      events: {
        onCaller: () => (onCaller ? onCaller(connection) : connection.accept()),
        onOpen: (id) => {
          guest = { id, connection, attend: () => this.#attend(id, gone) };
          this.guests.set(id, guest);
          onOpen?.(connection);
        },
        onRequest: (stream, request) => guest && this.#answer(guest, stream, request),
        onClosed: () => gone.dispose(),
      },
    });
    wire.attach(connection);
  }

  #attend(id: FeedId, gone: DisposableStack): void {
    if (!gone.disposed && !this.present.has(id)) gone.use(this.present.enter(id));
  }

  #answer(guest: Guest, stream: Stream, request: Request): void {
    const answer = this.#answers.get(request.name);
    if (answer !== undefined) answer(guest, stream, request);
    else stream.fail(`method:${request.name.replace('.', ',')} is not in list of allowed methods`);
  }
}

/** All that a check asks a room, answered well. */
function workingAnswers(room: SmallRoom): Answers {
  const metadata: Answer = (_guest, stream) =>
    stream.send({ name: 'Small', membership: false, features: ['tunnel'] });
  return {
    whoami: (_guest, stream) => stream.send({ id: room.id }),
    'gossip.ping': (_guest, stream) => answerPings(stream, Date.now),
    'tunnel.isRoom': metadata,
    'room.metadata': metadata,
    'tunnel.ping': (_guest, stream) => stream.send(Date.now()),
    'tunnel.announce': (guest, stream) => {
      guest.attend();
      stream.send(true);
    },
    'room.attendants': (guest, stream) => {
      guest.attend();
      const { snapshot } = room.present.watch({
        joined: (id) => stream.send({ type: 'joined', id }),
        left: (id) => stream.send({ type: 'left', id }),
      });
      stream.send({ type: 'state', ids: snapshot });
    },
    'tunnel.endpoints': (guest, stream) => {
      guest.attend();
      const tell = () => stream.send(room.present.snapshot());
      room.present.watch({ joined: tell, left: tell });
      tell();
    },
    'tunnel.connect': tunnel(room),
  };
}

/** What a room may do to a tunnel. */
export interface TunnelFault {
  /** Whom the room names as the one who opens it. */
  readonly origin?: FeedId;
  /** What becomes of bytes on their way to the target. `undefined` keeps them. */
  readonly carry?: (bytes: Uint8Array) => Uint8Array | undefined;
}

/** Passes the bytes of a tunnel on, both ways. */
export function tunnel(room: SmallRoom, { origin, carry = (bytes) => bytes }: TunnelFault = {}): Answer {
  return (guest, near, { args }) => {
    const { target } = args[0] as { readonly target: FeedId };
    const peer = room.guests.get(target);
    if (peer === undefined) return near.fail(`could not connect to:${target}`);
    const arrival = { portal: room.id, target, origin: origin ?? guest.id };
    const far = peer.connection.request('tunnel.connect', 'duplex', [arrival]);
    join(near, far, carry);
    join(far, near, (bytes) => bytes);
  };
}

function join(from: Stream, to: Stream, carry: NonNullable<TunnelFault['carry']>): void {
  from.receiver = {
    onFrame: (frame) => {
      const bytes = carry(frame.slice(HEAD_BYTES));
      if (bytes !== undefined) to.sendBytes(bytes);
    },
    onEnd: (error) => (error === undefined ? to.end() : to.fail(error)),
  };
}
