import type { AppSetup } from './app-messages.ts';
import {
  type App,
  type Callback,
  clientPlugins,
  type Duplex,
  type LocalApi,
  mainNetwork,
  multiserver,
  type Source,
  secretStack,
  ssbRef,
} from './packages.ts';
import { wsTransport } from './ws-transport.ts';

/** Long enough that no timer of secret-stack fires during a test. */
const LONG_TIMERS = { inactivity: 600_000, handshake: 15_000 };

/** A secret-stack 6.4.1 app with the plugins of its generation and the probe. */
export async function createApp(setup: AppSetup): Promise<App> {
  const plugins = clientPlugins();
  // Apps without our plugin load nothing of ours.
  const openRooms = hasOurPlugin(setup) ? (await import('@open-rooms/client/ssb')).openRooms : undefined;
  const generation = {
    'room-client': [
      ...[plugins.conn, plugins.roomClient, plugins.httpInviteClient],
      ...plugins.httpAuthClient,
    ],
    'rooms1-client': [plugins.conn, plugins.rooms1Client],
    'ssb-tunnel': [plugins.conn, gossipConnect(setup.portal), plugins.ssbTunnel],
    'open-rooms': [plugins.conn, openRooms],
    // The order of plugins does not count: here ours comes before what it depends on.
    'room-client+open-rooms': [openRooms, plugins.conn, plugins.roomClient],
    'ssb-tunnel+open-rooms': [plugins.conn, plugins.ssbTunnel, openRooms],
  };
  let builder = secretStack()({ appKey: mainNetwork() });
  if (setup.ws) builder = builder.use(wsTransport(multiserver().ws));
  for (const plugin of generation[setup.generation]) builder = builder.use(plugin);
  return builder.use(probe)(configuration(setup));
}

function hasOurPlugin({ generation }: AppSetup): boolean {
  return generation.endsWith('open-rooms');
}

/** The feed id that a multiserver address ends in. */
export function addressId(address: string): string {
  return `@${address.split('~shs:')[1]}.ed25519`;
}

function configuration(setup: AppSetup): object {
  if (hasOurPlugin(setup)) return pluginConfiguration(setup);
  const tunnel = { scope: 'public', transform: 'shs' };
  const outgoing = [{ transform: 'shs' }];
  return {
    path: setup.directory,
    keys: setup.keys,
    // The scheduler dials nobody but rooms and followed peers; here the test alone decides who is dialled.
    conn: { autostart: false },
    ...(setup.timers === 'long' ? { timers: LONG_TIMERS } : {}),
    connections: {
      incoming: { tunnel: [setup.portal === null ? tunnel : { ...tunnel, portal: addressId(setup.portal) }] },
      outgoing: { net: outgoing, tunnel: outgoing, ...(setup.ws ? { ws: outgoing } : {}) },
    },
  };
}

/** Our plugin brings what tunnels need, and takes the portal as a room to be in. */
function pluginConfiguration(setup: AppSetup): object {
  const outgoing = [{ transform: 'shs' }];
  return {
    path: setup.directory,
    keys: setup.keys,
    conn: { autostart: false },
    ...(setup.timers === 'long' ? { timers: LONG_TIMERS } : {}),
    connections: { incoming: {}, outgoing: { net: outgoing, ...(setup.ws ? { ws: outgoing } : {}) } },
    openRooms: { rooms: setup.portal === null ? [] : [setup.portal] },
  };
}

/** ssb-tunnel dials its room by feed id through `gossip.connect`, which ssb-conn 6 no longer has. */
function gossipConnect(portal: string | null): (app: App) => object {
  return (app) => {
    app.gossip.connect = (peer, done) => {
      const address = portal !== null && peer === addressId(portal) ? portal : peer;
      if (ssbRef().isFeed(address))
        return done(new Error(`Cannot connect to "${peer}": its address is not known`));
      app.conn.connect(address, { type: 'room' }, (error, rpc) => {
        if (error) done(error);
        else if (rpc) done(null, rpc);
        else done(new Error(`Cannot connect to "${peer}": the connection to it is ending`));
      });
    };
    return {};
  };
}

const probeApi: LocalApi = {
  echo: (message: never, done: Callback) => done(null, message),
  callerId(this: { id: string }, done: Callback) {
    done(null, this.id);
  },
  echoDuplex: () => echoDuplex(),
};

/** What peers call through the tunnel. */
const probe = {
  name: 'probe',
  version: '1.0.0',
  manifest: { echo: 'async', callerId: 'async', echoDuplex: 'duplex' },
  permissions: { anonymous: { allow: ['echo', 'callerId', 'echoDuplex'] } },
  init: () => probeApi,
};

/** Gives back what it is sent, as slowly as it is read. */
function echoDuplex(): Duplex {
  const incoming = Promise.withResolvers<Source>();
  return {
    sink: (source) => incoming.resolve(source),
    source: (abort, answer) => void incoming.promise.then((source) => source(abort, answer)),
  };
}
