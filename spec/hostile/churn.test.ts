import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomConnection } from '@open-rooms/client';
import { ConnectionEnded, type FeedId, generateKeyPair } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { AttackedRoom, MEMORY_GROWTH_MAX } from './attacked-room.ts';
import { until } from './deadline.ts';
import { assertServes, echo, join, openTunnel } from './good-client.ts';
import { seeded } from './seeded.ts';
import { type AttackWire, dialWire } from './wire.ts';

const CLIENTS = 200;
const ROUNDS = 1_200;
const SEED = 20_261_124;

/** A client, and the wire that it can be made to die with. */
interface Client {
  readonly connection: RoomConnection;
  readonly wire: AttackWire;
}

/** Somebody who watches, and finds every event that cannot be. */
class Watcher {
  readonly present = new Set<FeedId>();
  readonly faults: string[] = [];

  async watch(connection: RoomConnection): Promise<void> {
    for await (const event of connection.remote['room.attendants']()) {
      if (event.type === 'state') for (const id of event.ids) this.present.add(id);
      else if (event.type === 'joined') {
        if (this.present.has(event.id)) this.faults.push(`joined twice: ${event.id}`);
        this.present.add(event.id);
      } else if (!this.present.delete(event.id)) this.faults.push(`left without being there: ${event.id}`);
    }
  }
}

test(`${CLIENTS} clients that join, leave and die: presence is the truth, and nothing leaks`, async () => {
  await using room = await AttackedRoom.start();
  await assertServes(room);
  await room.gauge('open_rooms_connections', 0);
  const before = { descriptors: room.descriptors(), memory: room.memory() };
  const observer = await join(room);
  const watcher = new Watcher();
  const watching = watcher.watch(observer);

  const clients = await churn(room, seeded(SEED));
  const truth = new Set([...clients.values()].map(({ connection }) => connection.id).concat(observer.id));
  await until('the watcher to know the truth', () => sameSet(watcher.present, truth));
  assert.deepEqual(watcher.faults, []);
  assert.ok(sameSet(await listed(room), truth), 'a newcomer sees the same');

  for (const { connection } of clients.values()) connection.close();
  const unwatched = assert.rejects(watching, ConnectionEnded);
  observer.close();
  await unwatched;
  for (const gauge of ['open_rooms_connections', 'open_rooms_attendants', 'open_rooms_tunnels']) {
    await room.gauge(gauge, 0);
  }
  await until('every descriptor to be given back', () => room.descriptors() <= before.descriptors + 1);
  assert.ok(room.memory() - before.memory < MEMORY_GROWTH_MAX, 'memory comes back');
});

/** Lets clients come and go in an order that the seed says; answers who is there at the end. */
async function churn(room: AttackedRoom, random: () => number): Promise<Map<number, Client>> {
  const clients = new Map<number, Client>();
  for (let round = 0; round < ROUNDS; round++) {
    const slot = Math.floor(random() * CLIENTS);
    const client = clients.get(slot);
    if (client === undefined) clients.set(slot, await arrive(room, random));
    else if (await act(client, random, [...clients.values()])) clients.delete(slot);
    if (random() < 0.1) await dieShakingHands(room, random);
  }
  return clients;
}

async function arrive(room: AttackedRoom, random: () => number): Promise<Client> {
  const wire = await dialWire(room.address('tcp'), 'tcp');
  const connection = await join(room, { wire, keys: generateKeyPair(sodium), onTunnel: echo });
  if (random() < 0.5) await connection.remote['tunnel.announce']();
  else await connection.remote['tunnel.endpoints']().next();
  return { connection, wire };
}

/** One act of a client; answers whether it is gone by it. */
async function act({ connection, wire }: Client, random: () => number, all: Client[]): Promise<boolean> {
  const choice = random();
  if (choice < 0.25) connection.close();
  else if (choice < 0.45) wire.reset();
  else {
    const target = all[Math.floor(random() * all.length)]?.connection.id ?? connection.id;
    const tunnel = openTunnel(connection, target, { onFrame: () => {}, onEnd: () => {} });
    tunnel.sendBytes(Buffer.alloc(2_000));
    if (choice < 0.7) wire.reset();
    else return false;
  }
  await connection.closed;
  return true;
}

async function dieShakingHands(room: AttackedRoom, random: () => number): Promise<void> {
  const wire = await dialWire(room.address('tcp'), 'tcp');
  wire.write(sodium.randomBytes(Math.floor(random() * 63)));
  wire.reset();
}

async function listed(room: AttackedRoom): Promise<Set<FeedId>> {
  const newcomer = await join(room);
  const { value = [] } = await newcomer.remote['tunnel.endpoints']().next();
  newcomer.close();
  return new Set(value.filter((id: FeedId) => id !== newcomer.id));
}

function sameSet(a: ReadonlySet<FeedId>, b: ReadonlySet<FeedId>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}
