import {
  type AttendantContract,
  answerPings,
  attendantContract,
  type Clock,
  Connection,
  type CryptoBackend,
  type FeedId,
  feedIdOf,
  type KeyPair,
  type Remote,
  type Request,
  remoteOf,
  SERVER_LIMITS,
  SecretChannel,
  type Stream,
  serverIdentity,
  WatchedSet,
} from '@open-rooms/protocol';
import type { DialledWire } from '../connection/runtime.ts';

export interface FakeRoomOptions {
  readonly crypto: CryptoBackend;
  readonly clock: Clock;
  /** 32 bytes. */
  readonly networkKey: Uint8Array;
  readonly keys: KeyPair;
}

/** Somebody who is connected to a fake room. */
export interface Guest {
  readonly id: FeedId;
  readonly connection: Connection;
  readonly remote: Remote<AttendantContract>;
}

/** Answers one request of a guest. */
export type Answer = (guest: Guest, stream: Stream, args: readonly unknown[]) => void;

/** The smallest room there is, of the protocol's parts alone: any of its answers may be made a lie. */
export class FakeRoom {
  readonly id: FeedId;
  /** Alias → whose it is. */
  readonly aliases = new Map<string, FeedId>();
  /** The newest connection of each who is there. */
  readonly guests = new Map<FeedId, Guest>();
  /** Every request so far, oldest first. */
  readonly asked: string[] = [];
  readonly answers = new Map<string, Answer>();
  readonly #options: FakeRoomOptions;
  readonly #present = new WatchedSet<FeedId>();

  constructor(options: FakeRoomOptions) {
    this.id = feedIdOf(options.keys.publicKey);
    this.#options = options;
    const isRoom = { name: 'Fake', membership: true, features: ['tunnel', 'room1', 'alias'] };
    this.answers.set('tunnel.isRoom', (_guest, stream) => stream.send(isRoom));
    this.answers.set('tunnel.announce', (_guest, stream) => stream.send(true));
    this.answers.set('tunnel.whois', (_guest, stream, [name]) => this.#whois(stream, String(name)));
    this.answers.set('gossip.ping', (_guest, stream) => answerPings(stream, () => options.clock.now()));
    this.answers.set('room.attendants', (_guest, stream) => this.#tell(stream));
    this.answers.set('tunnel.connect', ({ id }, stream, args) => this.relay(stream, id, targetOf(args)));
  }

  /** Takes a connection. */
  take(wire: DialledWire): void {
    const { crypto, clock, networkKey, keys } = this.#options;
    using left = new DisposableStack();
    const leave = left.move();
    let guest: Guest | undefined;
    const connection: Connection = new Connection(wire, {
      channel: SecretChannel.server(crypto, networkKey, serverIdentity(crypto, keys)),
      limits: SERVER_LIMITS,
      clock,
      allocate: crypto.allocate,
      events: {
        onCaller: () => connection.accept(),
        onOpen: (id) => {
          guest = { id, connection, remote: remoteOf(attendantContract, connection) };
          this.guests.set(id, guest);
          leave.use(this.#present.enter(id));
        },
        onRequest: (stream, request) => guest && this.#answer(guest, stream, request),
        onClosed: () => {
          if (guest !== undefined && this.guests.get(guest.id) === guest) this.guests.delete(guest.id);
          leave.dispose();
        },
      },
    });
    wire.attach(connection);
  }

  /** Leads a tunnel to somebody, and tells them that `origin` comes. */
  relay(stream: Stream, origin: FeedId, target: FeedId): void {
    const there = this.guests.get(target)?.remote['tunnel.connect']({ portal: this.id, target, origin });
    if (there === undefined) return stream.fail(`could not connect to:${target}`);
    pass(stream, there);
    pass(there, stream);
  }

  /** Everybody is cut off, without a word. */
  cut(): void {
    for (const { connection } of [...this.guests.values()]) connection.close('silent');
  }

  #answer(guest: Guest, stream: Stream, { name, args }: Request): void {
    this.asked.push(name);
    const answer = this.answers.get(name);
    if (answer === undefined) stream.fail(`method:${name} is not in list of allowed methods`);
    else answer(guest, stream, args);
  }

  #whois(stream: Stream, name: string): void {
    const owner = this.aliases.get(name);
    if (owner === undefined) stream.fail(`Nobody is known as "${name}" in this room.`);
    else stream.send(owner);
  }

  #tell(stream: Stream): void {
    const watching = this.#present.watch({
      joined: (id) => stream.send({ type: 'joined', id }),
      left: (id) => stream.send({ type: 'left', id }),
    });
    stream.send({ type: 'state', ids: watching.snapshot });
    stream.receiver = { onFrame: () => undefined, onEnd: () => watching[Symbol.dispose]() };
  }
}

/** Whom `tunnel.connect` is to reach. */
export function targetOf([opts]: readonly unknown[]): FeedId {
  return (opts as { readonly target: FeedId }).target;
}

function pass(from: Stream, to: Stream): void {
  from.receiver = {
    onFrame: (frame) => to.forward(frame),
    onEnd: (error) => (error === undefined ? to.end() : to.fail(error)),
  };
}
