import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channel, ChannelEvent } from '../../../protocol/channel/channel.ts';
import { SecretChannel } from '../../../protocol/index.ts';
import { sodium } from '../../../protocol/node/index.ts';
import { ClientHandshake } from '../../../protocol/shs/client.ts';
import type { Handshake, HandshakeOutput } from '../../../protocol/shs/handshake.ts';
import type { Secrets } from '../../../protocol/shs/secrets.ts';
import { ServerHandshake, serverIdentity } from '../../../protocol/shs/server.ts';
import { cutAt, fixedKeys, NETWORK_KEY } from '../../../protocol/testing/index.ts';
import { STOCK_DEADLINE_MS, within } from '../../stock/deadline.ts';
import type { Duplex } from '../../stock/packages.ts';
import { PullStockStream, values } from '../../stock/stream.ts';
import { type Authorize, type StockConnection, secretHandshake } from './packages.ts';

const ourKeys = fixedKeys(sodium, 1);
const theirs = fixedKeys(sodium, 2);
const theirKeys = { publicKey: Buffer.from(theirs.publicKey), secretKey: Buffer.from(theirs.secretKey) };
const networkKey = Buffer.from(NETWORK_KEY);
const otherNetwork = Buffer.alloc(32, 5);
const LARGE = Buffer.alloc(10_000, 'large');

/** The stock side of a handshake in memory, and what becomes of it. */
interface Stock {
  readonly duplex: Duplex;
  connected(): Promise<StockConnection>;
}

function started(make: (done: (error: unknown, made?: StockConnection) => void) => Duplex): Stock {
  const connected = Promise.withResolvers<StockConnection>();
  const duplex = make((error, connection) => {
    if (connection) connected.resolve(connection);
    else connected.reject(error);
  });
  connected.promise.catch(() => {});
  return { duplex, connected: () => within('the stock side of a handshake', connected.promise) };
}

function stockServer(authorize: Authorize = (_, answer) => answer(null, true), key = networkKey): Stock {
  return started(secretHandshake().createServer(theirKeys, authorize, key, STOCK_DEADLINE_MS));
}

function stockClient(server: Uint8Array = ourKeys.publicKey, key = networkKey): Stock {
  const dial = secretHandshake().createClient(theirKeys, key, STOCK_DEADLINE_MS);
  return started((done) => dial(Buffer.from(server), done));
}

function ourClient(): ClientHandshake {
  return new ClientHandshake(sodium, NETWORK_KEY, ourKeys, theirs.publicKey);
}

function ourServer(): ServerHandshake {
  return new ServerHandshake(sodium, NETWORK_KEY, serverIdentity(sodium, ourKeys));
}

/** Runs our side until it is done, has failed and hung up, or the stock side has. One byte a chunk goes either way. */
async function shake(side: Handshake, stock: Stock): Promise<HandshakeOutput | 'ended'> {
  const stream = PullStockStream.duplex(stock.duplex);
  const settle = (outputs: readonly HandshakeOutput[]): HandshakeOutput | undefined => {
    for (const output of outputs) {
      if (output.kind === 'send') for (const chunk of bytewise(output.bytes)) void stream.write(chunk);
      else if (output.kind === 'caller')
        return side instanceof ServerHandshake ? settle(side.accept()) : output;
      else return output;
    }
    return undefined;
  };
  settle(side.start());
  for (;;) {
    const chunk = await stream.read();
    if (!('value' in chunk)) return 'ended';
    assert.ok(chunk.value instanceof Uint8Array);
    for (const part of bytewise(chunk.value)) {
      const settled = settle(side.receive(part));
      if (settled === undefined) continue;
      if (settled.kind === 'failed') await stream.end();
      return settled;
    }
  }
}

function bytewise(bytes: Uint8Array): Buffer[] {
  const places = Array.from(bytes, (_, at) => at);
  return cutAt(bytes, places.slice(1)).map((chunk) => Buffer.from(chunk));
}

