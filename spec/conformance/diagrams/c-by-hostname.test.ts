import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfig } from '@open-rooms/room-server/config/read-config.ts';
import { startStockApp } from '../../stock/app.ts';
import { openRooms, startRoomProcess } from '../server-process.ts';
import { arrow } from './diagram.ts';
import { connect, nextList, someone } from './peer.ts';

/** Part of the protocol: apps know it without being told. */
const WHOIS_PORT = 26_819;

describe('C. Alice joins a public room by its host name only', () => {
  test('with a literal muxrpc client', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });

    const answer = await arrow(diagram, '1. GET theroom.com:26819/whois', () => fetch(room.ready.whois));

    const msAddr = await arrow(diagram, '2. the reply: msAddr', async () => {
      assert.equal(answer.status, 200);
      const line = await answer.text();
      assert.equal(line, `${room.address}\n`);
      const json = await fetch(room.ready.whois, { headers: { accept: 'application/json' } });
      assert.deepEqual(await json.json(), {
        msAddr: room.address,
        addresses: room.ready.addresses,
        roomId: room.id,
        name: 'Garden',
        description: '',
        online: 0,
        features: ['tunnel', 'room2', 'room1', 'alias', 'httpAuth', 'httpInvite'],
      });
      return line.trim();
    });

    using alice = await arrow(diagram, '3. connect', async () => {
      const connected = await connect(msAddr, someone());
      assert.equal(connected.room, room.id);
      return connected;
    });

    await arrow(diagram, '4. isRoom', async () => {
      assert.ok(await alice.isRoom());
    });

    await arrow(diagram, '5. announce', async () => {
      assert.equal(await alice.announce(alice.id), true);
    });

    await arrow(diagram, '6. endpoints: [aliceId]', async () => {
      assert.deepEqual(await nextList(alice.endpoints()), [alice.id]);
    });
  });

  test('with a stock app', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using alice = await startStockApp({ generation: 'room-client' });
    await using bob = await startStockApp({ generation: 'room-client' });
    const msAddr = (await (await fetch(room.ready.whois)).text()).trim();
    assert.equal(await alice.connect(msAddr), room.id);
    assert.equal(await bob.connect(msAddr), room.id);
    await alice.waitForAttendant(room.id, bob.id);
  });

  test('the address is the one by which the asker reached the room', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const url = new URL(room.ready.whois);
    url.hostname = 'localhost';
    assert.equal(await (await fetch(url)).text(), `${room.address.replace('127.0.0.1', 'localhost')}\n`);
  });

  test('the port is 26819 where nobody says another', async () => {
    assert.equal(readConfig({ flags: {}, env: {} }).whoisPort, WHOIS_PORT);
    const help = await openRooms('start', '--help');
    assert.match(help.stdout, new RegExp(`--whois-port <PORT>[^[]*\\[${WHOIS_PORT}\\]`));
  });
});
