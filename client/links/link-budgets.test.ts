import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { LinkBudgets } from './link-budgets.ts';
import {
  LINKS_AT_ONCE,
  LINKS_PER_SECOND,
  MADE_AT_ONCE,
  MADE_AT_ONCE_KNOWN,
  MADE_AT_ONCE_STRANGERS,
  MAX_BUDGETS,
  SIGNALS_AT_ONCE,
  SIGNALS_PER_SECOND,
  STREAMS_AT_ONCE,
  STREAMS_AT_ONCE_KNOWN,
} from './link-limits.ts';

/** The id of the nth person. */
function person(n: number): FeedId {
  const key = new Uint8Array(32).fill(9);
  new DataView(key.buffer).setUint32(0, n);
  return feedIdOf(key);
}

const [MAL, ANN] = [person(1), person(2)];

/** Budgets of a person who knows Ann. */
function scene() {
  const clock = new VirtualClock(1_000);
  return { clock, budgets: new LinkBudgets({ clock, isKnown: (id) => id === ANN }) };
}

/** How often something may be, tried a thousand times; after each time that it may, `then` happens. */
function allowed(may: () => boolean, then: () => void = () => undefined): number {
  let count = 0;
  for (let tries = 0; tries < 1_000; tries++) {
    if (!may()) continue;
    count++;
    then();
  }
  return count;
}

describe('what others may have made here', () => {
  test('is few that come to nothing, whatever the number of their links', () => {
    const { budgets, clock } = scene();
    assert.equal(
      allowed(() => budgets.of(MAL).maySignal()),
      SIGNALS_AT_ONCE,
    );
    clock.advance(1_000 / SIGNALS_PER_SECOND);
    assert.equal(
      allowed(() => budgets.of(MAL).maySignal()),
      1,
    );
  });

  test('is bounded where they all work, too, and higher for somebody whom one knows', () => {
    const { budgets } = scene();
    const made = (id: FeedId) => {
      const budget = budgets.of(id);
      return allowed(
        () => budget.maySignal(),
        () => budget.worked(),
      );
    };
    assert.equal(made(MAL), MADE_AT_ONCE);
    assert.equal(made(ANN), MADE_AT_ONCE_KNOWN);
  });

  test('is bounded for all strangers together, for keys are free, and leaves the others alone', () => {
    const { budgets } = scene();
    let next = 100;
    assert.equal(
      allowed(() => budgets.of(person(next++)).maySignal()),
      MADE_AT_ONCE_STRANGERS,
    );
    assert.equal(
      allowed(() => budgets.of(ANN).maySignal()),
      SIGNALS_AT_ONCE,
    );
  });

  test('is links one after the other, and streams, which are more for whom one knows', () => {
    const { budgets, clock } = scene();
    assert.equal(
      allowed(() => budgets.of(MAL).mayLink()),
      LINKS_AT_ONCE,
    );
    clock.advance(1_000 / LINKS_PER_SECOND);
    assert.equal(
      allowed(() => budgets.of(MAL).mayLink()),
      1,
    );
    assert.equal(
      allowed(() => budgets.of(MAL).mayOpen()),
      STREAMS_AT_ONCE,
    );
    assert.equal(
      allowed(() => budgets.of(ANN).mayOpen()),
      STREAMS_AT_ONCE_KNOWN,
    );
  });

  test('is remembered of so many, those who came last', () => {
    const { budgets } = scene();
    const first = budgets.of(MAL);
    for (let n = 0; n < MAX_BUDGETS - 1; n++) budgets.of(person(100 + n));
    assert.equal(budgets.of(MAL), first);
    for (let n = 0; n < MAX_BUDGETS; n++) budgets.of(person(5_000 + n));
    assert.notEqual(budgets.of(MAL), first);
  });
});
