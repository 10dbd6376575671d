import type { Manifest } from '@open-rooms/protocol';
import { nodeRuntime } from '../node/runtime.ts';
import { OPEN_ROOMS_MANIFEST, type OpenRoomsApi } from './api.ts';
import { guardConnections } from './guarded-shs.ts';
import { OpenRooms } from './open-rooms.ts';
import { adaptSsbTunnel } from './own-ssb-tunnel.ts';
import { AppRooms } from './rooms.ts';
import { stageAttendants } from './staging.ts';
import type { Caller, OpenManifest, StockApp, StockConfig, StockPermissions } from './stock-packages.ts';
import { AppTunnels } from './tunnels.ts';

/** As the client's package.json has it. */
const VERSION = '0.1.0';

/** What secret-stack 6 takes as a plugin. */
export interface OpenRoomsPlugin {
  readonly name: 'openRooms';
  readonly version: string;
  readonly manifest: Manifest;
  readonly permissions: StockPermissions;
  init(
    app: StockApp,
    config: StockConfig,
    permissions: StockPermissions,
    manifest: OpenManifest,
  ): OpenRoomsApi;
}

/**
 * The plugin that brings rooms to a secret-stack 6.4 app with ssb-conn 6: `.use(require('ssb-conn')).use(openRooms)`.
 * Where the app has ssb-room-client, the client of ssb-room, or ssb-tunnel, in whichever order, that one keeps the
 * transport `tunnel` and what answers `tunnel.connect`; otherwise this plugin brings both.
 */
export const openRooms: OpenRoomsPlugin = {
  name: 'openRooms',
  version: VERSION,
  manifest: OPEN_ROOMS_MANIFEST,
  // To be allowed nothing is more than to be allowed what is not named: the list is there.
  permissions: { anonymous: { allow: [] } },
  init(app, config, permissions, manifest) {
    if (manifest['conn'] === undefined)
      throw new TypeError("openRooms needs ssb-conn: add .use(require('ssb-conn')) to the app.");
    const rooms = new AppRooms(app, config, nodeRuntime);
    allowTunnels(config);
    if (manifest['tunnel'] === undefined) bringTunnels(app, rooms, permissions, manifest);
    else if (isSsbTunnel(manifest['tunnel'])) adaptSsbTunnel(app, config, rooms);
    guardConnections(app, config);
    if (manifest['peer'] === undefined) bringEcho(app, permissions, manifest);
    stageAttendants(app, rooms);
    const plugin = new OpenRooms(app, config, rooms, nodeRuntime);
    closeWith(app, rooms, plugin);
    // ssb-conn may come after us.
    queueMicrotask(() => void rooms.resume());
    return plugin.api;
  },
};

/** secret-stack knows no tunnels unless its configuration says so. */
function allowTunnels({ connections: { incoming, outgoing } }: StockConfig): void {
  incoming['tunnel'] ??= [{ scope: 'public', transform: 'shs' }];
  outgoing['tunnel'] ??= [{ transform: 'shs' }];
}

function bringTunnels(
  app: StockApp,
  rooms: AppRooms,
  permissions: StockPermissions,
  manifest: OpenManifest,
): void {
  const tunnels = new AppTunnels(app, rooms);
  manifest['tunnel'] = { connect: 'duplex' };
  allow(permissions, 'tunnel.connect');
  app.tunnel = {
    connect(this: Caller, wish: unknown) {
      return tunnels.accept(this, wish);
    },
  };
}

/** What our own peers answer too: that a tunnel carries what it is given. */
function bringEcho(app: StockApp, permissions: StockPermissions, manifest: OpenManifest): void {
  manifest['peer'] = { echo: 'async' };
  allow(permissions, 'peer.echo');
  app.peer = { echo: (value: unknown, done: (error: null, value: unknown) => void) => done(null, value) };
}

function allow({ anonymous }: StockPermissions, method: string): void {
  if (anonymous?.allow?.includes(method) === false) anonymous.allow.push(method);
}

/** ssb-tunnel of 2019 has none of the methods of rooms. */
function isSsbTunnel(methods: OpenManifest[string]): boolean {
  return typeof methods === 'object' && methods['isRoom'] === undefined;
}

function closeWith(app: StockApp, rooms: AppRooms, plugin: OpenRooms): void {
  app.close.hook(function (this: unknown, call, args) {
    rooms.close();
    plugin.close();
    return call.apply(this, args);
  });
}
