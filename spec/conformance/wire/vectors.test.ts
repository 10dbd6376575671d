import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import boxstream from '../../vectors/boxstream.json' with { type: 'json' };
import handshake from '../../vectors/handshake.json' with { type: 'json' };
import { collect, pullBoxStream, type StockState, sourceOf, stockSteps } from './packages.ts';

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

function hex(buffer: Buffer | undefined): string {
  return buffer?.toString('hex') ?? '';
}

/** The handshake of the vectors, run by secret-handshake's own steps. */
function runStock() {
  const steps = stockSteps();
  const networkKey = bytes(handshake.networkKey);
  const serverKeys = steps.toKeys(bytes(handshake.server.seed));
  const client = steps.initialize({
    app_key: networkKey,
    local: steps.toKeys(bytes(handshake.client.seed)),
    remote: { publicKey: serverKeys.publicKey },
    random: bytes(handshake.client.ephemeralSeed),
  });
  const server = steps.initialize({
    app_key: networkKey,
    local: serverKeys,
    random: bytes(handshake.server.ephemeralSeed),
  });
  const ephemerals = { client: hex(client.local.kx_sk), server: hex(server.local.kx_sk) };
  const hello = steps.createChallenge(client);
  assert.ok(steps.verifyChallenge(server, hello));
  const answer = steps.createChallenge(server);
  assert.ok(steps.clientVerifyChallenge(client, answer));
  const auth = steps.clientCreateAuth(client);
  assert.ok(steps.serverVerifyAuth(server, auth));
  const accept = steps.serverCreateAccept(server);
  assert.ok(steps.clientVerifyAccept(client, accept));
  return {
    client,
    server,
    ephemerals,
    messages: [hello, answer, auth, accept],
    agreed: agreedBy(client),
    steps,
  };
}

function agreedBy(client: StockState): string[] {
  const { secret, a_bob, b_alice, secret2, secret3, local } = client;
  return [secret, a_bob, b_alice, secret2, secret3, local.hello].map(hex);
}

describe('the vectors of the handshake are what secret-handshake makes', () => {
  const stock = runStock();

  test('ephemeral keys', () => {
    assert.equal(stock.ephemerals.client, handshake.client.ephemeralSecret);
    assert.equal(stock.ephemerals.server, handshake.server.ephemeralSecret);
  });

  test('messages', () => {
    const parts = handshake.messages.map((message) => message.parts.map((part) => part.hex).join(''));
    assert.deepEqual(stock.messages.map(hex), parts);
  });

  test('secrets', () => {
    assert.deepEqual(
      stock.agreed,
      handshake.agreed.map((secret) => secret.hex),
    );
    const nonces = [stock.client, stock.server].map(({ remote }) => hex(remote.app_mac.subarray(0, 24)));
    const keys = [stock.client, stock.server].map((side) => hex(stock.steps.clean(side).encryptKey));
    const { towardsServer, towardsClient } = handshake;
    assert.deepEqual(nonces, [towardsServer.nonce, towardsClient.nonce]);
    assert.deepEqual(keys, [towardsServer.key, towardsClient.key]);
  });
});

describe('the vectors of the box stream are what pull-box-stream makes', () => {
  for (const vector of boxstream.vectors) {
    test(vector.is, async () => {
      const seal = pullBoxStream().createBoxStream(bytes(vector.key), bytes(vector.nonce));
      const plain = vector.packets.map((packet) => bytes(packet.plain));
      const { chunks, error } = await collect(seal(sourceOf(plain)));
      assert.equal(error, null);
      const packets = vector.packets.flatMap(({ header, body }) => [header, body]);
      assert.deepEqual(chunks.map(hex), [...packets, vector.goodbye]);
    });
  }
});
