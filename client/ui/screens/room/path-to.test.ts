import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathWords } from './path-to.ts';

test('a path says how it goes, that nobody reads it, and how long it takes', () => {
  assert.equal(pathWords({ kind: 'direct', roundTripMs: 41.7 }), 'direct, encrypted, 42 ms');
  assert.equal(pathWords({ kind: 'relayed', roundTripMs: 80 }), 'relayed, encrypted, 80 ms');
  assert.equal(pathWords({ kind: 'room', roundTripMs: 120 }), 'through the room, encrypted, 120 ms');
});

test('before it was measured it says no time, and never none', () => {
  assert.equal(pathWords({ kind: 'direct', roundTripMs: undefined }), 'direct, encrypted');
  assert.equal(pathWords({ kind: 'direct', roundTripMs: 0.2 }), 'direct, encrypted, 1 ms');
});
