import { MAIN_NETWORK_KEY, type NamedKeyPair, toBase64 } from '@open-rooms/protocol';
import type { OpenRoomsApi } from './api.ts';
import { openRooms } from './plugin.ts';
import { type StockApp, type StockKeys, secretStack, ssbConn } from './stock-packages.ts';

/** As long as a person may say nothing: secret-stack's own 5 s would end the room's connection. */
const APP_INACTIVITY_MS = 600_000;

/** A bad network's handshake takes seconds. */
const APP_HANDSHAKE_MS = 15_000;

/** A secret-stack app with ssb-conn and this plugin. */
export interface SsbApp extends StockApp {
  readonly openRooms: OpenRoomsApi;
}

export interface SsbAppOptions {
  readonly identity: NamedKeyPair;
  /** The folder in which ssb-conn keeps its address book. */
  readonly path: string;
  /** Rooms to be in from the start, by address or invite. */
  readonly rooms?: readonly string[];
  /** base64 of 32 bytes; the main SSB network's by default. */
  readonly networkKey?: string;
  /** More plugins, as `use` takes them. */
  readonly plugins?: readonly unknown[];
}

/**
 * Makes the least stock app that has rooms. It listens on no port: it is reached through its rooms. ssb-conn's
 * scheduler stays off, so that the app dials only whom it is told to; `app.conn.start()` turns it on.
 */
export function createSsbApp(options: SsbAppOptions): SsbApp {
  const { identity, path, rooms = [], networkKey = MAIN_NETWORK_KEY, plugins = [] } = options;
  let builder = secretStack<SsbApp>({ appKey: networkKey }).use(ssbConn()).use(openRooms);
  for (const plugin of plugins) builder = builder.use(plugin);
  return builder({
    path,
    keys: stockKeys(identity),
    conn: { autostart: false },
    timers: { inactivity: APP_INACTIVITY_MS, handshake: APP_HANDSHAKE_MS },
    connections: { incoming: {}, outgoing: { net: [{ transform: 'shs' }] } },
    openRooms: { rooms },
  });
}

/** An identity as the SSB packages write it. */
export function stockKeys({ id, publicKey, secretKey }: NamedKeyPair): StockKeys {
  const text = (bytes: Uint8Array) => `${toBase64(bytes)}.ed25519`;
  return { curve: 'ed25519', id, public: text(publicKey), private: text(secretKey) };
}
