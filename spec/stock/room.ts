import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Listening, moveListeners } from './listen.ts';
import { type Keys, roomProgram, ssbKeys } from './packages.ts';
import { StockProcess, stockDirectory } from './process.ts';

export interface StockRoomOptions {
  /** `ws` adds multiserver's WebSocket transport, in a program that assembles the same plugins; default `net`. */
  readonly transports?: 'net' | 'net+ws';
  /** TCP port for peers; free by default. */
  readonly port?: number;
  readonly wsPort?: number;
  /** Port of the room's page; free by default. */
  readonly httpPort?: number;
  /** The name typed into the set-up page; without one `tunnel.isRoom` answers `true` instead of an object. */
  readonly name?: string;
}

export interface StockRoom extends AsyncDisposable {
  readonly id: string;
  /** multiserver address over TCP */
  readonly address: string;
  /** multiserver address over WebSocket; null for a room of net alone */
  readonly wsAddress: string | null;
  /** base of the room's page, without a slash at its end */
  readonly http: string;
  readonly pid: number;
  /** All that it has printed so far. */
  output(): string;
  /** Ends it and removes its data. Throws if it had crashed before. */
  stop(): Promise<void>;
}

/** The ports that ssb-room 1.3.0 asks for: peers by its default configuration, the page hard-coded. */
const ROOM_PORT = 8008;
const ROOM_HTTP_PORT = 8007;
/** The port that ws-room-program.ts asks for. */
const ROOM_WS_PORT = 8989;

/** Starts ssb-room 1.3.0 on loopback, with an identity and a home of its own, and waits until its ports are open. */
export async function startStockRoom(options: StockRoomOptions = {}): Promise<StockRoom> {
  const withWs = options.transports === 'net+ws';
  const directory = await stockDirectory();
  const keys = ssbKeys().loadOrCreateSync(join(directory, '.ssb', 'secret'));
  if (options.name !== undefined) {
    await writeFile(join(directory, '.ssb', 'roomcfg'), JSON.stringify({ name: options.name }));
  }
  const room = new StockProcess({
    name: withWs ? 'the stock room with ws' : 'the stock room',
    directory,
    program: withWs ? fileURLToPath(new URL('./ws-room-program.ts', import.meta.url)) : roomProgram(),
    args: ['start'],
    execArgv: moveListeners({
      [ROOM_PORT]: options.port ?? 0,
      [ROOM_HTTP_PORT]: options.httpPort ?? 0,
      [ROOM_WS_PORT]: options.wsPort ?? 0,
    }),
  });
  const stop = () => room.stop(() => room.terminate());
  try {
    const ports = await openPorts(
      room,
      withWs ? [ROOM_PORT, ROOM_HTTP_PORT, ROOM_WS_PORT] : [ROOM_PORT, ROOM_HTTP_PORT],
    );
    return {
      id: keys.id,
      address: `net:127.0.0.1:${ports.get(ROOM_PORT)}~shs:${shsKey(keys)}`,
      wsAddress: withWs ? `ws://127.0.0.1:${ports.get(ROOM_WS_PORT)}~shs:${shsKey(keys)}` : null,
      http: `http://127.0.0.1:${ports.get(ROOM_HTTP_PORT)}`,
      pid: room.pid,
      output: () => room.output,
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await room.kill();
    await stop();
    throw error;
  }
}

async function openPorts(room: StockProcess, asked: readonly number[]): Promise<Map<number, number>> {
  const open = new Map<number, number>();
  const all = Promise.withResolvers<void>();
  room.onMessage((message) => {
    const { listening } = message as Listening;
    open.set(listening.asked, listening.port);
    if (asked.every((port) => open.has(port))) all.resolve();
  });
  await room.guard('its ports to open', all.promise);
  return open;
}

function shsKey(keys: Keys): string {
  return keys.public.replace('.ed25519', '');
}
