import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import vectors from '../../spec/vectors/handshake.json' with { type: 'json' };
import { concat } from '../bytes/concat.ts';
import { sodium } from '../node/sodium.ts';
import { fromHex, runHandshake, toHex } from '../testing/index.ts';
import { loadSodium } from '../web/index.ts';
import { ClientHandshake } from './client.ts';
import { ServerHandshake, serverIdentity } from './server.ts';

const networkKey = fromHex(vectors.networkKey);
const clientKeys = sodium.signKeyPair(fromHex(vectors.client.seed));
const serverKeys = sodium.signKeyPair(fromHex(vectors.server.seed));
const messages = vectors.messages.map(({ parts }) => concat(...parts.map(({ hex }) => fromHex(hex))));
const towardsServer = {
  key: fromHex(vectors.towardsServer.key),
  nonce: fromHex(vectors.towardsServer.nonce),
};
const towardsClient = {
  key: fromHex(vectors.towardsClient.key),
  nonce: fromHex(vectors.towardsClient.nonce),
};

for (const [name, crypto] of [
  ['native', sodium],
  ['wasm', await loadSodium()],
] as const) {
  describe(`the handshake between fixed keys: ${name}`, () => {
    const secret = fromHex(vectors.client.ephemeralSecret);
    const client = new ClientHandshake(crypto, networkKey, clientKeys, serverKeys.publicKey, secret);
    const identity = serverIdentity(crypto, serverKeys);
    const server = new ServerHandshake(crypto, networkKey, identity, fromHex(vectors.server.ephemeralSecret));
    const run = runHandshake(client, server);

    for (const [index, message] of vectors.messages.entries()) {
      test(`sends message ${message.is}`, () => {
        const sent = run.sent[index];
        assert.equal(sent?.from, message.from);
        assert.equal(toHex(sent.bytes), toHex(messages[index] ?? fromHex('')));
      });
    }

    test('sends nothing else', () => assert.equal(run.sent.length, 4));

    test('gives the client its secrets', () => {
      const secrets = { remote: serverKeys.publicKey, sending: towardsServer, receiving: towardsClient };
      assert.deepEqual(run.client, [{ kind: 'done', secrets }]);
    });

    test('gives the server the mirror of them', () => {
      const secrets = { remote: clientKeys.publicKey, sending: towardsClient, receiving: towardsServer };
      assert.deepEqual(run.server, [
        { kind: 'caller', remote: clientKeys.publicKey },
        { kind: 'done', secrets },
      ]);
    });
  });
}
