import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { nodeNetwork } from '@open-rooms/client/node';
import { readIceUrl } from '@open-rooms/protocol';
import { startRoomServer } from '../../room-server/compose.ts';
import { readConfig } from '../../room-server/config/read-config.ts';
import { SETTINGS } from '../../room-server/config/settings.ts';
import { testLog } from '../../room-server/net/tls/test-log.ts';
import { enterBare } from '../conformance/client/bare.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { openRooms, startRoomProcess } from '../conformance/server-process.ts';
import { until } from '../hostile/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const TURN = ['turn:relay.example:3478', 'turns:relay.example:5349?transport=tcp'];
const SECRET = 'a-secret-that-nobody-may-see';
const FLAGS = [...TURN.flatMap((url) => ['--turn', url]), '--turn-secret', SECRET];

/** The settings of a room whose ports are all free ones but for the one of STUN. */
function settings(data: string, stunPort: number) {
  const ports = {
    port: '0',
    httpPort: '0',
    whoisPort: 'off',
    metricsPort: 'off',
    stunPort: String(stunPort),
  };
  return readConfig({ flags: { data, host: '127.0.0.1', name: 'Garden', ...ports }, env: {} });
}

describe('the servers that a room names', () => {
  test('are told to an attendant, with credentials of their own, and to nobody who only looks', async () => {
    await using room = await startOurRoom({ flags: FLAGS });
    using ann = await enterBare(room);
    using bob = await enterBare(room);
    const { ice = [] } = await ann.remote['room.metadata']();
    assert.equal(ice.length, 2);
    assert.deepEqual(ice[0], { urls: [room.ready.stun] });
    assert.deepEqual(ice[1]?.urls, TURN);
    const others = (await bob.remote['tunnel.isRoom']()).ice?.[1];
    assert.notEqual(others?.username, ice[1]?.username);
    assert.notEqual(others?.credential, ice[1]?.credential);
    await ann.remote['tunnel.leave']();
    assert.equal((await ann.remote['room.metadata']()).ice, undefined);
    assert.equal((await ann.remote['tunnel.isRoom']()).ice, undefined);
  });

  test('are all that anybody is told: no secret is in a log, a status, or what is printed', async () => {
    await using room = await startRoomProcess({ flags: [...FLAGS, '--log-level', 'debug'] });
    using ann = await enterBare(room);
    const { ice = [] } = await ann.remote['room.metadata']();
    const credential = ice[1]?.credential ?? assert.fail('there is none');
    (await enterBare(room)).close();
    const { stdout } = await openRooms('status', '--data', room.data, '--json');
    const status: { readonly stun: string; readonly turn: readonly string[] } = JSON.parse(stdout);
    assert.deepEqual([status.stun, status.turn], [room.ready.stun, TURN]);
    for (const told of [JSON.stringify(room.ready), stdout, room.stderr()]) {
      assert.ok(!told.includes(SECRET), told);
      assert.ok(!told.includes(credential), told);
    }
    await until('something to be logged', () => room.stderr() !== '');
    assert.ok(!room.stderr().includes(SECRET));
    await room.kill();
  });

  test('are none where STUN is off and there is no TURN', async () => {
    await using room = await startOurRoom({ flags: ['--stun-port', 'off'] });
    using ann = await enterBare(room);
    assert.deepEqual([room.ready.stun, (await ann.remote['room.metadata']()).ice], [null, undefined]);
  });
});

describe('the STUN port', () => {
  test('is where the room says that it is, and answers', async () => {
    await using room = await startOurRoom();
    const { host, port } = readIceUrl(room.ready.stun ?? '') ?? assert.fail('there is no URL');
    using udp = nodeNetwork.openUdp();
    const { text, isOwn } = await udp.askStun(host, port, new AbortController().signal);
    assert.match(text, /^127\.0\.0\.1:\d+$/);
    assert.equal(isOwn, true);
  });

  test('that another program has keeps a room from starting, unless it is the usual one', async () => {
    await using folder = await temporaryDirectory();
    const { log, lines } = testLog();
    await using sockets = new AsyncDisposableStack();
    const other = sockets.adopt(createSocket('udp4'), (socket) => void socket.close());
    await once(other.bind(0, '127.0.0.1'), 'listening');
    const { port } = other.address();
    await assert.rejects(startRoomServer(settings(folder.path, port), log), {
      code: 'port-in-use',
      message: new RegExp(
        `^Cannot listen on port ${port}: another program uses it\\. Stop that program, or give --stun-port \\d+, which is free, or "off"\\.$`,
      ),
    });

    const usual = SETTINGS.stunPort.fallback;
    assert.ok(usual !== 'off');
    // Where it is taken already, that is as good.
    const holder = sockets.adopt(createSocket('udp4'), (socket) => void socket.close());
    await once(holder.bind(usual, '127.0.0.1'), 'listening').catch(() => undefined);
    const server = await startRoomServer(settings(folder.path, usual), log);
    assert.equal(server.stun, null);
    assert.equal(lines.filter((line) => line.startsWith('warn: The room starts without STUN')).length, 1);
    await server.stop();
  });
});
