import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { patience } from '../testing/fake-world.ts';
import { within } from './deadline.ts';

const late = new Error('late');

function started(signal = patience()) {
  const clock = new VirtualClock();
  const end = Promise.withResolvers<string>();
  let given: AbortSignal | undefined;
  const done = within({ clock, ms: 1000, signal, error: () => late }, (stop) => {
    given = stop;
    return end.promise;
  });
  done.catch(() => undefined);
  return { clock, end, done, given: () => given };
}

test('what is done in time is answered, and no timer is left', async () => {
  const { clock, end, done, given } = started();
  clock.advance(999);
  end.resolve('done');
  assert.equal(await done, 'done');
  assert.equal(clock.waiting, 0);
  assert.equal(given()?.aborted, false);
});

test('what is late is told so, and rejects even if it does not heed that', async () => {
  const { clock, done, given } = started();
  clock.advance(1000);
  await assert.rejects(done, late);
  assert.equal(given()?.reason, late);
});

test('its own error goes before the deadline', async () => {
  const { clock, end, done } = started();
  end.reject(new Error('broken'));
  await assert.rejects(done, /broken/);
  assert.equal(clock.waiting, 0);
});

test('giving up ends it with the reason, before it begins, too', async () => {
  const gone = new AbortController();
  const reason = new Error('gone');
  const { clock, done, given } = started(gone.signal);
  gone.abort(reason);
  await assert.rejects(done, reason);
  assert.equal(given()?.reason, reason);
  assert.equal(clock.waiting, 0);
  const { done: never, given: nothing } = started(gone.signal);
  await assert.rejects(never, reason);
  assert.equal(nothing(), undefined);
});
