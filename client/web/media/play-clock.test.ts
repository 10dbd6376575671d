import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PlayClock } from './play-clock.ts';

describe('where the sound is', () => {
  test('goes on between what is told of it', () => {
    const clock = new PlayClock();
    assert.equal(clock.at(0), undefined);
    clock.heard(5_000_000, 1000);
    assert.equal(clock.at(1030), 5_030_000);
  });

  test('is where the word that came fastest says', () => {
    const clock = new PlayClock();
    for (let at = 0; at < 10; at++) clock.heard(at * 40_000, 1000 + at * 40 + (at % 3) * 15);
    assert.equal(clock.at(1400), 400_000);
  });

  test('is so much behind as it takes to the ear', () => {
    const clock = new PlayClock();
    clock.latencyMs = 50;
    clock.heard(5_000_000, 1000);
    assert.equal(clock.at(1000), 4_950_000);
  });

  test('is nowhere once nothing is heard, and begins anew after that', () => {
    const clock = new PlayClock();
    clock.heard(5_000_000, 1000);
    assert.equal(clock.at(1301), undefined);
    clock.heard(5_100_000, 2000);
    assert.equal(clock.at(2000), 5_100_000);
  });
});
