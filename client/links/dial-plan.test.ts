import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { DialPlan } from './dial-plan.ts';

/** Lets what was promised be told. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A plan, and when it dialled; whether that works is the test's to say. */
function planned(isFirst: boolean) {
  const clock = new VirtualClock();
  const dialled: number[] = [];
  const state = { isWanted: true, works: false };
  const plan = new DialPlan({
    clock,
    isFirst,
    isWanted: () => state.isWanted,
    dial: async () => {
      dialled.push(clock.now());
      if (!state.works) throw new Error('no path');
      state.isWanted = false;
    },
  });
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      clock.advance(Math.min(500, left));
      await settled();
    }
  };
  return { plan, dialled, state, pass, clock };
}

describe('a direct connection is dialled', () => {
  test('at once by the one whose id comes first, by the other only after five seconds', async () => {
    for (const [isFirst, after] of [
      [true, 0],
      [false, 5_000],
    ] as const) {
      const { plan, dialled, state, pass } = planned(isFirst);
      state.works = true;
      plan.consider();
      plan.consider();
      await pass(20_000);
      assert.deepEqual(dialled, [after]);
    }
  });

  test('not where the other has it meanwhile', async () => {
    const { plan, dialled, state, pass, clock } = planned(false);
    plan.consider();
    await pass(4_000);
    state.isWanted = false;
    plan.consider();
    await pass(10_000);
    assert.deepEqual([dialled, clock.waiting], [[], 0]);
  });

  test('three times, then after 10, 30, 60 s and ever longer, up to ten minutes', async () => {
    const { plan, dialled, pass } = planned(true);
    plan.consider();
    await pass(3_000_000);
    const pauses = dialled.map((at, index) => (at - (dialled[index - 1] ?? 0)) / 1_000);
    // A dial takes half a second here.
    assert.deepEqual(
      pauses.map((pause) => Math.floor(pause)),
      [0, 0, 0, 10, 30, 60, 120, 240, 480, 600, 600, 600],
    );
  });

  test('at once where the network is another', async () => {
    const { plan, dialled, pass } = planned(true);
    plan.consider();
    await pass(5_000);
    assert.equal(dialled.length, 3);
    plan.urge();
    await pass(5_000);
    assert.equal(dialled.length, 6);
  });

  test('no more once the link has ended', async () => {
    const { plan, dialled, pass, clock } = planned(true);
    plan.consider();
    await pass(5_000);
    plan.close();
    plan.urge();
    await pass(100_000);
    assert.deepEqual([dialled.length, clock.waiting], [3, 0]);
  });
});
