import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { pass, TestLine } from '../testing/test-lines.ts';
import type { Line } from './line.ts';
import { BASE_SILENT_MS, BUSY_SILENT_MS, PHANTOM_MS } from './link-limits.ts';
import { PulsedLine } from './pulsed-line.ts';

function pulsed(kind: Line['kind'] = 'direct', opener: Line['opener'] = 'here', isCut = false) {
  const clock = new VirtualClock(1_000);
  const line = new TestLine(clock, kind, opener);
  line.isCut = isCut;
  const changes: string[] = [];
  const made: PulsedLine = new PulsedLine(line, {
    clock,
    pause: () => 2_000,
    onChange: () => changes.push(made.isUsable ? 'usable' : 'not'),
  });
  return { clock, line, pulsed: made, changes };
}

describe('a connection', () => {
  test('is used once something came back over it, and not before', async () => {
    const { clock, line, pulsed: made, changes } = pulsed();
    await pass(clock, 19, 19);
    assert.deepEqual([made.isUsable, made.isPromising, made.path], [false, true, undefined]);
    await pass(clock, 1);
    await made.verified;
    assert.deepEqual([made.isUsable, made.path], [true, { kind: 'direct', roundTripMs: 20 }]);
    assert.deepEqual([changes, line.reason], [['usable'], undefined]);
  });

  test('is ended where nothing comes back: nobody is at the other end', async () => {
    for (const [kind, opener, ms] of [
      ['direct', 'here', PHANTOM_MS],
      ['direct', 'there', PHANTOM_MS],
      ['base', 'here', BASE_SILENT_MS],
    ] as const) {
      const { clock, line, pulsed: made, changes } = pulsed(kind, opener, true);
      const verified = assert.rejects(made.verified, { name: 'LinkError', fault: 'ended' });
      await pass(clock, ms - 1, 1_000);
      assert.equal(line.reason, undefined);
      await pass(clock, 1);
      assert.match(line.reason ?? '', /^silent: /);
      await verified;
      assert.deepEqual([changes.includes('usable'), made.isPromising], [false, false]);
    }
  });

  test('is used where nobody can say which way it goes', async () => {
    const { clock, line, pulsed: made } = pulsed();
    line.goes = undefined;
    await pass(clock, PHANTOM_MS * 2);
    assert.deepEqual([made.isUsable, made.path, line.reason], [true, undefined, undefined]);
  });

  test('that falls silent is not used, and is again when it answers', async () => {
    const { clock, line, pulsed: made } = pulsed();
    await pass(clock, 100);
    let lost = 0;
    made.onUnusable(() => lost++);
    line.isCut = true;
    await pass(clock, 7_000);
    assert.deepEqual([made.isUsable, made.isPromising, lost], [false, false, 1]);
    line.isCut = false;
    await pass(clock, 2_100);
    assert.equal(made.isUsable, true);
  });

  test('that carries streams is given time when it falls silent', async () => {
    const { clock, line, pulsed: made } = pulsed();
    line.streams = 1;
    await pass(clock, 100);
    line.isCut = true;
    await pass(clock, 6_000);
    assert.deepEqual([made.isUsable, made.isPromising], [false, true]);
    await pass(clock, BUSY_SILENT_MS);
    assert.equal(made.isPromising, false);
  });

  test('takes one pulse, and leaves no timer when it is over', async () => {
    const { clock, line, pulsed: made } = pulsed('direct', 'there');
    made.takePulse(line.pulse());
    let destroyed = 0;
    made.takePulse({ ...line.pulse(), destroy: () => destroyed++ });
    await pass(clock, 100);
    assert.deepEqual([made.isUsable, destroyed], [true, 1]);
    made.close('enough');
    await pass(clock, 100);
    assert.deepEqual([line.reason, clock.waiting], ['enough', 0]);
  });
});
