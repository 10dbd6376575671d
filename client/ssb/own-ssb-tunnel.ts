import { isFeedId } from '@open-rooms/protocol';
import type { AppRooms } from './rooms.ts';
import type { Caller, Duplex, Rpc, StockApp, StockConfig } from './stock-packages.ts';
import { portalOf } from './tunnels.ts';

/**
 * Makes ssb-tunnel, where it is a plugin of the app's own, work beside ssb-conn 6 and in today's rooms: it is given
 * the `gossip.connect` of its time, and its portal, the first of the configured rooms. Calls that it makes name their
 * portal, and it serves peers of the newer generations, which say no instance, as who they are.
 */
export function adaptSsbTunnel(app: StockApp, config: StockConfig, rooms: AppRooms): void {
  givePortal(config, rooms);
  // In the next turn every plugin of the app is there; ssb-tunnel dials its portal in the one after.
  queueMicrotask(() => {
    app.gossip.connect = (peer, done) => {
      const connected = isFeedId(peer)
        ? rooms.opened(peer)
        : rooms.join(peer).then(({ room }) => room.reach(rooms.signal));
      connected.then(
        (rpc) => done(null, withPortal(rpc)),
        (error: unknown) => done(error),
      );
    };
    hookConnect(app, rooms);
  });
}

/** @throws TypeError where the app has ssb-tunnel, and no portal for it is configured */
function givePortal({ connections }: StockConfig, rooms: AppRooms): void {
  const [portal] = rooms.configured();
  const tunnels = connections.incoming['tunnel'] ?? [{ scope: 'public', transform: 'shs' }];
  connections.incoming['tunnel'] = tunnels.map((incoming) => {
    const known = incoming.portal ?? portal;
    if (known !== undefined) return { ...incoming, portal: known };
    throw new TypeError(
      'This app has ssb-tunnel, which serves one room fixed at the start: name its address or invite in openRooms.rooms.',
    );
  });
}

function hookConnect(app: StockApp, rooms: AppRooms): void {
  const connect = app.tunnel?.connect;
  if (connect === undefined || !('hook' in connect)) return;
  connect.hook(function (this: unknown, call: (wish: unknown) => Duplex, [wish]) {
    const { id } = this as Caller;
    const { target, origin, instance = 0 } = (wish ?? {}) as Record<string, unknown>;
    const comesThroughRoom =
      rooms.open().some((room) => room.id === id) && target === app.id && isFeedId(origin);
    if (!comesThroughRoom) return call.call(this, wish);
    return call.call({ id: origin }, { target, instance });
  });
}

/** The connection itself, but for what it calls at a portal. */
function withPortal(rpc: Rpc): Rpc {
  const { connect } = portalOf(rpc.id, rpc).tunnel;
  return new Proxy(rpc, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      return name === 'tunnel' ? { ...(value as object), connect } : value;
    },
  });
}
