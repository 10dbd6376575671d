import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from './system-clock.ts';

test('the system clock counts from 1970 and never runs backwards', () => {
  const first = systemClock.now();
  assert.ok(Math.abs(first - Date.now()) < 60_000);
  assert.ok(systemClock.now() >= first);
});

test('a timer runs once, not before its time, and not where it was disposed', async () => {
  const ran: string[] = [];
  const start = systemClock.now();
  systemClock.after(1, () => ran.push('never'))[Symbol.dispose]();
  // The clock's own timers keep no process alive, and this test has nothing else that would.
  const alive = new MessageChannel().port1;
  alive.ref();
  await new Promise<void>((resolve) => {
    systemClock.after(5, () => {
      ran.push('once');
      resolve();
    });
  });
  alive.close();
  assert.deepEqual(ran, ['once']);
  // Node's timers round down to whole milliseconds.
  assert.ok(systemClock.now() - start >= 4);
});