function assertSame({ remote, sending, receiving }: Secrets, stock: StockConnection): void {
  assert.deepEqual(Buffer.from(remote), theirKeys.publicKey);
  assert.deepEqual(stock.remote, Buffer.from(ourKeys.publicKey));
  const { encryptKey, encryptNonce, decryptKey, decryptNonce } = stock.crypto;
  assert.deepEqual([Buffer.from(sending.key), Buffer.from(sending.nonce)], [decryptKey, decryptNonce]);
  assert.deepEqual([Buffer.from(receiving.key), Buffer.from(receiving.nonce)], [encryptKey, encryptNonce]);
}

describe('secret-handshake 1.1.21', () => {
  for (const [name, side, stock] of [
    ['our client and its server', ourClient, stockServer],
    ['its client and our server', ourServer, stockClient],
  ] as const) {
    test(`${name} end with the same keys, byte by byte`, async () => {
      const peer = stock();
      const outcome = await shake(side(), peer);
      assert.ok(outcome !== 'ended' && outcome.kind === 'done');
      assertSame(outcome.secrets, await peer.connected());
    });
  }

  test('its client and our server of another network part at the hello', async () => {
    const peer = stockClient(ourKeys.publicKey, otherNetwork);
    assert.deepEqual(await shake(ourServer(), peer), { kind: 'failed', failure: 'wrong-network-key' });
    await assert.rejects(peer.connected());
  });

  test('our client and its server of another network part at the hello', async () => {
    const peer = stockServer(undefined, otherNetwork);
    const parted = assert.rejects(peer.connected());
    void shake(ourClient(), peer);
    await parted;
  });

  test('its client that meant another server is not let in', async () => {
    const peer = stockClient(fixedKeys(sodium, 9).publicKey);
    assert.deepEqual(await shake(ourServer(), peer), { kind: 'failed', failure: 'not-proven' });
    await assert.rejects(peer.connected());
  });

  test('its server that turns us away closes without a word', async () => {
    const peer = stockServer((_, answer) => answer(null, false));
    const parted = assert.rejects(peer.connected());
    void shake(ourClient(), peer);
    await parted;
  });
});

/** Lets our channel talk with the stock side: answers what it is told, says `LARGE` once open, then goodbye. */
async function talk(channel: Channel, stock: Stock): Promise<{ plain: Buffer; last: string | undefined }> {
  const stream = PullStockStream.duplex(stock.duplex);
  const plain: Uint8Array[] = [];
  let last: string | undefined;
  const settle = (events: readonly ChannelEvent[]): void => {
    for (const event of events) {
      last = event.kind;
      if (event.kind === 'send') void stream.write(Buffer.from(event.bytes));
      else if (event.kind === 'plain') plain.push(event.bytes);
      else if (event.kind === 'caller') settle(channel.accept());
      else if (event.kind === 'open') {
        void stream.write(Buffer.from(channel.seal(LARGE)));
        void stream.write(Buffer.from(channel.goodbye()));
      } else if (event.kind === 'goodbye') void stream.end();
    }
  };
  settle(channel.start());
  for await (const value of values(stream)) {
    assert.ok(value instanceof Uint8Array);
    settle(channel.receive(new Uint8Array(value)));
  }
  return { plain: Buffer.concat(plain), last };
}

describe('secret-handshake 1.1.21 and the box stream behind it', () => {
  for (const [name, channel, stock] of [
    [
      'our client and its server',
      () => SecretChannel.client(sodium, NETWORK_KEY, ourKeys, theirs.publicKey),
      stockServer,
    ],
    [
      'its client and our server',
      () => SecretChannel.server(sodium, NETWORK_KEY, serverIdentity(sodium, ourKeys)),
      stockClient,
    ],
  ] as const) {
    test(`${name} talk both ways and say goodbye`, async () => {
      const peer = stock();
      const ours = talk(channel(), peer);
      const connection = PullStockStream.duplex(await peer.connected());
      void connection.write(Buffer.from('from stock'));
      void connection.end();
      const heard: Buffer[] = [];
      for await (const value of values(connection)) {
        assert.ok(Buffer.isBuffer(value));
        heard.push(value);
      }
      assert.deepEqual(Buffer.concat(heard), LARGE);
      assert.deepEqual(await ours, { plain: Buffer.from('from stock'), last: 'goodbye' });
    });
  }
});
