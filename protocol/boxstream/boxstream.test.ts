import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { concat } from '../bytes/concat.ts';
import { sealOnce } from '../crypto/secretbox.ts';
import { sodium } from '../node/sodium.ts';
import { cutAt } from '../testing/index.ts';
import { loadSodium } from '../web/index.ts';
import { HEADER_BYTES, increment, MAX_BODY_BYTES } from './layout.ts';
import { BoxReader } from './reader.ts';
import { BoxWriter } from './writer.ts';

const wasm = await loadSodium();
const key = new Uint8Array(32).fill(1);
const boxKey = { key, nonce: new Uint8Array(24).fill(0xff) };

/** Bytes of any length, the lengths around a full body among them. */
const plainText = fc
  .tuple(fc.oneof(fc.nat(200), fc.constantFrom(4095, 4096, 4097, 8192, 8193, 20_000)), fc.nat(255))
  .map(([length, first]) => Uint8Array.from({ length }, (_, at) => first + at * 7));
const plainTexts = fc.array(plainText, { maxLength: 5 });
const cuts = fc.array(fc.nat(40_000), { maxLength: 30 });

function sealed(texts: readonly Uint8Array[], crypto = sodium): Uint8Array {
  const writer = new BoxWriter(crypto, boxKey);
  return concat(...texts.map((text) => writer.seal(text)), writer.goodbye());
}

/** Lengths of the bodies in a stream, as its headers tell them. */
function bodyLengths(stream: Uint8Array): number[] {
  const lengths: number[] = [];
  const nonce = boxKey.nonce.slice();
  const header = new Uint8Array(HEADER_BYTES - 16);
  for (let at = 0; at < stream.length; ) {
    const box = stream.slice(at, at + HEADER_BYTES);
    assert.ok(sodium.open(header, box.subarray(16), box.subarray(0, 16), nonce, key));
    const length = new DataView(header.buffer).getUint16(0);
    lengths.push(length);
    increment(nonce);
    increment(nonce);
    at += HEADER_BYTES + length;
  }
  return lengths;
}

describe('a box stream', () => {
  for (const [name, writing, reading] of [
    ['native', sodium, sodium],
    ['wasm', wasm, wasm],
    ['native to wasm', sodium, wasm],
  ] as const) {
    test(`gives back what was sealed, whatever the cuts: ${name}`, () => {
      fc.assert(
        fc.property(plainTexts, cuts, (texts, places) => {
          const reader = new BoxReader(reading, boxKey);
          const runs = cutAt(sealed(texts, writing), places).flatMap((chunk) => reader.open(chunk));
          assert.ok(runs.every((run) => run.length > 0));
          assert.deepEqual(concat(...runs), concat(...texts));
          assert.equal(reader.ended, true);
        }),
      );
    });
  }

  test('fills its boxes to 4096 bytes and sends none for no bytes', () => {
    fc.assert(
      fc.property(plainTexts, (texts) => {
        const expected = texts.flatMap(({ length }) => {
          const full = Array<number>(Math.floor(length / MAX_BODY_BYTES)).fill(MAX_BODY_BYTES);
          return length % MAX_BODY_BYTES === 0 ? full : [...full, length % MAX_BODY_BYTES];
        });
        assert.deepEqual(bodyLengths(sealed(texts)), [...expected, 0]);
      }),
    );
  });

  test('leaves the plain text as it was', () => {
    const text = new Uint8Array(5000).fill(7);
    new BoxWriter(sodium, boxKey).seal(text);
    assert.ok(text.every((byte) => byte === 7));
  });

  test("keeps a nonce of its own, where it was given Node's Buffer too", () => {
    const nonce = Buffer.alloc(24);
    const writer = new BoxWriter(sodium, { key, nonce });
    const reader = new BoxReader(sodium, { key, nonce });
    for (const length of [5, 6]) {
      const text = new Uint8Array(length);
      assert.deepEqual(concat(...reader.open(writer.seal(text))), text);
    }
    assert.deepEqual(nonce, Buffer.alloc(24));
  });

  test('opens every packet of a chunk inside that chunk', () => {
    const chunk = sealed([new Uint8Array(10_000)]);
    const runs = new BoxReader(sodium, boxKey).open(chunk);
    assert.equal(runs.length, 1);
    assert.equal(runs[0]?.buffer, chunk.buffer);
  });
});

