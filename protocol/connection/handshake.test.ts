import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SecretChannel } from '../channel/secret-channel.ts';
import { feedIdOf } from '../identity/feed-id.ts';
import { SERVER_LIMITS } from '../muxrpc/limits.ts';
import { sodium } from '../node/index.ts';
import { serverIdentity } from '../shs/server.ts';
import { fixedKeys, NETWORK_KEY } from '../testing/keys.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { MemoryWire } from '../testing/wire-pair.ts';
import { Connection, HANDSHAKE_MS } from './connection.ts';
import { hearing, TestConnection, type TestConnectionOptions } from './test-connections.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

const room = fixedKeys(sodium, 1);
const caller = fixedKeys(sodium, 2);

function serverChannel(): SecretChannel {
  return SecretChannel.server(sodium, NETWORK_KEY, serverIdentity(sodium, room));
}

/** A room and a caller; `tap` sees and may change each of the caller's writes. */
function secretPair(options: TestConnectionOptions = {}, tap: (wire: MemoryWire) => void = () => undefined) {
  const clock = new VirtualClock();
  const [serverWire, clientWire] = MemoryWire.pair();
  tap(clientWire);
  const server = new TestConnection(serverWire, clock, { channel: serverChannel(), ...options });
  const channel = SecretChannel.client(sodium, NETWORK_KEY, caller, room.publicKey);
  const client = new TestConnection(clientWire, clock, { channel });
  return { clock, server, client, serverWire, clientWire };
}

describe('connecting', () => {
  test('both sides are proven before anything is asked', async () => {
    const { clock, server, client } = secretPair();
    await quiet();
    assert.deepEqual([server.told, client.told, clock.waiting], [['caller', 'open'], ['open'], 0]);
  });

  test('the caller is named by its key', async () => {
    const clock = new VirtualClock();
    const [serverWire, clientWire] = MemoryWire.pair();
    const named: string[] = [];
    const { connection } = new TestConnection(clientWire, clock, {
      channel: SecretChannel.client(sodium, NETWORK_KEY, caller, room.publicKey),
    });
    const server: Connection = new Connection(serverWire, {
      channel: serverChannel(),
      limits: SERVER_LIMITS,
      clock,
      allocate: sodium.allocate,
      events: {
        onCaller: (remote) => {
          named.push(remote);
          server.accept();
        },
        onOpen: (remote) => named.push(remote),
        onRequest: (stream) => stream.send('answer'),
        onClosed: () => undefined,
      },
    });
    serverWire.attach(server);
    await quiet();
    const id = feedIdOf(caller.publicKey);
    assert.deepEqual(named, [id, id]);
    assert.equal(connection.openStreams, 0);
  });

  test('what is asked before is sent when it is open', async () => {
    const { client } = secretPair();
    const heard = hearing(client.connection.request('method', 'async', []));
    await quiet();
    assert.deepEqual(heard, ['answer']);
  });

  test('a silent socket holds nothing after the handshake timeout', async () => {
    const clock = new VirtualClock();
    const [serverWire, raw] = MemoryWire.pair();
    let written = 0;
    raw.attach({ onBytes: () => written++, onDrained: () => undefined, onClosed: () => undefined });
    const server = new TestConnection(serverWire, clock, { channel: serverChannel() });
    clock.advance(HANDSHAKE_MS - 1);
    assert.deepEqual(server.told, []);
    clock.advance(1);
    await quiet();
    assert.deepEqual([server.told, written], [['closed: handshake-timeout'], 0]);
    assert.deepEqual([raw.isClosed, clock.waiting], [true, 0]);
  });

  test('a caller that waits to be let in is under the same timeout', async () => {
    const { clock, server, client } = secretPair({ onCaller: () => undefined });
    await quiet();
    clock.advance(HANDSHAKE_MS);
    await quiet();
    assert.deepEqual(server.told, ['caller', 'closed: handshake-timeout']);
    assert.match(client.told.join(), /^closed: (handshake-timeout|hang-up)$/);
  });

  test('garbage is hung up on without a word', async () => {
    const clock = new VirtualClock();
    const [serverWire, raw] = MemoryWire.pair();
    let written = 0;
    raw.attach({ onBytes: () => written++, onDrained: () => undefined, onClosed: () => undefined });
    const server = new TestConnection(serverWire, clock, { channel: serverChannel() });
    raw.write(new Uint8Array(64).fill(7));
    await quiet();
    assert.deepEqual([server.told, written], [['closed: wrong-network-key'], 0]);
  });

  test('a caller that is turned away hears a hang-up, no goodbye', async () => {
    const { server, client } = secretPair({ onCaller: (connection) => connection.close() });
    await quiet();
    assert.deepEqual([server.told, client.told], [['caller', 'closed: closed'], ['closed: hang-up']]);
  });

  for (const when of ['at once', 'later']) {
    test(`bytes that break the box stream before the caller is let in ${when} throw nothing at whoever lets it in`, async () => {
      let letIn: () => void = () => assert.fail('nobody called');
      const onCaller = (connection: Connection) => {
        letIn = () => connection.accept();
        if (when === 'at once') letIn();
      };
      const { server } = secretPair({ onCaller }, (wire) => {
        const write = wire.write.bind(wire);
        let writes = 0;
        wire.write = (bytes) => {
          const isAuth = ++writes === 2;
          write(isAuth ? Buffer.concat([bytes, new Uint8Array(100)]) : bytes);
        };
      });
      await quiet();
      if (when === 'later') letIn();
      assert.equal(server.told.at(-1), 'closed: box-forged');
    });
  }

  test('letting somebody in who has gone does nothing', async () => {
    let connection: Connection | undefined;
    const { server, clientWire } = secretPair({
      onCaller: (called) => {
        connection = called;
      },
    });
    await quiet();
    clientWire.destroy();
    await quiet();
    connection?.accept();
    assert.deepEqual(server.told, ['caller', 'closed: hang-up']);
  });

  test('both sides say goodbye in their boxes, too', async () => {
    const { clock, server, client, serverWire } = secretPair();
    await quiet();
    client.connection.close();
    await quiet();
    assert.deepEqual([server.told.at(-1), client.told.at(-1)], ['closed: goodbye', 'closed: closed']);
    assert.deepEqual([serverWire.isClosed, clock.waiting], [true, 0]);
  });

  test('a box that was changed on its way ends the connection', async () => {
    let isOpen = false;
    const { server, client } = secretPair({}, (wire) => {
      const write = wire.write.bind(wire);
      wire.write = (bytes) => {
        if (isOpen) bytes[40] = (bytes[40] ?? 0) ^ 1;
        write(bytes);
      };
    });
    await quiet();
    isOpen = true;
    client.connection.request('method', 'async', []);
    await quiet();
    assert.equal(server.told.at(-1), 'closed: box-forged');
  });
});
