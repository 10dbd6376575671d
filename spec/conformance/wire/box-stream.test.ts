import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BoxReader } from '../../../protocol/boxstream/reader.ts';
import { BoxWriter } from '../../../protocol/boxstream/writer.ts';
import { sodium } from '../../../protocol/node/index.ts';
import { cutAt } from '../../../protocol/testing/index.ts';
import { collect, pullBoxStream, sourceOf } from './packages.ts';

const key = Buffer.alloc(32, 7);
const bytes24 = fc.uint8Array({ minLength: 24, maxLength: 24 });
const carrying = fc.nat(24).map((length) => new Uint8Array(24).fill(0xff, 24 - length));
const nonces = fc.oneof(bytes24, carrying);
const lengths = fc.oneof(fc.nat(200), fc.constantFrom(4095, 4096, 4097, 8192, 12_289));
const texts = fc.array(
  lengths.map((length) => Buffer.from(Uint8Array.from({ length }, (_, at) => at * 3))),
  { maxLength: 5 },
);
const cuts = fc.array(fc.nat(30_000), { maxLength: 20 });

/** What our writer makes of these texts, in one piece. */
function sealed(nonce: Uint8Array, plain: readonly Buffer[]): Buffer {
  const writer = new BoxWriter(sodium, { key, nonce });
  return Buffer.concat(plain.map((text) => writer.seal(text)));
}

function goodbyeAfter(nonce: Uint8Array, plain: readonly Buffer[]): Uint8Array {
  const writer = new BoxWriter(sodium, { key, nonce });
  for (const text of plain) writer.seal(text);
  return writer.goodbye();
}

describe('pull-box-stream 1.0.13', () => {
  test('writes what we write, byte by byte, goodbye included', async () => {
    await fc.assert(
      fc.asyncProperty(nonces, texts, async (nonce, plain) => {
        const seal = pullBoxStream().createBoxStream(key, Buffer.from(nonce));
        const { chunks, error } = await collect(seal(sourceOf(plain)));
        assert.equal(error, null);
        const ours = Buffer.concat([sealed(nonce, plain), goodbyeAfter(nonce, plain)]);
        assert.deepEqual(Buffer.concat(chunks), ours);
      }),
    );
  });

  test('reads what we write, wherever it is cut, and our goodbye as the end', async () => {
    await fc.assert(
      fc.asyncProperty(nonces, texts, cuts, async (nonce, plain, places) => {
        const stream = Buffer.concat([sealed(nonce, plain), goodbyeAfter(nonce, plain)]);
        const open = pullBoxStream().createUnboxStream(key, Buffer.from(nonce));
        const { chunks, error } = await collect(open(sourceOf(cutAt(stream, places))));
        assert.equal(error, null);
        assert.deepEqual(Buffer.concat(chunks), Buffer.concat(plain));
      }),
    );
  });

  test('is read by us, wherever it is cut, and its goodbye is an end', async () => {
    await fc.assert(
      fc.asyncProperty(nonces, texts, cuts, async (nonce, plain, places) => {
        const seal = pullBoxStream().createBoxStream(key, Buffer.from(nonce));
        const { chunks } = await collect(seal(sourceOf(plain)));
        const reader = new BoxReader(sodium, { key, nonce });
        const runs = cutAt(Buffer.concat(chunks), places).flatMap((chunk) => reader.open(chunk));
        assert.deepEqual(Buffer.concat(runs), Buffer.concat(plain));
        assert.equal(reader.ended, true);
      }),
    );
  });

  test('takes a missing goodbye for an error, as we do', async () => {
    const nonce = Buffer.alloc(24);
    const stream = sealed(nonce, [Buffer.from('hello')]);
    const open = pullBoxStream().createUnboxStream(key, nonce);
    const { error } = await collect(open(sourceOf([stream])));
    assert.ok(error instanceof Error);
    const reader = new BoxReader(sodium, { key, nonce });
    reader.open(stream);
    assert.equal(reader.ended, false);
  });
});
