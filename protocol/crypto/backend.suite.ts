import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import vectors from '../../spec/vectors/crypto.json' with { type: 'json' };
import { concat } from '../bytes/concat.ts';
import { fromHex, toHex } from '../testing/index.ts';
import type { CryptoBackend } from './backend.ts';

const bytes = fc.uint8Array({ maxLength: 200 });
const bytes24 = fc.uint8Array({ minLength: 24, maxLength: 24 });
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** What every backend does. `load` gives the one that is tested. */
export function cryptoBackendSuite(name: string, load: () => Promise<CryptoBackend>): void {
  describe(`${name}: random bytes and hashes`, () => hashTests(load));
  describe(`${name}: Ed25519`, () => signTests(load));
  describe(`${name}: X25519`, () => agreementTests(load));
  describe(`${name}: Ed25519 keys as X25519 keys`, () => conversionTests(load));
  describe(`${name}: boxes`, () => boxTests(load));
}

function hashTests(load: () => Promise<CryptoBackend>): void {
  test('random bytes have the length asked for and differ', async () => {
    const crypto = await load();
    assert.equal(crypto.randomBytes(0).length, 0);
    assert.equal(crypto.randomBytes(33).length, 33);
    assert.notDeepEqual(crypto.randomBytes(32), crypto.randomBytes(32));
  });

  test('allocated memory has the length asked for', async () => {
    const crypto = await load();
    for (const length of [0, 1, 4096, 100_000]) assert.equal(crypto.allocate(length).length, length);
  });

  test(`SHA-256: ${vectors.sha256.source}`, async () => {
    const crypto = await load();
    for (const { message, hash } of vectors.sha256.vectors) {
      assert.equal(toHex(crypto.sha256(fromHex(message))), hash);
    }
  });

  test(`HMAC: ${vectors.hmac.source}`, async () => {
    const crypto = await load();
    for (const { key, message, hash } of vectors.hmac.vectors) {
      assert.equal(toHex(crypto.hmac(fromHex(message), fromHex(key))), hash);
    }
  });

  test('equal tells bytes and lengths apart', async () => {
    const crypto = await load();
    fc.assert(
      fc.property(bytes, bytes, fc.nat(), (a, b, at) => {
        assert.equal(crypto.equal(a, a.slice()), true);
        assert.equal(crypto.equal(a, b), toHex(a) === toHex(b));
        if (a.length > 0) assert.equal(crypto.equal(a, flipped(a, at)), false);
      }),
    );
  });
}

function signTests(load: () => Promise<CryptoBackend>): void {
  for (const { seed, publicKey, message, signature } of vectors.ed25519.vectors) {
    test(`${vectors.ed25519.source}: message "${message}"`, async () => {
      const crypto = await load();
      const keys = crypto.signKeyPair(fromHex(seed));
      assert.equal(toHex(keys.publicKey), publicKey);
      assert.equal(toHex(keys.secretKey), seed + publicKey);
      assert.equal(toHex(crypto.sign(fromHex(message), keys.secretKey)), signature);
      assert.equal(crypto.verify(fromHex(signature), fromHex(message), keys.publicKey), true);
    });
  }

  test('a signature is good for one message and one key', async () => {
    const crypto = await load();
    fc.assert(
      fc.property(bytes32, bytes, fc.nat(), (seed, message, at) => {
        const { publicKey, secretKey } = crypto.signKeyPair(seed);
        const signature = crypto.sign(message, secretKey);
        assert.equal(crypto.verify(signature, message, publicKey), true);
        assert.equal(crypto.verify(flipped(signature, at), message, publicKey), false);
        assert.equal(crypto.verify(signature, message, flipped(publicKey, at)), false);
        assert.equal(crypto.verify(signature, concat(message, Uint8Array.of(0)), publicKey), false);
      }),
    );
  });

  test('damaged signatures and keys of any length are false, never a throw', async () => {
    const crypto = await load();
    const { publicKey, secretKey } = crypto.signKeyPair(new Uint8Array(32));
    const good = crypto.sign(new Uint8Array(3), secretKey);
    const signature = fc.oneof(bytes, fc.constant(good));
    fc.assert(
      fc.property(signature, fc.oneof(bytes, fc.constant(publicKey)), (sig, key) => {
        fc.pre(sig !== good || key !== publicKey);
        assert.equal(crypto.verify(sig, new Uint8Array(3), key), false);
      }),
      { numRuns: 500 },
    );
  });

  test('nobody signs for a key of low order', async () => {
    const crypto = await load();
    for (const { point } of vectors.ed25519Refused.points) {
      const forged = concat(fromHex(point), new Uint8Array(32));
      assert.equal(crypto.verify(forged, new Uint8Array(3), fromHex(point)), false, point);
    }
  });
}

