import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sodium } from '../node/sodium.ts';
import type { Arrival, Arrivals } from './arrivals.ts';
import type { Chunk } from './chunk.ts';
import { MAX_SEEN } from './limits.ts';
import { SeenChunks } from './seen.ts';
import { nameOf, TestShare } from './test-share.ts';

const say = (arrival: Arrival) =>
  arrival.kind === 'chunk' ? nameOf(arrival.chunk) : arrival.kind === 'fault' ? arrival.why : arrival.kind;

const tell = (arrivals: Arrivals, chunks: readonly (Chunk | Uint8Array)[]) =>
  chunks.map((chunk) => say(arrivals.take(chunk instanceof Uint8Array ? chunk : chunk.bytes)));

function pick<T>(from: readonly T[], ...indices: number[]): T[] {
  return indices.map((index) => from[index]).filter((value) => value !== undefined);
}

describe('what comes from a parent', () => {
  const share = new TestShare(sodium);
  // 0v0 0a0 0v1 0a1 0v2 1v0 1a0 1v1
  const chunks = share.chunks('Ka0a0Ka0');

  test('is taken in its order, whatever the parent left out', () => {
    assert.deepEqual(tell(share.arrivals(true), chunks), [
      '0v0',
      '0a0',
      '0v1',
      '0a1',
      '0v2',
      '1v0',
      '1a0',
      '1v1',
    ]);
    assert.deepEqual(tell(share.arrivals(true), pick(chunks, 0, 3, 4, 7)), ['0v0', '0a1', '0v2', '1v1']);
  });

  test('may have sound and picture in any order to each other', () => {
    assert.deepEqual(tell(share.arrivals(true), pick(chunks, 1, 3, 0, 6, 2)), [
      '0a0',
      '0a1',
      '0v0',
      '1a0',
      '0v1',
    ]);
  });

  test('is a fault where it was sent before, on a carrier that keeps the order', () => {
    assert.deepEqual(tell(share.arrivals(true), pick(chunks, 0, 2, 2)), ['0v0', '0v1', 'replayed']);
    assert.deepEqual(tell(share.arrivals(true), pick(chunks, 1, 1)), ['0a0', 'replayed']);
  });

  test('is a fault where a later one came before', () => {
    assert.deepEqual(tell(share.arrivals(true), pick(chunks, 0, 4, 2)), ['0v0', '0v2', 'reordered']);
    assert.deepEqual(tell(share.arrivals(true), pick(chunks, 5, 4)), ['1v0', 'reordered']);
    assert.deepEqual(tell(share.arrivals(true), pick(chunks, 6, 3)), ['1a0', 'reordered']);
  });

  test('comes in any order where the carrier keeps none, and again', () => {
    assert.deepEqual(tell(share.arrivals(false), pick(chunks, 4, 2, 0, 2, 5, 4)), [
      '0v2',
      '0v1',
      '0v0',
      'known',
      '1v0',
      'known',
    ]);
  });

  test('is known where another parent has brought it, and is a fault only of who sent it twice', () => {
    const seen = new SeenChunks();
    const [one, other] = [share.arrivals(true, seen), share.arrivals(true, seen)];
    assert.deepEqual(tell(one, pick(chunks, 0, 2)), ['0v0', '0v1']);
    assert.deepEqual(tell(other, pick(chunks, 0, 2, 4)), ['known', 'known', '0v2']);
    assert.deepEqual(tell(one, pick(chunks, 4, 5)), ['known', '1v0']);
    assert.deepEqual(tell(other, pick(chunks, 2)), ['reordered']);
  });

  test('is a fault with any byte changed', () => {
    const [whole] = chunks;
    assert.ok(whole !== undefined);
    for (let at = 0; at < whole.bytes.length; at++) {
      const [said = ''] = tell(share.arrivals(true), [whole.bytes.with(at, (whole.bytes[at] ?? 0) ^ 0x80)]);
      assert.match(
        said,
        at < 16 ? /^other-share$/ : at === 32 || (at >= 24 && at < 32) ? /^malformed$/ : /^forged$/,
        `byte ${at}`,
      );
    }
    assert.deepEqual(tell(share.arrivals(true), [new Uint8Array(200), Uint8Array.of(1)]), [
      'malformed',
      'malformed',
    ]);
  });

  test('is a fault where it is of another share of the same sharer, or of another sharer', () => {
    const elsewhere = new TestShare(sodium, 'ffeeddccbbaa99887766554433221100').chunks('K');
    assert.deepEqual(tell(share.arrivals(true), elsewhere), ['other-share']);
    assert.deepEqual(tell(share.arrivals(true), new TestShare(sodium, share.id, 2).chunks('K')), ['forged']);
  });

  test('that is forged makes no true one look known', () => {
    const seen = new SeenChunks();
    assert.deepEqual(
      tell(share.arrivals(true, seen), new TestShare(sodium, share.id, 2).chunks('KKKK')),
      Array(4).fill('forged'),
    );
    assert.deepEqual(tell(share.arrivals(true, seen), pick(chunks, 0)), ['0v0']);
  });
});

describe('what is remembered of a share', () => {
  const at = (group: number, sequence: number) =>
    ({ share: '', epoch: 0, group, sequence, track: 'video', isKey: false, layer: 0, needs: 0 }) as const;

  test('is the newest group and the one before; what is older counts as seen', () => {
    const seen = new SeenChunks();
    for (const group of [3, 9, 5]) seen.add(at(group, 0));
    assert.deepEqual(
      [2, 3, 4, 5, 6, 9, 10].map((group) => seen.has(at(group, 0))),
      [true, true, true, true, false, true, false],
    );
    assert.equal(seen.has(at(5, 1)), false);
  });

  test('is not what came to nothing', () => {
    const seen = new SeenChunks();
    for (const sequence of [0, 1]) seen.add(at(3, sequence));
    seen.forget(at(3, 1));
    seen.forget(at(2, 1));
    assert.deepEqual([seen.has(at(3, 0)), seen.has(at(3, 1))], [true, false]);
  });

  test('is bounded in a group without end', () => {
    const seen = new SeenChunks();
    for (let sequence = 0; sequence < 3 * MAX_SEEN; sequence += 2) seen.add(at(0, sequence));
    assert.equal(seen.has(at(0, 1)), true);
    assert.equal(seen.has(at(0, 3 * MAX_SEEN - 1)), false);
    assert.equal(seen.has(at(0, 3 * MAX_SEEN - 2)), true);
  });
});
