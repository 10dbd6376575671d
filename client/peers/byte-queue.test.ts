import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ByteQueue } from './byte-queue.ts';

describe('bytes that wait', () => {
  test('come out as they went in, whatever is pushed and taken when', () => {
    const act = fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc.uint8Array({ minLength: 3000, maxLength: 9000 }),
      fc.constant('shift'),
      fc.integer({ min: 1, max: 5000 }),
    );
    fc.assert(
      fc.property(fc.array(act), (acts) => {
        const queue = new ByteQueue();
        const pushed: number[] = [];
        const taken: number[] = [];
        for (const next of acts) {
          if (next === 'shift') taken.push(...(queue.shift() ?? []));
          else if (typeof next === 'number') {
            const block = queue.shift(next) ?? [];
            assert.ok(block.length <= next);
            taken.push(...block);
          } else {
            queue.push(next as Uint8Array);
            pushed.push(...(next as Uint8Array));
          }
        }
        for (let block = queue.shift(); block !== undefined; block = queue.shift()) taken.push(...block);
        assert.deepEqual(taken, pushed);
        assert.deepEqual(queue.blocks, []);
      }),
    );
  });

  test('lie side by side, however small the pieces are', () => {
    const queue = new ByteQueue();
    for (let byte = 0; byte < 64 * 1024; byte++) queue.push(Uint8Array.of(byte));
    assert.equal(queue.blocks.length, 16);
  });

  test('a block that was taken is not written to any more', () => {
    const queue = new ByteQueue();
    queue.push(Uint8Array.of(1));
    const taken = queue.shift();
    queue.push(Uint8Array.of(2));
    assert.deepEqual(taken, Uint8Array.of(1));
  });
});
