import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Client, createIdentity, type IncomingPipe } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { startStockApp } from '../../stock/app.ts';
import { startStockRoom } from '../../stock/room.ts';
import { startOurRoom } from '../our-room.ts';
import { attends, feedOf, isAbsent, parts, person } from './person.ts';

/** Tells whose device it is to whoever sends it something. */
function naming(name: string): (pipe: IncomingPipe) => void {
  return (pipe) => {
    const stream = pipe.accept();
    stream.write(Buffer.from(name)).then(
      () => stream.end(),
      () => undefined,
    );
  };
}

/** The name of the device at the other end. */
async function deviceOf(client: Client, id: Client['id']): Promise<string> {
  const stream = (await client.connect(id)).pipe();
  await stream.end();
  const heard: Uint8Array[] = [];
  for await (const bytes of stream) heard.push(bytes);
  return Buffer.concat(heard).toString();
}

/** Hangs up, so that the next connection is a new one. */
async function hangUp(client: Client, id: Client['id']): Promise<void> {
  client.peer(id)?.close();
  await parts(client, id);
}

describe('two devices of one key', () => {
  test('are one attendant; tunnels reach the newest, and when it left the older', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const identity = createIdentity(nodeRuntime.crypto);
    await using alice = await person();
    await using phone = await person({ identity, onPipe: naming('phone') });
    await using laptop = await person({ identity, onPipe: naming('laptop') });
    const atAlice = await alice.join(room.address);
    const rooms = [await phone.join(room.address)];
    await attends(atAlice, identity.id);
    assert.equal(await deviceOf(alice, identity.id), 'phone');
    await hangUp(alice, identity.id);

    rooms.push(await laptop.join(room.address));
    for (const at of rooms) await attends(at, alice.id);
    assert.deepEqual(atAlice.attendants.snapshot(), [identity.id]);
    for (const at of rooms) {
      assert.equal(at.state, 'open');
      assert.deepEqual(at.attendants.snapshot(), [alice.id]);
    }
    assert.equal(await deviceOf(alice, identity.id), 'laptop');

    await laptop[Symbol.asyncDispose]();
    await parts(alice, identity.id);
    assert.deepEqual(atAlice.attendants.snapshot(), [identity.id]);
    assert.equal(await deviceOf(alice, identity.id), 'phone');
    await phone[Symbol.asyncDispose]();
    await isAbsent(atAlice, identity.id);
  });

  test('both keep ssb-room 1.3.0, which leads tunnels to the older', async () => {
    await using room = await startStockRoom({ name: 'Shed' });
    const identity = createIdentity(nodeRuntime.crypto);
    await using alice = await person();
    await using phone = await person({ identity, onPipe: naming('phone') });
    await using laptop = await person({ identity, onPipe: naming('laptop') });
    const atAlice = await alice.join(room.address);
    const rooms = [await phone.join(room.address), await laptop.join(room.address)];
    for (const at of rooms) await attends(at, alice.id);
    assert.deepEqual(atAlice.attendants.snapshot(), [identity.id]);
    assert.equal(await deviceOf(alice, identity.id), 'phone');
    for (const at of rooms) assert.equal(at.state, 'open');
  });

  test('each sees the stock app that is there, and the newest is dialled by it', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const identity = createIdentity(nodeRuntime.crypto);
    await using app = await startStockApp({ generation: 'room-client' });
    await using phone = await person({ identity });
    await using laptop = await person({ identity });
    await app.connect(room.address);
    for (const device of [phone, laptop]) await attends(await device.join(room.address), app.id);
    await app.waitForAttendant(room.id, identity.id);
    await assert.rejects(app.dialThroughTunnel(room.id, identity.id, 'hello'), /probe/);
    assert.deepEqual([phone.peers.size, laptop.peers.size], [0, 1]);
    assert.ok(laptop.peer(feedOf(app.id)));
  });
});
