import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { sodium } from '@open-rooms/protocol/node';
import fc from 'fast-check';
import { createIdentity, identityOfSeed, seedOf } from './identity.ts';
import { KeyError } from './key-error.ts';
import { openSealedKey, SEAL_COST, SEALED_KEY_BYTES, sealKey } from './sealed-key.ts';

/** So that a test takes no time. */
const CHEAP = { log2N: 4, r: 1, p: 1 };

interface Vector {
  readonly about: string;
  readonly passphrase: string;
  readonly seed: string;
  readonly sealed: string;
}

const file = new URL('../../spec/vectors/sealed-keys.json', import.meta.url);
const { vectors }: { vectors: Vector[] } = JSON.parse(readFileSync(file, 'utf8'));
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('a sealed key', () => {
  for (const { about, passphrase, seed, sealed } of vectors) {
    test(`vector: ${about}`, async () => {
      const identity = identityOfSeed(bytesOf(seed), sodium);
      assert.deepEqual(await openSealedKey(bytesOf(sealed), passphrase, sodium), identity);
      const [, log2N = 0, r = 0, p = 0] = bytesOf(sealed);
      const salt = bytesOf(sealed).subarray(4, 20);
      const again = await sealKey(
        identity,
        passphrase,
        { ...sodium, randomBytes: () => salt },
        { cost: { log2N, r, p } },
      );
      assert.equal(hexOf(again), sealed);
    });
  }

  test('is what its page says, by other hands', async () => {
    const identity = createIdentity(sodium);
    const sealed = await sealKey(identity, 'correct horse', sodium, { cost: CHEAP });
    assert.deepEqual([...sealed.subarray(0, 4)], [1, 4, 1, 1]);
    const key = scryptSync('correct horse', sealed.subarray(4, 20), 32, { N: 16, r: 1, p: 1 });
    const seed = new Uint8Array(32);
    const nonce = new Uint8Array(24);
    assert.ok(sodium.open(seed, sealed.subarray(36), sealed.subarray(20, 36), nonce, key));
    assert.deepEqual(seed, seedOf(identity));
  });

  test('is another text each time, and opens however the passphrase is composed', async () => {
    const identity = createIdentity(sodium);
    const one = await sealKey(identity, 'caf\u00e9 \ufb01ne', sodium, { cost: CHEAP });
    const other = await sealKey(identity, 'caf\u00e9 \ufb01ne', sodium, { cost: CHEAP });
    assert.notDeepEqual(one, other);
    assert.deepEqual(await openSealedKey(one, 'cafe\u0301 fine', sodium), identity);
  });

  test('costs what it is said to: 64 MiB, twice', () => {
    assert.deepEqual(SEAL_COST, { log2N: 16, r: 8, p: 2 });
    assert.equal(128 * SEAL_COST.r * 2 ** SEAL_COST.log2N, 64 * 1024 * 1024);
  });
});

describe('a sealed key that does not open', () => {
  const identity = createIdentity(sodium);

  test('says that the passphrase is another', async () => {
    const sealed = await sealKey(identity, 'correct horse', sodium, { cost: CHEAP });
    await assert.rejects(openSealedKey(sealed, 'correct Horse', sodium), {
      name: 'KeyError',
      fault: 'wrong-passphrase',
    });
  });

  test('says that it is damaged, or newer, and never takes more memory than it may', async () => {
    const sealed = await sealKey(identity, 'correct horse', sodium, { cost: CHEAP });
    const damaged = [sealed.subarray(0, 67), new Uint8Array(0), new Uint8Array(68)];
    for (const [at, value] of [
      [1, 0],
      [1, 19],
      [1, 255],
      [2, 0],
      [2, 9],
      [3, 0],
      [3, 5],
    ] as const)
      damaged.push(sealed.with(at, value));
    for (const bytes of damaged)
      await assert.rejects(openSealedKey(bytes, 'correct horse', sodium), { fault: 'damaged' });
    await assert.rejects(openSealedKey(sealed.with(0, 2), 'correct horse', sodium), { fault: 'newer' });
  });

  test('holds against any change of what was drawn by lot or sealed', async () => {
    const sealed = await sealKey(identity, 'correct horse', sodium, { cost: CHEAP });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 4, max: SEALED_KEY_BYTES - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = sealed.with(at, (sealed[at] ?? 0) ^ flip);
          await assert.rejects(openSealedKey(changed, 'correct horse', sodium), KeyError);
        },
      ),
    );
  });
});
