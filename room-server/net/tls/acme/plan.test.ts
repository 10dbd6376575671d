import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { afterFailure, afterSuccess, FIRST_STATE, nextAttempt, stateFor } from './plan.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.UTC(2030, 0, 15);

/** The state after so many failures, the last one now, each made when it was due. */
function failed(times: number, hasHttp = true) {
  const at: number[] = [];
  let state = FIRST_STATE;
  let now = NOW;
  for (let count = 0; count < times; count++) {
    now = nextAttempt(null, state, now);
    at.push(now);
    state = afterFailure(state, now, { hasHttp });
  }
  return { state, at };
}

describe('when a certificate is asked for', () => {
  test('at once where there is none', () => {
    assert.equal(nextAttempt(null, FIRST_STATE, NOW), NOW);
  });

  test('when a third of its time is left', () => {
    const kept = { from: NOW, to: NOW + 90 * DAY };
    assert.equal(nextAttempt(kept, FIRST_STATE, NOW), NOW + 60 * DAY);
    assert.ok(nextAttempt(kept, FIRST_STATE, NOW + 70 * DAY) <= NOW + 70 * DAY);
  });

  test('again after a failure, later each time, never five times in an hour, and always some day', () => {
    const { at } = failed(12);
    for (const time of at) {
      const inTheHour = at.filter((other) => other >= time && other < time + 60 * MINUTE).length;
      assert.ok(inTheHour < 5, `${inTheHour} in an hour`);
    }
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    assert.deepEqual(
      pauses,
      [...pauses].sort((a, b) => a - b),
    );
    assert.ok(Math.max(...pauses) <= DAY);
  });

  test('at once when somebody starts the room, but not for ever', () => {
    const { state, at } = failed(2);
    const last = at.at(-1) ?? 0;
    assert.equal(nextAttempt(null, state, last + 1, true), last + 1);
    const third = afterFailure(state, last + 2, { hasHttp: true });
    assert.ok(nextAttempt(null, third, last + 3, true) > last + 10 * MINUTE);
  });

  test('not before the authority wants to hear of it', () => {
    const retryAt = NOW + 3 * DAY;
    const state = afterFailure(FIRST_STATE, NOW, { retryAt, hasHttp: true });
    assert.equal(nextAttempt(null, state, NOW, true), retryAt);
    const never = afterFailure(FIRST_STATE, NOW, { retryAt: NOW + 1000 * DAY, hasHttp: true });
    assert.equal(nextAttempt(null, never, NOW), NOW + 7 * DAY);
  });
});

test('whoever names another authority, or another name, begins anew', () => {
  const { state } = failed(5);
  const kept = {
    ...state,
    asked: 'https://ca.example/dir room.example',
    directory: 'https://ca.example/dir',
  };
  assert.equal(stateFor(kept, 'https://ca.example/dir', 'room.example'), kept);
  for (const [directory, domain] of [
    ['https://other.example/dir', 'room.example'],
    ['https://ca.example/dir', 'other.example'],
  ] as const) {
    const fresh = stateFor(kept, directory, domain);
    assert.equal(nextAttempt(null, fresh, NOW), NOW);
    assert.equal(fresh.directory, kept.directory, 'of whom the certificate is stays known');
  }
});

describe('what is shown', () => {
  test('is the other proof after each failure, where port 80 is there', () => {
    const proofs = [0, 1, 2].map((times) => failed(times).state.proof);
    assert.deepEqual(proofs, ['tls-alpn-01', 'http-01', 'tls-alpn-01']);
    assert.equal(failed(1, false).state.proof, 'tls-alpn-01');
  });

  test('is what worked, from then on', () => {
    const state = afterSuccess(failed(1).state, 'https://ca.example/dir');
    assert.deepEqual([state.proof, state.failedAt], ['http-01', []]);
  });
});
