import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FIRST_WAIT_MS, LONGEST_WAIT_MS, Reconnect, type ReconnectEvent, STABLE_MS } from './reconnect.ts';

const always = (value: number) => () => value;

describe('reconnecting', () => {
  test('dials, waits after a failure, dials when that is over', () => {
    const machine = new Reconnect(always(0.5));
    assert.equal(machine.state, 'dialling');
    assert.deepEqual(machine.on('failed', 0), { kind: 'wait', ms: FIRST_WAIT_MS / 2 });
    assert.deepEqual(machine.on('due', 1), { kind: 'dial' });
    assert.equal(machine.on('opened', 2), undefined);
    assert.equal(machine.state, 'open');
  });

  test('waits longer each time, up to a bound', () => {
    const machine = new Reconnect(always(0.999));
    const waits = Array.from({ length: 8 }, () => {
      const action = machine.on('failed', 0);
      machine.on('due', 0);
      return action?.kind === 'wait' ? Math.round(action.ms / 1000) : undefined;
    });
    assert.deepEqual(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('a connection that worked begins anew, one that did not goes on', () => {
    for (const [lived, wait] of [
      [STABLE_MS, FIRST_WAIT_MS],
      [STABLE_MS - 1, 8 * FIRST_WAIT_MS],
    ] as const) {
      const machine = new Reconnect(always(1));
      for (let failure = 0; failure < 3; failure++) {
        machine.on('failed', 0);
        machine.on('due', 0);
      }
      machine.on('opened', 1000);
      assert.deepEqual(machine.on('lost', 1000 + lived), { kind: 'wait', ms: wait });
    }
  });

  test('a hint that it may work now ends the wait; during a dial it changes nothing', () => {
    const machine = new Reconnect(always(0));
    assert.equal(machine.on('nudged', 0), undefined);
    machine.on('failed', 0);
    assert.deepEqual(machine.on('nudged', 0), { kind: 'dial' });
    assert.equal(machine.on('due', 0), undefined);
  });

  test('where the other side wants none, there is no dial before somebody asks', () => {
    const machine = new Reconnect(always(0));
    machine.on('opened', 0);
    assert.deepEqual(machine.on('refused', 0), { kind: 'hang-up' });
    for (const event of ['lost', 'due', 'nudged', 'failed'] as const)
      assert.equal(machine.on(event, 1), undefined, event);
    assert.equal(machine.state, 'refused');
    assert.deepEqual(machine.on('asked', 2), { kind: 'dial' });
    assert.deepEqual(machine.on('refused', 3), { kind: 'hang-up' });
    assert.deepEqual(machine.on('stopped', 4), { kind: 'hang-up' });
  });

  test('a thousand peers that lose a room together come back spread out', () => {
    const waits = Array.from({ length: 1000 }, (_, at) => {
      const machine = new Reconnect(always(at / 1000));
      machine.on('opened', 0);
      const action = machine.on('lost', STABLE_MS);
      return action?.kind === 'wait' ? action.ms : 0;
    });
    const busiest = Math.max(
      ...Array.from({ length: 20 }, (_, slot) => {
        return waits.filter((ms) => Math.floor(ms / (FIRST_WAIT_MS / 20)) === slot).length;
      }),
    );
    assert.ok(busiest <= 60, `${busiest} in one twentieth`);
  });

  test('whatever happens, there is one dial at a time, no wait is too long, and stopped is the end', () => {
    const event = fc.constantFrom<ReconnectEvent>(
      ...(['opened', 'failed', 'lost', 'due', 'nudged', 'asked', 'refused'] as const),
    );
    const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(event, fc.nat(100_000), chance)), (events) => {
        let random = 0;
        let now = 0;
        const machine = new Reconnect(() => random);
        for (const [happens, ms, chance] of events) {
          random = chance;
          now += ms;
          const before = machine.state;
          const action = machine.on(happens, now);
          if (action?.kind === 'dial') assert.ok(before === 'waiting' || before === 'refused');
          if (action?.kind === 'wait') assert.ok(action.ms >= 0 && action.ms <= LONGEST_WAIT_MS);
        }
        assert.deepEqual(machine.on('stopped', now), { kind: 'hang-up' });
        for (const [happens] of events) assert.equal(machine.on(happens, now), undefined);
        assert.equal(machine.state, 'stopped');
      }),
    );
  });
});