describe('a box stream that was changed', () => {
  test('is refused at any bit, before it gives one byte of the changed packet', () => {
    fc.assert(
      fc.property(
        fc.array(plainText, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        cuts,
        (texts, bit, places) => {
          const stream = sealed(texts);
          const at = (bit >> 3) % stream.length;
          stream[at] = (stream[at] ?? 0) ^ (1 << (bit & 7));
          const reader = new BoxReader(sodium, boxKey);
          const runs: Uint8Array[] = [];
          assert.throws(
            () => cutAt(stream, places).forEach((chunk) => void runs.push(...reader.open(chunk))),
            { name: 'BoxStreamError', code: 'box-forged' },
          );
          const opened = concat(...runs);
          assert.deepEqual(opened, concat(...texts).subarray(0, opened.length));
          assert.equal(reader.ended, false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is refused at every bit of a short one', () => {
    const stream = sealed([new Uint8Array(3)]);
    for (let bit = 0; bit < stream.length * 8; bit++) {
      const changed = stream.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.throws(() => new BoxReader(sodium, boxKey).open(changed), { code: 'box-forged' });
    }
  });

  test('is refused where packets are left out, twice, or in another order', () => {
    const writer = new BoxWriter(sodium, boxKey);
    const [one, two] = [writer.seal(new Uint8Array(5)), writer.seal(new Uint8Array(5))];
    for (const stream of [two, concat(one, one), concat(two, one)]) {
      assert.throws(() => new BoxReader(sodium, boxKey).open(stream), { code: 'box-forged' });
    }
  });

  test('has no end where it was cut off', () => {
    fc.assert(
      fc.property(plainTexts, fc.nat(), (texts, place) => {
        const stream = sealed(texts);
        const reader = new BoxReader(sodium, boxKey);
        reader.open(stream.slice(0, place % stream.length));
        assert.equal(reader.ended, false);
      }),
    );
  });
});

describe('headers that no peer sends', () => {
  function header(length: number, tag: number): Uint8Array {
    const plain = new Uint8Array(18).fill(tag, 2);
    new DataView(plain.buffer).setUint16(0, length);
    return sealOnce(sodium, plain, key);
  }

  function reader(): BoxReader {
    return new BoxReader(sodium, { key, nonce: new Uint8Array(24) });
  }

  test('bodies of 4097 to 65535 bytes are refused at once', () => {
    const tooLarge = fc.oneof(fc.constantFrom(4097, 65_535), fc.integer({ min: 4097, max: 65_535 }));
    fc.assert(
      fc.property(tooLarge, fc.nat(255), (length, tag) => {
        assert.throws(() => reader().open(header(length, tag)), {
          name: 'BoxStreamError',
          code: 'box-too-large',
        });
      }),
    );
  });

  test('an empty body is refused: only all zeros are a goodbye', () => {
    assert.throws(() => reader().open(header(0, 1)), { name: 'BoxStreamError', code: 'box-empty' });
    const goodbye = reader();
    assert.deepEqual(goodbye.open(header(0, 0)), []);
    assert.equal(goodbye.ended, true);
  });
});

test('what follows a goodbye is ignored, in the same chunk and later', () => {
  fc.assert(
    fc.property(plainText, fc.uint8Array({ maxLength: 100 }), cuts, (text, more, places) => {
      const reader = new BoxReader(sodium, boxKey);
      const runs = cutAt(concat(sealed([text]), more), places).flatMap((chunk) => reader.open(chunk));
      assert.deepEqual(concat(...runs), text);
      assert.deepEqual(reader.open(more), []);
      assert.equal(reader.ended, true);
    }),
  );
});
