import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { Lag } from './lag.ts';

test('a program is late where it is so again and again, as long as somebody looks', () => {
  const clock = new VirtualClock();
  const lag = new Lag(clock);
  using looking = lag.look();
  const other = lag.look();
  clock.jump(1_250);
  assert.equal(lag.ms, 0, 'once');
  for (let times = 0; times < 3; times++) clock.jump(550);
  assert.equal(lag.ms, 300);
  clock.advance(250);
  assert.equal(lag.ms, 0);
  other[Symbol.dispose]();
  other[Symbol.dispose]();
  assert.equal(clock.waiting, 1);
  looking[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});
