import assert from 'node:assert/strict';
import type { StockApp } from '../../stock/app.ts';

/** The address of `peer` behind `room`, as client plugins write it. */
function tunnelAddress(room: string, peer: string): string {
  return `tunnel:${room}:${peer}~shs:${peer.slice(1, -'.ed25519'.length)}`;
}

/** Brings apps into the room and waits until each sees all others. */
export async function meet(
  room: { readonly id: string },
  address: string,
  apps: readonly StockApp[],
): Promise<void> {
  for (const app of apps) assert.equal(await app.connect(address), room.id);
  for (const app of apps) {
    for (const other of apps) if (other !== app) await app.waitForAttendant(room.id, other.id);
  }
}

/** Dials through the room, proves who is at either end, and sends bytes and text both ways. */
export async function assertTunnel(
  room: { readonly id: string },
  from: StockApp,
  to: StockApp,
): Promise<void> {
  const message = { from: from.id, to: to.id };
  const answer = await from.dialThroughTunnel(room.id, to.id, message);
  assert.deepEqual(answer, { echo: message, remoteId: to.id, seenAs: from.id });
  const duplex = await from.duplex(to.id, ['probe', 'echoDuplex']);
  const bytes = Buffer.alloc(100_000, 'ab');
  await duplex.write('text');
  await duplex.write(bytes);
  assert.deepEqual(await duplex.read(), { value: 'text' });
  assert.deepEqual(await duplex.read(), { value: bytes });
  await duplex.end();
}

/** Hangs up the connection that `from` had dialled to `to`, and waits until it is gone at both ends. */
export async function hangUp(room: { readonly id: string }, from: StockApp, to: StockApp): Promise<void> {
  assert.equal(await from.disconnect(tunnelAddress(room.id, to.id)), true);
  await from.waitFor(`${to.id} to be disconnected`, (app) => !isConnected(app, to.id));
  await to.waitFor(`${from.id} to be disconnected`, (app) => !isConnected(app, from.id));
}

/** No app has printed anything: no warning, no trace. */
export function assertQuiet(...apps: StockApp[]): void {
  assert.deepEqual(
    apps.map(({ output }) => output),
    apps.map(() => ''),
  );
}

function isConnected(app: StockApp, peer: string): boolean {
  return app.state.connections.some((connection) => connection.peer === peer);
}
