import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from './virtual-clock.ts';

test('timers run at their time, in their order, and only once', () => {
  const clock = new VirtualClock(1000);
  const log: [string, number][] = [];
  const note = (name: string) => () => void log.push([name, clock.now()]);
  clock.after(30, note('c'));
  clock.after(10, note('a'));
  clock.after(10, note('b'));
  clock.after(20, note('never'))[Symbol.dispose]();
  clock.advance(9);
  assert.deepEqual(log, []);
  clock.advance(100);
  assert.deepEqual(log, [
    ['a', 1010],
    ['b', 1010],
    ['c', 1030],
  ]);
  assert.equal(clock.now(), 1109);
  assert.equal(clock.waiting, 0);
});

test('a timer that a timer sets runs in the same advance where it falls due', () => {
  const clock = new VirtualClock();
  const times: number[] = [];
  const again = (): void => {
    times.push(clock.now());
    clock.after(3, again);
  };
  clock.after(3, again);
  clock.advance(10);
  assert.deepEqual(times, [3, 6, 9]);
  assert.equal(clock.waiting, 1);
});

test('after a jump what fell due runs once, and late', () => {
  const clock = new VirtualClock();
  const times: number[] = [];
  const again = (): void => {
    times.push(clock.now());
    clock.after(3, again);
  };
  clock.after(3, again);
  clock.jump(1000);
  assert.deepEqual(times, [1000]);
  clock.advance(3);
  assert.deepEqual(times, [1000, 1003]);
});
