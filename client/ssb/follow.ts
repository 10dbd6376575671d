import type { FeedId } from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import { awaited } from './callback.ts';
import type { AppRooms } from './rooms.ts';
import { attendantData } from './staging.ts';
import { tunnelAddress } from './stock-addresses.ts';
import type { Callback, StockApp, StockConfig } from './stock-packages.ts';

/** Where it was written down that somebody is followed. */
export type FollowedIn = 'friends' | 'publish' | 'db' | 'conn';

/**
 * Follows somebody, or does so no more, as the app's own contact: by ssb-friends, or by the `contact` message of
 * ssb-db or ssb-db2. An app without any of them has one thing that it keeps, the address book of ssb-conn, and there
 * it is written at their address in each room where they are: what is needed to find them again, and no file more.
 *
 * @throws JoinError `not-online` where the app keeps no contacts and they are in none of its rooms
 */
export async function follow(
  app: StockApp,
  config: StockConfig,
  rooms: AppRooms,
  id: FeedId,
  following: boolean,
): Promise<FollowedIn> {
  const content = { type: 'contact', contact: id, following };
  const { friends, publish, db } = app;
  if (friends?.follow !== undefined) {
    await awaited((done: Callback) => friends.follow?.(id, { state: following }, done));
    return 'friends';
  }
  if (publish !== undefined) {
    await awaited((done: Callback) => publish(content, done));
    return 'publish';
  }
  if (db?.create !== undefined && config.keys !== undefined) {
    const { keys } = config;
    await awaited((done: Callback) => db.create?.({ keys, content, feedFormat: 'classic' }, done));
    return 'db';
  }
  keepInConn(app, rooms, id, following);
  return 'conn';
}

function keepInConn(app: StockApp, rooms: AppRooms, id: FeedId, following: boolean): void {
  const book = app.conn.db();
  const known = [...book.entries()].filter(([, data]) => data.key === id && data.followed === true);
  if (!following) {
    for (const [address] of known) app.conn.forget(address);
    return;
  }
  const here = rooms.open().filter((room) => room.attendants.has(id));
  for (const room of here) {
    const data = { ...attendantData(room, id), followed: true, autoconnect: true };
    app.conn.remember(tunnelAddress(room.id, id), data);
  }
  if (here.length + known.length > 0) return;
  const sentence = `Cannot follow ${id}: they are in none of the rooms that this app is in, and it keeps no contacts of its own.`;
  throw new JoinError('not-online', sentence);
}
