import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { TokenBucket } from './token-bucket.ts';

describe('a token bucket', () => {
  test('gives its burst at once, then makes wait at its rate', () => {
    const bucket = new TokenBucket(100, 5);
    for (let taken = 0; taken < 5; taken++) bucket.take(1000);
    assert.equal(bucket.delay(1000), 0);
    bucket.take(1000);
    assert.equal(bucket.delay(1000), 10);
    assert.equal(bucket.delay(1009), 1);
    assert.equal(bucket.delay(1010), 0);
  });

  test('keeps no more than its burst, however long nothing is taken', () => {
    const bucket = new TokenBucket(100, 5);
    for (let taken = 0; taken < 7; taken++) bucket.take(10_000_000);
    assert.equal(bucket.delay(10_000_000), 20);
  });

  test('whoever waits as told takes no more than burst and rate allow', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50)),
        fc.integer({ min: 1, max: 1000 }),
        fc.nat(20),
        (pauses, rate, burst) => {
          const bucket = new TokenBucket(rate, burst);
          const start = 1_000_000;
          let now = start;
          for (const [index, pause] of pauses.entries()) {
            now += pause + bucket.delay(now);
            bucket.take(now);
            assert.ok(index <= burst + ((now - start) * rate) / 1000 + 1);
          }
        },
      ),
    );
  });

  test('a clock that jumps back gives nothing and takes nothing', () => {
    const bucket = new TokenBucket(1000, 1);
    bucket.take(5000);
    bucket.take(4000);
    assert.equal(bucket.delay(4000), 1);
  });
});
