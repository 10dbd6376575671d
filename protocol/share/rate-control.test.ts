import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LEAST_BITS_PER_SECOND, MOST_BITS_PER_SECOND, RATE_STEP_MS, RateControl } from './rate-control.ts';

const P720 = 1280 * 720;

function run(control: RateControl, agesMs: readonly number[], steps: number, from = 0): number {
  for (let step = 0; step < steps; step++) control.observe(agesMs, from + step * RATE_STEP_MS);
  return control.bitsPerSecond;
}

describe('what an encoder aims at', () => {
  test('rule 25: less when most queues are old, more when they are young, as before in between', () => {
    const control = new RateControl({ mode: 'detail', pixels: P720 });
    const start = control.bitsPerSecond;
    assert.equal(start, P720);
    assert.equal(control.observe([300], 0), Math.round(start * 0.7));
    assert.equal(control.observe([300], RATE_STEP_MS - 1), Math.round(start * 0.7));
    assert.equal(control.observe([100], RATE_STEP_MS), Math.round(start * 0.7));
    assert.equal(control.observe([10], 2 * RATE_STEP_MS), Math.round(start * 0.7 * 1.05));
  });

  test('rule 25: one slow child does not make everybody’s picture worse', () => {
    const control = new RateControl({ mode: 'detail', pixels: P720 });
    assert.ok(control.observe([10, 5_000], 0) > P720);
    assert.ok(control.observe([10, 20, 5_000], 1_000) > P720);
    assert.ok(control.observe([10, 4_000, 5_000], 2_000) < control.observe([], 3_000) * 1.01);
  });

  test('without children nothing is learnt', () => {
    const control = new RateControl({ mode: 'motion', pixels: P720 });
    assert.equal(control.observe([], 0), control.bitsPerSecond);
  });

  test('rule 26: it stays within what mode and size need', () => {
    for (const mode of ['detail', 'motion'] as const) {
      const low = run(new RateControl({ mode, pixels: P720 }), [900], 60);
      const high = run(new RateControl({ mode, pixels: P720 }), [1], 200);
      assert.ok(low >= LEAST_BITS_PER_SECOND && low < high && high <= MOST_BITS_PER_SECOND);
      assert.ok(high >= (mode === 'detail' ? 1_400_000 : 2_400_000), `${mode}: ${high}`);
    }
    assert.equal(run(new RateControl({ mode: 'detail', pixels: 100 }), [900], 60), LEAST_BITS_PER_SECOND);
    assert.equal(
      run(new RateControl({ mode: 'motion', pixels: 3840 * 2160 }), [1], 200),
      MOST_BITS_PER_SECOND,
    );
  });

  test('rule 26: another size takes the rate along, as far as the path has borne it', () => {
    const control = new RateControl({ mode: 'detail', pixels: P720 });
    control.observe([900], 0);
    control.setPicture({ mode: 'detail', pixels: P720 / 2 });
    assert.equal(control.bitsPerSecond, Math.round((P720 * 0.7) / 2));
    control.setPicture({ mode: 'motion', pixels: P720 / 2 });
    assert.equal(control.bitsPerSecond, Math.round((P720 * 0.7 * 1.6) / 2));
  });
});
