import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemoryWire } from './wire-pair.ts';

/** Two ends whose events are written down, and a way to wait until nothing is underway. */
function pair() {
  const [left, right] = MemoryWire.pair();
  const log: string[] = [];
  for (const [name, wire] of [
    ['left', left],
    ['right', right],
  ] as const) {
    wire.attach({
      onBytes: (bytes) => void log.push(`${name} got ${bytes.join()}`),
      onDrained: () => void log.push(`${name} drained`),
      onClosed: () => void log.push(`${name} closed`),
    });
  }
  return { left, right, log, quiet: () => new Promise((resolve) => setImmediate(resolve)) };
}

describe('a wire in memory', () => {
  test('delivers later, in order, and says when it has', async () => {
    const { left, log, quiet } = pair();
    left.write(Uint8Array.of(1, 2));
    left.write(Uint8Array.of(3));
    assert.equal(left.backlog, 3);
    assert.deepEqual(log, []);
    await quiet();
    assert.equal(left.backlog, 0);
    assert.deepEqual(log, ['right got 1,2', 'right got 3', 'left drained']);
  });

  test('leaves bytes with their sender while the reader pauses', async () => {
    const { left, right, log, quiet } = pair();
    right.pause();
    left.write(Uint8Array.of(1));
    left.end();
    await quiet();
    assert.deepEqual([left.backlog, log], [1, []]);
    right.resume();
    await quiet();
    assert.deepEqual(log.slice(0, 2), ['right got 1', 'left drained']);
    assert.deepEqual(log.slice(2).toSorted(), ['left closed', 'right closed']);
  });

  test('ends when both sides have said what they had to say', async () => {
    const { left, right, log, quiet } = pair();
    left.write(Uint8Array.of(1));
    left.end();
    left.write(Uint8Array.of(9));
    right.write(Uint8Array.of(2));
    await quiet();
    assert.deepEqual(log.toSorted(), [
      'left closed',
      'left drained',
      'left got 2',
      'right closed',
      'right drained',
      'right got 1',
    ]);
    assert.ok(left.isClosed && right.isClosed);
  });

  test('is closed at once where it is destroyed, on both sides and once', async () => {
    const { left, right, log, quiet } = pair();
    left.write(Uint8Array.of(1));
    right.destroy();
    left.destroy();
    left.write(Uint8Array.of(2));
    await quiet();
    assert.deepEqual(log.toSorted(), ['left closed', 'right closed']);
  });
});
