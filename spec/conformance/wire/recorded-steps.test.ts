import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { concat } from '../../../protocol/bytes/concat.ts';
import { sodium } from '../../../protocol/node/index.ts';
import { readClientAuth, writeClientAuth } from '../../../protocol/shs/client-auth.ts';
import { readHello, writeHello } from '../../../protocol/shs/hello.ts';
import { deriveSecrets } from '../../../protocol/shs/secrets.ts';
import { checkServerAccept, writeServerAccept } from '../../../protocol/shs/server-accept.ts';
import { recordedSteps } from './packages.ts';

/** The recorded states are trees of hexadecimal texts: `at` reads one of them. */
function at(tree: unknown, path: string): Uint8Array {
  let value = tree;
  for (const name of path.split('.')) {
    assert.ok(typeof value === 'object' && value !== null, `${path} is missing`);
    value = Reflect.get(value, name);
  }
  assert.ok(typeof value === 'string', `${path} is no text`);
  return Uint8Array.from(Buffer.from(value, 'hex'));
}

function keysOf(state: unknown) {
  return { publicKey: at(state, 'local.publicKey'), secretKey: at(state, 'local.secretKey') };
}

function agree(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const shared = sodium.x25519(secretKey, publicKey);
  assert.ok(shared);
  return shared;
}

/** sha256 of each key of message 4 that was recorded → that key: `clean` wipes it from its own state. */
const acceptKeys = new Map<string, Uint8Array>();
for (const { name, result } of recordedSteps()) {
  if (!/^(serverVerifyAuth|clientVerifyAccept)$/.test(name) || result === null) continue;
  const key = at(result, 'secret3');
  acceptKeys.set(Buffer.from(sodium.sha256(key)).toString('hex'), key);
}

/** Each step of secret-handshake by ours: what it is given, and what it made, null where it refused. */
const STEPS: Record<string, (state: unknown, message: unknown, result: unknown) => void> = {
  toKeys(seed, _, result) {
    if (typeof seed !== 'string') return assert.deepEqual(seed, result);
    const { publicKey, secretKey } = sodium.signKeyPair(at({ seed }, 'seed'));
    assert.deepEqual(publicKey, at(result, 'publicKey'));
    assert.deepEqual(secretKey, at(result, 'secretKey'));
  },

  initialize(_, __, result) {
    const { secretKey } = sodium.signKeyPair(at(result, 'random'));
    const ephemeral = sodium.ed25519ToX25519SecretKey(secretKey);
    assert.deepEqual(ephemeral, at(result, 'local.kx_sk'));
    assert.deepEqual(sodium.x25519PublicKey(ephemeral), at(result, 'local.kx_pk'));
  },

  createChallenge(state, _, result) {
    const hello = writeHello(sodium, at(state, 'app_key'), at(state, 'local.kx_pk'));
    assert.deepEqual(hello, at({ result }, 'result'));
  },

  verifyChallenge(state, message, result) {
    const hello = readHello(sodium, at(state, 'app_key'), at({ message }, 'message'));
    assert.equal(hello === undefined, result === null);
    if (hello === undefined) return;
    assert.deepEqual(hello.hmac, at(result, 'remote.app_mac'));
    assert.deepEqual(agree(at(state, 'local.kx_sk'), hello.ephemeral), at(result, 'secret'));
  },

  clientVerifyChallenge(state, message, result) {
    STEPS['verifyChallenge']?.(state, message, result);
    if (result === null) return;
    const server = sodium.ed25519ToX25519PublicKey(at(state, 'remote.publicKey'));
    assert.ok(server);
    assert.deepEqual(agree(at(state, 'local.kx_sk'), server), at(result, 'a_bob'));
  },

  clientCreateAuth(state, _, result) {
    const [networkKey, server] = [at(state, 'app_key'), at(state, 'remote.publicKey')];
    const [ab, aB] = [at(state, 'secret'), at(state, 'a_bob')];
    const { message, hello } = writeClientAuth(sodium, networkKey, keysOf(state), server, ab, aB);
    assert.deepEqual(message, at({ result }, 'result'));
    assert.deepEqual(hello, at(state, 'local.hello'));
  },

  serverVerifyAuth(state, message, result) {
    const networkKey = at(state, 'app_key');
    const { publicKey, secretKey } = keysOf(state);
    const ab = agree(at(state, 'local.kx_sk'), at(state, 'remote.kx_pk'));
    const aB = agree(sodium.ed25519ToX25519SecretKey(secretKey), at(state, 'remote.kx_pk'));
    const auth = readClientAuth(sodium, networkKey, publicKey, ab, aB, at({ message }, 'message'));
    assert.equal(auth === undefined, result === null);
    if (auth === undefined) return;
    assert.deepEqual(auth.client, at(result, 'remote.publicKey'));
    assert.deepEqual(auth.hello, at(result, 'remote.hello'));
    const client = sodium.ed25519ToX25519PublicKey(auth.client);
    assert.ok(client);
    const Ab = agree(at(state, 'local.kx_sk'), client);
    assert.deepEqual(sodium.sha256(concat(networkKey, ab, aB, Ab)), at(result, 'secret3'));
  },

  serverCreateAccept(state, _, result) {
    const [networkKey, hello] = [at(state, 'app_key'), at(state, 'remote.hello')];
    const [ab, key] = [at(state, 'secret'), at(state, 'secret3')];
    const message = writeServerAccept(sodium, networkKey, keysOf(state), hello, ab, key);
    assert.deepEqual(message, at({ result }, 'result'));
  },

  clientVerifyAccept(state, message, result) {
    const [networkKey, server] = [at(state, 'app_key'), at(state, 'remote.publicKey')];
    const [hello, ab, key] = [at(state, 'local.hello'), at(state, 'secret'), at(state, 'secret3')];
    const accepted = at({ message }, 'message');
    assert.ok(result !== null, 'no refusal was recorded');
    assert.equal(checkServerAccept(sodium, networkKey, server, hello, ab, key, accepted), true);
  },

  clean(_, __, result) {
    const acceptKey = acceptKeys.get(Buffer.from(at(result, 'secret')).toString('hex'));
    assert.ok(acceptKey);
    const own = { publicKey: at(result, 'local.publicKey'), hmac: at(result, 'local.app_mac') };
    const remote = { publicKey: at(result, 'remote.publicKey'), hmac: at(result, 'remote.app_mac') };
    const { sending, receiving } = deriveSecrets(sodium, acceptKey, own, remote);
    assert.deepEqual(sending, { key: at(result, 'encryptKey'), nonce: remote.hmac.slice(0, 24) });
    assert.deepEqual(receiving, { key: at(result, 'decryptKey'), nonce: own.hmac.slice(0, 24) });
  },
};

describe('the steps that test-secret-handshake recorded', () => {
  const entries = recordedSteps();
  for (const name of new Set(entries.map((entry) => entry.name))) {
    const recorded = entries.filter((entry) => entry.name === name);
    test(`${name}, ${recorded.length} times`, () => {
      const step = STEPS[name];
      assert.ok(step);
      for (const { args, result } of recorded) step(args[0], args[1], result);
    });
  }

  test('are all there', () => assert.equal(entries.length, 159));
});