function agreementTests(load: () => Promise<CryptoBackend>): void {
  test(`shared secrets: ${vectors.x25519.source}`, async () => {
    const crypto = await load();
    for (const { secretKey, publicKey, shared } of vectors.x25519.vectors) {
      assert.equal(toHex(crypto.x25519(fromHex(secretKey), fromHex(publicKey)) ?? fromHex('')), shared);
    }
    for (const { secretKey, publicKey } of vectors.x25519.publicKeys) {
      assert.equal(toHex(crypto.x25519PublicKey(fromHex(secretKey))), publicKey);
    }
  });

  for (const { is, point } of vectors.x25519.lowOrder) {
    test(`refuses ${is}, with either top bit`, async () => {
      const crypto = await load();
      const topBit = fromHex(point);
      topBit[31] = (topBit[31] ?? 0) ^ 0x80;
      fc.assert(
        fc.property(bytes32, (secret) => {
          assert.equal(crypto.x25519(secret, fromHex(point)), undefined);
          assert.equal(crypto.x25519(secret, topBit), undefined);
        }),
        { numRuns: 10 },
      );
    });
  }

  for (const { is, point } of vectors.x25519.harmless) {
    test(`reads ${is} without its top bit, which makes it harmless`, async () => {
      const crypto = await load();
      const without = fromHex(point);
      without[31] = (without[31] ?? 0) & 0x7f;
      const secret = new Uint8Array(32).fill(7);
      const shared = crypto.x25519(secret, fromHex(point));
      assert.ok(shared?.some((byte) => byte !== 0));
      assert.deepEqual(shared, crypto.x25519(secret, without));
    });
  }

  test('both sides agree', async () => {
    const crypto = await load();
    fc.assert(
      fc.property(bytes32, bytes32, (a, b) => {
        const ab = crypto.x25519(a, crypto.x25519PublicKey(b));
        assert.ok(ab);
        assert.deepEqual(ab, crypto.x25519(b, crypto.x25519PublicKey(a)));
      }),
    );
  });
}

function conversionTests(load: () => Promise<CryptoBackend>): void {
  test('the halves of a converted pair fit', async () => {
    const crypto = await load();
    fc.assert(
      fc.property(bytes32, (seed) => {
        const { publicKey, secretKey } = crypto.signKeyPair(seed);
        const converted = crypto.x25519PublicKey(crypto.ed25519ToX25519SecretKey(secretKey));
        assert.deepEqual(crypto.ed25519ToX25519PublicKey(publicKey), converted);
      }),
    );
  });

  for (const { is, point } of vectors.ed25519Refused.points) {
    test(`refuses ${point.slice(0, 4)}…${point.slice(-4)}: ${is}`, async () => {
      const crypto = await load();
      assert.equal(crypto.ed25519ToX25519PublicKey(fromHex(point)), undefined);
    });
  }

  test('answers any 32 bytes with a key or undefined, never a throw', async () => {
    const crypto = await load();
    fc.assert(
      fc.property(bytes32, (key) => {
        assert.ok([undefined, 32].includes(crypto.ed25519ToX25519PublicKey(key)?.length));
      }),
    );
  });
}

function boxTests(load: () => Promise<CryptoBackend>): void {
  test(vectors.secretbox.source, async () => {
    const crypto = await load();
    for (const vector of vectors.secretbox.vectors) {
      const [key, nonce, plain] = [fromHex(vector.key), fromHex(vector.nonce), fromHex(vector.plain)];
      const cipher = new Uint8Array(plain.length);
      const tag = new Uint8Array(16);
      crypto.seal(cipher, tag, plain, nonce, key);
      assert.equal(toHex(tag), vector.tag);
      assert.equal(toHex(cipher), vector.cipher);
      const opened = new Uint8Array(plain.length);
      assert.equal(crypto.open(opened, cipher, tag, nonce, key), true);
      assert.equal(toHex(opened), vector.plain);
    }
  });

  test('seals and opens in place', async () => {
    const crypto = await load();
    fc.assert(
      fc.property(bytes, bytes24, bytes32, (plain, nonce, key) => {
        const cipher = new Uint8Array(plain.length);
        const tag = new Uint8Array(16);
        crypto.seal(cipher, tag, plain, nonce, key);
        const place = plain.slice();
        const placeTag = new Uint8Array(16);
        crypto.seal(place, placeTag, place, nonce, key);
        assert.deepEqual(place, cipher);
        assert.deepEqual(placeTag, tag);
        assert.equal(crypto.open(place, place, tag, nonce, key), true);
        assert.deepEqual(place, plain);
      }),
    );
  });

  test('opens towards the front of the same memory, however far the two overlap', async () => {
    const crypto = await load();
    const lengths = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(255, 256, 257, 4095, 4096));
    fc.assert(
      fc.property(lengths, fc.nat(300), bytes24, bytes32, (length, shift, nonce, key) => {
        const plain = Uint8Array.from({ length }, (_, at) => at * 31);
        const memory = new Uint8Array(shift + length).fill(0xee);
        const cipher = memory.subarray(shift);
        const tag = new Uint8Array(16);
        crypto.seal(cipher, tag, plain, nonce, key);
        assert.equal(crypto.open(memory.subarray(0, length), cipher, tag, nonce, key), true);
        assert.deepEqual(memory.subarray(0, length), plain);
      }),
      { numRuns: 300 },
    );
  });

  test('opens nothing that was changed', async () => {
    const crypto = await load();
    fc.assert(
      fc.property(bytes, bytes24, bytes32, fc.nat(), (plain, nonce, key, at) => {
        const cipher = new Uint8Array(plain.length);
        const tag = new Uint8Array(16);
        crypto.seal(cipher, tag, plain, nonce, key);
        const out = new Uint8Array(plain.length);
        assert.equal(crypto.open(out, cipher, flipped(tag, at), nonce, key), false);
        assert.equal(crypto.open(out, cipher, tag, flipped(nonce, at), key), false);
        assert.equal(crypto.open(out, cipher, tag, nonce, flipped(key, at)), false);
        if (plain.length > 0) assert.equal(crypto.open(out, flipped(cipher, at), tag, nonce, key), false);
      }),
    );
  });
}

/** A copy with one bit changed. */
function flipped(original: Uint8Array, bit: number): Uint8Array {
  const copy = original.slice();
  const at = (bit >> 3) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
  return copy;
}
