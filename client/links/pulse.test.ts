import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LoneWire, WireEvents } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import fc from 'fast-check';
import { UNANSWERED_LONGEST_MS } from './link-limits.ts';
import { Pulse } from './pulse.ts';

/** One end of a wire in memory, which can be cut or made slow. */
class End implements LoneWire {
  other: End | undefined;
  events: WireEvents | undefined;
  /** Nothing arrives at the other end. */
  isCut = false;
  isDestroyed = false;
  backlog = 0;
  clock: VirtualClock | undefined;
  heardAt = 0;
  readonly written: Uint8Array[] = [];

  attach(events: WireEvents): void {
    this.events = events;
  }

  write(bytes: Uint8Array): void {
    this.written.push(bytes);
    if (!this.isCut) this.other?.receive(bytes);
  }

  receive(bytes: Uint8Array): void {
    this.heardAt = this.clock?.now() ?? 0;
    this.events?.onBytes(bytes);
  }

  pause(): void {}
  resume(): void {}

  end(): void {
    this.other?.events?.onClosed();
  }

  destroy(): void {
    this.isDestroyed = true;
    this.end();
  }
}

/** Lets what was promised be told. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function pulses() {
  const clock = new VirtualClock();
  const [left, right] = [new End(), new End()];
  [left.other, right.other] = [right, left];
  const told: string[] = [];
  /** When something else came over the connection to `here`. */
  const line = { heardAt: 0 };
  const events = (name: string, end: End) => ({
    pause: () => 2_000,
    heardAt: () => Math.max(end.heardAt, name === 'here' ? line.heardAt : 0),
    onChange: () => told.push(`${name} changed`),
    onGone: () => told.push(`${name} gone`),
    onClosed: () => told.push(`${name} closed`),
  });
  for (const end of [left, right]) end.clock = clock;
  // Who comes second is asked already.
  const there = new Pulse(right, clock, events('there', right));
  const here = new Pulse(left, clock, events('here', left));
  return { clock, left, right, here, there, told, line };
}

