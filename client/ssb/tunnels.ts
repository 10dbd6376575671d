import { isFeedId } from '@open-rooms/protocol';
import type { AppRoom } from './app-room.ts';
import type { AppRooms } from './rooms.ts';
import {
  type Caller,
  type Duplex,
  pull,
  type Rpc,
  type Source,
  type StockApp,
  ssbTunnel,
  type Transport,
  type TransportPlugin,
  type TunnelConnect,
  type TunnelHost,
  type TunnelPortal,
} from './stock-packages.ts';
import { errorText } from './stock-remote.ts';

/** Tunnels that one peer may have open to the app: its devices, and those that it has not noticed the end of. */
const MAX_TUNNELS_FROM_ONE = 8;

/** Tunnels that all peers may have open to the app. Rooms of ours open no more to one target. */
const MAX_TUNNELS_TO_APP = 256;

/**
 * The multiserver transport `tunnel` of an app, made of ssb-tunnel. That package knows one portal, fixed at its start,
 * and dials it by the `gossip.connect` of its time. So each room is one ssb-tunnel here, whose portal is that room and
 * whose `gossip.connect` answers with the connection that there is; one more dials, through whichever room an address
 * names. What it leaves out of a call (which portal) and of an answer (who really comes, which instance) is put in.
 */
export class AppTunnels {
  readonly #app: StockApp;
  readonly #rooms: AppRooms;
  /** Room id → what serves those who come through it. */
  readonly #served = new Map<string, TunnelConnect>();
  /** Origin → how many tunnels it has open. */
  readonly #open = new Map<string, number>();
  #onConnect: ((stream: Duplex) => void) | undefined;

  constructor(app: StockApp, rooms: AppRooms) {
    this.#app = app;
    this.#rooms = rooms;
    rooms.watch({
      opened: (room, rpc) => this.#serve(room, rpc),
      lost: (room) => this.#served.delete(room.id),
    });
    app.multiserver.transport(this.#transport());
  }

  /** Answers `tunnel.connect` of a room: somebody comes. */
  accept(caller: Caller, wish: unknown): Duplex {
    const { target, origin, instance = 0 } = (wish ?? {}) as Record<string, unknown>;
    const connect = this.#served.get(caller.id);
    if (connect === undefined || target !== this.#app.id || !isFeedId(origin))
      return refusing(`could not connect to:${String(target)}`);
    const all = [...this.#open.values()].reduce((sum, count) => sum + count, 0);
    if (all >= MAX_TUNNELS_TO_APP || (this.#open.get(origin) ?? 0) >= MAX_TUNNELS_FROM_ONE)
      return refusing(`could not connect to:${target}, who has too many tunnels open`);
    return this.#counted(origin, connect.call({ id: origin }, { target, instance }));
  }

  /** Counts a tunnel until either of its directions ends: nothing is half closed in rooms. */
  #counted(origin: string, { source, sink }: Duplex): Duplex {
    this.#open.set(origin, (this.#open.get(origin) ?? 0) + 1);
    let isOpen = true;
    const over = () => {
      if (!isOpen) return;
      isOpen = false;
      const left = (this.#open.get(origin) ?? 0) - 1;
      if (left > 0) this.#open.set(origin, left);
      else this.#open.delete(origin);
    };
    return { source: untilOver(source, over), sink: (incoming) => sink(untilOver(incoming, over)) };
  }

  #transport(): TransportPlugin {
    return {
      name: 'tunnel',
      create: (config): Transport => ({
        ...ssbTunnelOver(this.#app.id, (portal) => this.#rooms.reach(portal)).transport.create(config),
        server: (onConnect, started) => {
          this.#onConnect = onConnect;
          started?.(null);
          return () => this.#served.clear();
        },
        stringify: () => this.#ownAddresses(),
      }),
    };
  }

  /** Where this app is to be found, through each of its rooms; nothing where it is in none. */
  #ownAddresses(): string | undefined {
    const addresses = this.#rooms.open().map(({ id }) => `tunnel:${id}:${this.#app.id}`);
    return addresses.length === 0 ? undefined : addresses.join(';');
  }

  #serve(room: AppRoom, rpc: Rpc): void {
    const onConnect = this.#onConnect;
    if (onConnect === undefined) return;
    const { transport, connect } = ssbTunnelOver(this.#app.id, async () => rpc);
    transport.create({ portal: room.id }).server(onConnect);
    this.#served.set(room.id, connect);
  }
}

/** An ssb-tunnel of its own: its transport, and what answers a `tunnel.connect`. `reach` connects to a portal. */
function ssbTunnelOver(
  id: string,
  reach: (portal: string) => Promise<Rpc>,
): { readonly transport: TransportPlugin; readonly connect: TunnelConnect } {
  const taken: TransportPlugin[] = [];
  const host: TunnelHost = {
    id,
    // Where a portal is lost it is not for ssb-tunnel to dial again: rooms do that themselves.
    closed: true,
    peers: {},
    gossip: {
      connect: (portal, done) => {
        reach(portal).then(
          (rpc) => done(null, portalOf(portal, rpc)),
          (error: unknown) => done(error),
        );
      },
    },
    multiserver: { transport: (transport) => void taken.push(transport) },
    emit: () => undefined,
  };
  const { connect } = ssbTunnel.init(host, {});
  const [transport] = taken;
  if (transport === undefined) throw new TypeError('ssb-tunnel has brought no transport');
  return { transport, connect };
}

/** The connection to a room, as ssb-tunnel uses it. The room has been announced to before. */
export function portalOf(portal: string, rpc: Rpc): TunnelPortal {
  return {
    tunnel: {
      announce: (_options, done) => done(null),
      connect: ({ target, instance }, ended) => {
        try {
          return rpc.stream.remoteCall(
            'duplex',
            ['tunnel', 'connect'],
            [{ target, portal, instance }],
            ended,
          );
        } catch (error) {
          return refusing(errorText(error));
        }
      },
    },
    on: (event, listener) => rpc.on(event, listener),
    close: () => undefined,
  };
}

/** The same source; `over` is called when it has ended. */
function untilOver(source: Source, over: () => void): Source {
  return (abort, answer) =>
    source(abort, (end, value) => {
      if (abort || end) over();
      answer(end, value);
    });
}

/** A duplex that ends at once, with an error as peers read it. */
function refusing(sentence: string): Duplex {
  // Without its stack, which would tell strangers our paths.
  const error = Object.assign(new Error(sentence), { stack: '' });
  return { source: pull.error(error), sink: (source) => source(error, () => undefined) };
}
