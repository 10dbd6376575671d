import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  type Fragment,
  fragmentsOf,
  MAX_FRAGMENT_BYTES,
  MAX_FRAMES_IN_MAKING,
  Reassembly,
  readFragment,
} from './fragments.ts';

const MOST = 1_000_000;

/** The fragments of frames, the nth of which is so long. */
function fragments(lengths: readonly number[]): Fragment[] {
  return lengths.flatMap((length, message) =>
    [...fragmentsOf({ isOfParent: true, line: 1, message }, new Uint8Array(length).fill(message))].flatMap(
      (bytes) => readFragment(bytes) ?? [],
    ),
  );
}

describe('fragments', () => {
  test('become whole frames in whatever order they come, each once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat(1_000)),
        (lengths, order) => {
          const reassembly = new Reassembly(MOST);
          const mixed = fragments(lengths)
            .map((fragment) => ({ fragment, at: order.next().value }))
            .sort((one, other) => one.at - other.at);
          const whole = mixed.flatMap(({ fragment }) => reassembly.take(fragment) ?? []);
          const byNumber = whole.sort((one, other) => (one[0] ?? 0) - (other[0] ?? 0));
          assert.deepEqual(
            byNumber.map(({ length }) => length),
            lengths,
          );
          assert.ok(byNumber.every((frame, number) => frame.every((byte) => byte === number)));
          assert.equal(reassembly.bytes, 0);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('are read from any bytes, or are none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const fragment = readFragment(bytes);
        if (fragment !== undefined) new Reassembly(MOST).take(fragment);
      }),
    );
    assert.equal(readFragment(new Uint8Array(MAX_FRAGMENT_BYTES + 1)), undefined);
  });

  test('of which some never come fill no memory', () => {
    const reassembly = new Reassembly(100_000);
    const half = (message: number, bytes = new Uint8Array(10_000)): Fragment => ({
      ...{ isOfParent: true, line: 1, message, index: 0, count: 2, bytes },
    });
    for (let message = 0; message < 100; message++) reassembly.take(half(message));
    assert.ok(reassembly.bytes <= 100_000);
    for (let message = 100; message < 10_000; message++) reassembly.take(half(message, new Uint8Array(1)));
    assert.ok(reassembly.bytes <= MAX_FRAMES_IN_MAKING, `${reassembly.bytes}`);
    const newest = { ...half(9_999, new Uint8Array(1)), index: 1 };
    assert.equal(reassembly.take(newest)?.length, 2, 'the newest are kept');
    assert.equal(reassembly.take({ ...half(20_000), count: 60_000 }), undefined, 'longer than any');
  });

  test('that contradict others of their frame, or come twice, are left out', () => {
    const reassembly = new Reassembly(MOST);
    const part = (index: number, count: number): Fragment => ({
      ...{ isOfParent: true, line: 1, message: 1, index, count, bytes: new Uint8Array(5) },
    });
    assert.deepEqual(
      [part(0, 2), part(0, 2), part(1, 3), part(1, 2)].map((one) => reassembly.take(one)?.length),
      [undefined, undefined, undefined, 10],
    );
  });
});
