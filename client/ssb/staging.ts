import type { FeedId } from '@open-rooms/protocol';
import type { AppRoom } from './app-room.ts';
import type { AppRooms } from './rooms.ts';
import { tunnelAddress } from './stock-addresses.ts';
import type { PeerData, Rpc, StockApp } from './stock-packages.ts';

/**
 * Puts those who attend the app's rooms before ssb-conn as somebody to dial, and takes them away again when they have
 * left. Whom the person follows is dialled.
 *
 * A tunnel that is open stays open when its peer leaves the list: the room ends the tunnels of those whose connection
 * ended, and some rooms say `left` of peers that are still there.
 */
export function stageAttendants(app: StockApp, rooms: AppRooms): void {
  const stage = (room: AppRoom, id: FeedId) => {
    const address = tunnelAddress(room.id, id);
    const data = attendantData(room, id);
    app.conn.stage(address, data);
    if (app.conn.db().get(address)?.followed === true) app.conn.connect(address, data, () => undefined);
  };
  rooms.watch({
    joined: stage,
    left: (room, id) => void app.conn.unstage(tunnelAddress(room.id, id)),
  });
  app.on('rpc:connect', (rpc) => stageAgain(app, rooms, rpc, stage));
}

/** What ssb-conn is told of an attendant. */
export function attendantData(room: AppRoom, id: FeedId): PeerData {
  const roomName = room.metadata?.name;
  return { type: 'room-attendant', key: id, room: room.id, ...(roomName && { roomName }) };
}

/** ssb-conn forgets whom it has connected to: who is still in a room when that connection ends is staged again. */
function stageAgain(
  app: StockApp,
  rooms: AppRooms,
  rpc: Rpc,
  stage: (room: AppRoom, id: FeedId) => void,
): void {
  const id = rpc.id as FeedId;
  rpc.once('closed', () => {
    if (app.closed) return;
    // ssb-conn takes the connection off its list in the same turn, perhaps after us.
    queueMicrotask(() => {
      if (app.closed) return;
      for (const room of rooms.open()) if (room.attendants.has(id)) stage(room, id);
    });
  });
}