describe('a pulse', () => {
  test('is healthy once something came back, and no sooner', async () => {
    const { here, there, clock } = pulses();
    assert.deepEqual([here.isHealthy, here.roundTripMs], [true, 0]);
    assert.equal(there.isHealthy, false, 'what it asked nobody heard');
    clock.advance(2_000);
    assert.equal(there.isHealthy, true);
  });

  test('forgets old questions, and hears the answer to a new one', async () => {
    const { here, left, clock } = pulses();
    left.isCut = true;
    const first = here.ask();
    clock.advance(1_000_000);
    await assert.rejects(first, { fault: 'ended' });
    left.isCut = false;
    clock.advance(2_000);
    assert.equal(here.isHealthy, true);
  });

  test('is not once nothing came back for three seconds, and is again when something does', () => {
    const { here, left, right, clock, told } = pulses();
    for (const end of [left, right]) end.isCut = true;
    clock.advance(4_000);
    assert.equal(here.isHealthy, true);
    clock.advance(2_000);
    assert.equal(here.isHealthy, false);
    for (const end of [left, right]) end.isCut = false;
    told.length = 0;
    clock.advance(2_000);
    assert.deepEqual([here.isHealthy, told.includes('here changed')], [true, true]);
  });

  test('is healthy while anything comes, but not for ever without an answer', () => {
    const { here, left, right, clock, line } = pulses();
    for (const end of [left, right]) end.isCut = true;
    const hear = (ms: number) => {
      for (let passed = 0; passed < ms; passed += 500) {
        line.heardAt = clock.now();
        clock.advance(500);
      }
    };
    hear(UNANSWERED_LONGEST_MS);
    assert.equal(here.isHealthy, true);
    hear(4_000);
    assert.equal(here.isHealthy, false);
    for (const end of [left, right]) end.isCut = false;
    clock.advance(2_000);
    assert.equal(here.isHealthy, true);
  });

  test('asks nothing of whoever does not read, and is not silent for what was never asked', async () => {
    const { here, left, right, clock } = pulses();
    clock.advance(2_000);
    left.backlog = 1;
    right.isCut = true;
    const asked = here.ask();
    clock.advance(20_000);
    assert.equal(here.isHealthy, true);
    right.isCut = false;
    left.backlog = 0;
    here.onDrained();
    await asked;
  });

  test('that is doubted has half a second to answer', async () => {
    const { here, left, right, clock, told } = pulses();
    here.doubt();
    await settled();
    clock.advance(1_000);
    assert.deepEqual(told.includes('here gone'), false);
    for (const end of [left, right]) end.isCut = true;
    here.doubt();
    clock.advance(499);
    assert.deepEqual(told.includes('here gone'), false);
    clock.advance(1);
    assert.deepEqual(told.includes('here gone'), true);
  });

  test('that is doubted asks some times: one question may be lost', async () => {
    const { here, left, right, clock, told } = pulses();
    for (const end of [left, right]) end.isCut = true;
    here.doubt();
    clock.advance(130);
    left.isCut = right.isCut = false;
    clock.advance(130);
    await settled();
    clock.advance(1_000);
    assert.deepEqual(told.includes('here gone'), false);
  });

  test('that is doubted waits for nothing where other things still come', () => {
    for (const [after, isGone] of [
      [100, true],
      [400, false],
    ] as const) {
      const { here, left, right, clock, told, line } = pulses();
      for (const end of [left, right]) end.isCut = true;
      here.doubt();
      clock.advance(after);
      line.heardAt = clock.now();
      clock.advance(500 - after);
      assert.equal(told.includes('here gone'), isGone);
    }
  });

  test('that ends tells the other side, and leaves no timer and no question', async () => {
    const { here, there, clock, told, left } = pulses();
    left.isCut = true;
    const asked = here.ask();
    here.close();
    await assert.rejects(asked, { name: 'LinkError', fault: 'ended' });
    await assert.rejects(here.ask(), { fault: 'ended' });
    assert.deepEqual([told.includes('there closed'), there.isHealthy, clock.waiting], [true, false, 0]);
  });

  test('says nothing to whoever does not read', () => {
    const { clock, left } = pulses();
    left.isCut = true;
    left.backlog = 1;
    const before = left.written.length;
    clock.advance(10_000);
    assert.equal(left.written.length, before);
    left.backlog = 0;
    clock.advance(2_000);
    assert.ok(left.written.length > before);
  });

  test('reads its words however they are cut, and is over where they are none', () => {
    const words = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.nat(0xffff)), { maxLength: 100 });
    fc.assert(
      fc.property(words, fc.nat(4), fc.array(fc.nat(500)), (all, over, cuts) => {
        const bytes = Uint8Array.from([
          ...all.flatMap(([kind, number]) => [kind, 0, 0, number >> 8, number & 0xff]),
          ...new Uint8Array(over),
        ]);
        const { left, here } = pulses();
        let at = 0;
        for (const cut of [...cuts].sort((a, b) => a - b)) {
          left.events?.onBytes(bytes.slice(at, cut));
          at = Math.max(at, cut);
        }
        left.events?.onBytes(bytes.slice(at));
        const isNonsense = all.some(([kind]) => kind > 1);
        assert.deepEqual([left.isDestroyed, here.isHealthy], [isNonsense, !isNonsense]);
      }),
    );
  });

  test('answers many questions at once, and is over where more come than anybody asks', () => {
    for (const [length, isOver] of [
      [640, false],
      [645, true],
      [250_000, true],
    ] as const) {
      const { left, clock } = pulses();
      left.isCut = true;
      const before = left.written.length;
      left.events?.onBytes(new Uint8Array(length));
      assert.equal(left.isDestroyed, isOver);
      assert.equal(left.written.length - before, isOver ? 0 : length / 5);
      assert.equal(clock.waiting, isOver ? 0 : 2);
    }
  });
});
