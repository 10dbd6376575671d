import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Room } from '@open-rooms/client';
import { until } from '../../hostile/deadline.ts';
import { NetworkProxy } from '../../network/proxy.ts';
import { startOurRoom } from '../our-room.ts';
import { person, reaches } from './person.ts';

const CLIENTS = 30;

/** Clients come back within two seconds: 1.5 in each tenth of one where they are spread evenly. */
const SLICE_MS = 100;
const MAX_DIALS_PER_SLICE = 12;

test(`${CLIENTS} clients that lose their room at once come back spread out, and so do their tunnels`, async (context) => {
  await using room = await startOurRoom({ name: 'Garden' });
  await using network = await NetworkProxy.start(Number(/:(\d+)~/.exec(room.address)?.[1]));
  await using clients = new AsyncDisposableStack();
  const hub = clients.use(await person());
  const address = network.through(room.address);
  const rooms: Room[] = [await hub.join(address)];
  for (let number = 0; number < CLIENTS; number++) {
    const client = clients.use(await person());
    await client.follow(hub.id);
    rooms.push(await client.join(address));
  }
  await until('everybody to be connected to whom they follow', () => hub.peers.size === CLIENTS);
  assert.equal(network.dials.length, rooms.length);

  const from = performance.now();
  network.cut();
  await until('the tunnels to end', () => hub.peers.size === 0);
  for (const each of rooms) await reaches(each, 'open');
  await until('everybody to be connected again', () => hub.peers.size === CLIENTS);
  const again = network.dials.slice(rooms.length).map((at) => Math.floor((at - from) / SLICE_MS));
  const slices = Map.groupBy(again, (slice) => slice);
  const most = Math.max(...[...slices.values()].map(({ length }) => length));
  context.diagnostic(
    `${again.length} dials in ${slices.size} slices of ${SLICE_MS} ms, ${most} at most in one`,
  );
  context.diagnostic(`all tunnels again after ${Math.round(performance.now() - from)} ms`);
  assert.equal(again.length, rooms.length, 'each dials once');
  assert.ok(most <= MAX_DIALS_PER_SLICE, `${most} dials in ${SLICE_MS} ms`);
});
