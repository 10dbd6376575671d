import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ShareTime } from './share-time.ts';

/** Hears of something each 10 ms, late by what `late` says; answers the times that are given. All in milliseconds. */
function times(seconds: number, late: (at: number) => number, drift = 0): { at: number; time: number }[] {
  const time = new ShareTime();
  const taken: { at: number; time: number }[] = [];
  for (let at = 0; at < seconds * 1000; at += 10) {
    const timestamp = 5_586_900_000 + at * 1000 * (1 + drift);
    time.arrived(timestamp, (at + late(at)) * 1000);
    taken.push({ at, time: time.of(timestamp) / 1000 });
  }
  return taken;
}

describe("a share's time", () => {
  test('two tracks that count from other moments have one time', () => {
    const [picture, sound] = [new ShareTime(), new ShareTime()];
    picture.arrived(5_586_900_000, 40_000);
    sound.arrived(12_000, 40_000);
    assert.equal(picture.of(5_586_900_000), sound.of(12_000));
  });

  test('the arrival with the least delay counts: one that was late is put right by those that follow', () => {
    const taken = times(2, (at) => (at === 0 ? 300 : 5 + (at % 70)));
    const last = taken.at(-1);
    assert.ok(Math.abs((last?.time ?? 0) - (last?.at ?? 0) - 5) < 1, `${last?.time}`);
  });

  test('a clock that drifts is followed, so slowly that nobody hears it', () => {
    const taken = times(120, (at) => 5 + (at % 30), 200e-6);
    const last = taken.at(-1);
    assert.ok(Math.abs((last?.time ?? 0) - (last?.at ?? 0) - 5) < 3, `${last?.time} at ${last?.at}`);
    const settled = taken.filter(({ at }) => at > 2000);
    for (const [place, { time }] of settled.entries()) {
      const step = time - (settled[place - 1]?.time ?? time - 10);
      assert.ok(Math.abs(step - 10) < 0.1, `a step of ${step} ms`);
    }
  });

  test('a device that stood still has slipped: its time is put right within some seconds', () => {
    // From the fifth second on everything is 280 ms later than its time says.
    const taken = times(12, (at) => (at < 5000 ? 5 : 285));
    const last = taken.at(-1);
    assert.ok(Math.abs((last?.time ?? 0) - (last?.at ?? 0) - 285) < 5, `${last?.time} at ${last?.at}`);
  });

  test('a machine that is busy for a second shifts nothing', () => {
    const taken = times(12, (at) => (at > 5000 && at < 6000 ? 6000 - at : 5));
    for (const { at, time } of taken.slice(10)) assert.ok(Math.abs(time - at - 5) < 3, `${time} at ${at}`);
  });
});
