import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { patience, settled } from '../testing/fake-world.ts';
import { AllFailed, type Attempt, type FirstOfOptions, firstOf } from './first-of.ts';

/** A way that ends when the test says so. */
class Way {
  signal: AbortSignal | undefined;
  readonly end = Promise.withResolvers<string>();
  readonly go: Attempt<string> = (signal) => {
    this.signal = signal;
    return this.end.promise;
  };

  get state(): 'not begun' | 'under way' | 'aborted' {
    if (this.signal === undefined) return 'not begun';
    return this.signal.aborted ? 'aborted' : 'under way';
  }
}

function race(count: number, options: Partial<FirstOfOptions<string>> = {}) {
  const clock = new VirtualClock();
  const ways = Array.from({ length: count }, () => new Way());
  const attempts = ways.map(({ go }) => go);
  const won = firstOf(attempts, { clock, staggerMs: 100, signal: patience(), ...options });
  won.catch(() => undefined);
  return { clock, ways, won, states: () => ways.map(({ state }) => state) };
}

test('the next way is begun after the stagger, and when the last one failed at once', async () => {
  const { clock, ways, won, states } = race(3);
  assert.deepEqual(states(), ['under way', 'not begun', 'not begun']);
  clock.advance(99);
  assert.deepEqual(states(), ['under way', 'not begun', 'not begun']);
  clock.advance(1);
  assert.deepEqual(states(), ['under way', 'under way', 'not begun']);
  ways[1]?.end.reject(new Error('no'));
  await settled();
  assert.deepEqual(states(), ['under way', 'under way', 'under way']);
  ways[0]?.end.resolve('slow');
  assert.equal(await won, 'slow');
  assert.equal(states()[2], 'aborted');
  assert.equal(clock.waiting, 0);
});

test('what comes of a way that another was faster than is discarded', async () => {
  const discarded: string[] = [];
  const { clock, ways, won } = race(2, { discard: (value) => discarded.push(value) });
  clock.advance(100);
  ways[1]?.end.resolve('fast');
  assert.equal(await won, 'fast');
  ways[0]?.end.resolve('slow');
  await settled();
  assert.deepEqual(discarded, ['slow']);
});

test('when all have failed, each error is told, in the order of the ways', async () => {
  const { clock, ways, won } = race(2);
  clock.advance(100);
  ways[1]?.end.reject(new Error('second'));
  ways[0]?.end.reject(new Error('first'));
  await assert.rejects(won, (error) => {
    assert.ok(error instanceof AllFailed);
    assert.equal(error.message, 'first second');
    return true;
  });
  assert.equal(clock.waiting, 0);
});

test('of no ways none works', async () => {
  await assert.rejects(race(0).won, AllFailed);
});

test('giving up ends all that is under way, with the reason', async () => {
  const gone = new AbortController();
  const { clock, won, states } = race(2, { signal: gone.signal });
  const reason = new Error('gone');
  gone.abort(reason);
  await assert.rejects(won, reason);
  assert.deepEqual(states(), ['aborted', 'not begun']);
  assert.equal(clock.waiting, 0);
  await assert.rejects(race(1, { signal: gone.signal }).won, reason);
});
