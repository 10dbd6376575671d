import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PicturePace } from './picture-pace.ts';

const at = (ms: number) => ({ timestamp: ms * 1000 });

function paceOf(...times: readonly number[]): PicturePace<{ timestamp: number }> {
  const pace = new PicturePace<{ timestamp: number }>();
  for (const time of times) pace.add(at(time));
  return pace;
}

describe('pictures that wait for their sound', () => {
  test('without sound the newest is shown, and none waits', () => {
    const turn = paceOf(0, 33, 66).turn(undefined);
    assert.deepEqual(turn, { show: at(66), drop: [at(0), at(33)], waitMs: undefined });
  });

  test('each waits until its sound is heard', () => {
    const pace = paceOf(100, 133);
    assert.deepEqual(pace.turn(50_000), { show: undefined, drop: [], waitMs: 50 });
    assert.deepEqual(pace.turn(100_000), { show: at(100), drop: [], waitMs: 33 });
    assert.deepEqual(pace.turn(133_000), { show: at(133), drop: [], waitMs: undefined });
  });

  test('those that are late are left out for the newest of them', () => {
    assert.deepEqual(paceOf(0, 33, 66, 200).turn(100_000), {
      show: at(66),
      drop: [at(0), at(33)],
      waitMs: 100,
    });
  });

  test('one that is of another time than what is heard does not wait for it', () => {
    assert.deepEqual(paceOf(5000).turn(100_000).show, at(5000));
  });

  test('more than a handful never wait', () => {
    const pace = paceOf(...Array.from({ length: 10 }, (_, place) => 200 + place * 10));
    const { show, drop } = pace.turn(0);
    assert.deepEqual([show, drop], [at(210), [at(200)]]);
    assert.equal(pace.clear().length, 8);
    assert.deepEqual(pace.clear(), []);
  });
});
