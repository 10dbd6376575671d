import { createRequire } from 'node:module';
import { type StockMuxrpc, stockMuxrpc } from '../../stock/muxrpc.ts';
import { type Keys, ssbKeys } from '../../stock/packages.ts';
import type { StockStream } from '../../stock/stream.ts';

const require = createRequire(import.meta.url);

/** Somebody in a diagram, who speaks muxrpc 8 word for word. */
export interface Peer extends Disposable {
  readonly id: string;
  /** The id that the room proved at the connection. */
  readonly room: string;
  isRoom(): Promise<unknown>;
  announce(id: string): Promise<unknown>;
  endpoints(): StockStream;
}

/** A fresh identity. */
export function someone(): Keys {
  return ssbKeys().generate();
}

/** `conn.connect(msAddr)` */
export async function connect(msAddr: string, keys: Keys): Promise<Peer> {
  const client: StockMuxrpc = await stockMuxrpc(msAddr, {
    manifest: { tunnel: { isRoom: 'async', announce: 'sync', endpoints: 'source' } },
    keys,
  });
  return {
    id: keys.id,
    room: client.remoteId,
    isRoom: () => client.call(['tunnel', 'isRoom']),
    announce: (id) => client.call(['tunnel', 'announce'], id),
    endpoints: () => client.source(['tunnel', 'endpoints']),
    [Symbol.dispose]: () => client.close(),
  };
}

/** Reads the next list of endpoints, in the order of the ids. */
export async function nextList(endpoints: StockStream): Promise<string[]> {
  const chunk = await endpoints.read();
  if ('value' in chunk && Array.isArray(chunk.value)) return chunk.value.sort();
  throw new Error(`Expected a list of endpoints, got ${JSON.stringify(chunk)}`);
}

/** Unwraps the invite of a room as ssb-room-client does; null where it takes the text for none. */
export function unwrapInvite(invite: string): string | null {
  const utils: { openRoomInviteToAddress(invite: string): string | null } =
    require('ssb-room-client/lib/utils');
  return utils.openRoomInviteToAddress(invite);
}
