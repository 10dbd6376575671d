import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import points from '../../spec/vectors/crypto.json' with { type: 'json' };
import vectors from '../../spec/vectors/handshake.json' with { type: 'json' };
import { concat } from '../bytes/concat.ts';
import type { KeyPair } from '../crypto/key-pair.ts';
import { sealOnce } from '../crypto/secretbox.ts';
import { sodium } from '../node/sodium.ts';
import { fixedKeys, fromHex, NETWORK_KEY, runHandshake } from '../testing/index.ts';
import { ClientHandshake } from './client.ts';
import type { HandshakeOutput } from './handshake.ts';
import { writeHello } from './hello.ts';
import { ServerHandshake, serverIdentity } from './server.ts';

const clientKeys = fixedKeys(sodium, 1);
const serverKeys = fixedKeys(sodium, 2);
const strangerKeys = fixedKeys(sodium, 9);
const identity = serverIdentity(sodium, serverKeys);
const otherNetwork = new Uint8Array(32).fill(5);
const [helloOfVectors, answerOfVectors, authOfVectors] = vectors.messages.map(({ parts }) =>
  concat(...parts.map(({ hex }) => fromHex(hex))),
);
assert.ok(helloOfVectors && answerOfVectors && authOfVectors);
const hello = helloOfVectors;
const answer = answerOfVectors;
const auth = authOfVectors;

function client(server = serverKeys.publicKey, networkKey = NETWORK_KEY): ClientHandshake {
  return new ClientHandshake(sodium, networkKey, clientKeys, server);
}

function server(keys = identity): ServerHandshake {
  return new ServerHandshake(sodium, NETWORK_KEY, keys, fromHex(vectors.server.ephemeralSecret));
}

/** A server that was sent the vectors' hello, so that the secrets of message 3 are known. */
function serverAfterHello(): ServerHandshake {
  const side = server();
  side.receive(hello);
  return side;
}

/** Message 3 of the vectors' handshake with another content. */
function sealedAuth(plain: Uint8Array): Uint8Array {
  return sealOnce(sodium, plain, agreed('key of message 3'));
}

/** The vectors' client after message 4 with this signature in it, sealed as it must be. */
function afterAccept(signed: Uint8Array, keys: KeyPair): readonly HandshakeOutput[] {
  const ephemeral = fromHex(vectors.client.ephemeralSecret);
  const side = new ClientHandshake(sodium, NETWORK_KEY, clientKeys, serverKeys.publicKey, ephemeral);
  side.receive(answer);
  return side.receive(sealOnce(sodium, sodium.sign(signed, keys.secretKey), agreed('key of message 4')));
}

/** A secret of the vectors' handshake by the start of its name. */
function agreed(name: string): Uint8Array {
  return fromHex(vectors.agreed.find(({ is }) => is.startsWith(name))?.hex ?? '');
}

function failed(failure: string) {
  return [{ kind: 'failed', failure }];
}

describe('keys that do not fit', () => {
  test('another network key ends at the hello, unanswered', () => {
    const run = runHandshake(client(serverKeys.publicKey, otherNetwork), server());
    assert.deepEqual(run.server, failed('wrong-network-key'));
    assert.equal(run.sent.length, 1);
  });

  test('a server of another network is left at its hello', () => {
    const side = client();
    const answer = writeHello(sodium, otherNetwork, sodium.x25519PublicKey(new Uint8Array(32).fill(8)));
    assert.deepEqual(side.receive(answer), failed('wrong-network-key'));
  });

  test('a caller that meant another server is not proven', () => {
    const run = runHandshake(client(strangerKeys.publicKey), server());
    assert.deepEqual(run.server, failed('not-proven'));
    assert.equal(run.sent.length, 3);
  });

  test('a server that answers in the place of another cannot read who calls', () => {
    const run = runHandshake(client(), server(serverIdentity(sodium, strangerKeys)));
    assert.deepEqual(run.server, failed('not-proven'));
    assert.deepEqual(run.client, []);
  });
});

describe('callers that claim a key', () => {
  test('the vectors are a good start', () => {
    assert.deepEqual(serverAfterHello().receive(auth), [{ kind: 'caller', remote: clientKeys.publicKey }]);
  });

  test('a signature of another key is not proven', () => {
    const signed = concat(NETWORK_KEY, serverKeys.publicKey, sodium.sha256(agreed('a·b')));
    const signature = sodium.sign(signed, strangerKeys.secretKey);
    const honest = concat(signature, strangerKeys.publicKey);
    const claimed = concat(signature, clientKeys.publicKey);
    assert.equal(serverAfterHello().receive(sealedAuth(honest))[0]?.kind, 'caller');
    assert.deepEqual(serverAfterHello().receive(sealedAuth(claimed)), failed('not-proven'));
  });

  test('message 3 is worth nothing in another handshake', () => {
    const side = new ServerHandshake(sodium, NETWORK_KEY, identity, new Uint8Array(32).fill(6));
    side.receive(hello);
    assert.deepEqual(side.receive(auth), failed('not-proven'));
  });

  test('an echo of our own hello leads nowhere', () => {
    const side = client();
    const [sent] = side.start();
    assert.ok(sent?.kind === 'send');
    side.receive(sent.bytes);
    assert.deepEqual(side.receive(new Uint8Array(80)), failed('not-proven'));
  });
});

describe('servers that claim a key', () => {
  const signed = concat(NETWORK_KEY, agreed('H:'), sodium.sha256(agreed('a·b')));

  test('the signature that is asked for is good', () => {
    assert.equal(afterAccept(signed, serverKeys)[0]?.kind, 'done');
  });

  test('a signature of another key is not proven', () => {
    assert.deepEqual(afterAccept(signed, strangerKeys), failed('not-proven'));
  });

  test('a signature for another handshake is not proven', () => {
    const other = concat(NETWORK_KEY, agreed('H:'), sodium.sha256(agreed('a·B')));
    assert.deepEqual(afterAccept(other, serverKeys), failed('not-proven'));
  });
});

describe('points of low order', () => {
  for (const { is, point } of points.x25519.lowOrder) {
    test(`a hello of ${is} is refused on both sides, unanswered`, () => {
      const bad = writeHello(sodium, NETWORK_KEY, fromHex(point));
      assert.deepEqual(server().receive(bad), failed('low-order-key'));
      assert.deepEqual(client().receive(bad), failed('low-order-key'));
    });
  }

  for (const { is, point } of points.ed25519Refused.points) {
    test(`a server key ${point.slice(0, 4)}…${point.slice(-4)} (${is}) is not called`, () => {
      const run = runHandshake(client(fromHex(point)), server());
      assert.deepEqual(run.client, failed('low-order-key'));
    });

    test(`a caller's key ${point.slice(0, 4)}…${point.slice(-4)} (${is}) is not proven`, () => {
      const plain = concat(fromHex(point), new Uint8Array(32), fromHex(point));
      assert.deepEqual(serverAfterHello().receive(sealedAuth(plain)), failed('not-proven'));
    });
  }

  test('a caller of mixed order signs well and is refused all the same', () => {
    const side = serverAfterHello();
    const { publicKey, message } = vectors.callerOfMixedOrder;
    assert.deepEqual(side.receive(fromHex(message)), [{ kind: 'caller', remote: fromHex(publicKey) }]);
    assert.deepEqual(side.accept(), failed('low-order-key'));
    assert.deepEqual(side.accept(), []);
  });
});
