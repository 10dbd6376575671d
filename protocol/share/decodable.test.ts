import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sodium } from '../node/sodium.ts';
import type { Chunk } from './chunk.ts';
import { Decodable } from './decodable.ts';
import {
  AUDIO_REORDER_MS,
  MAX_CHUNK_BYTES,
  MAX_REORDERED,
  MAX_REORDERED_BYTES,
  REORDER_MS,
} from './limits.ts';
import { nameOf, TestShare } from './test-share.ts';

/** What is answered to chunks that come at once, in the order of their places in the pattern. */
function tell(pattern: string, order: readonly number[], isOrdered: boolean, decodable = new Decodable()) {
  const chunks = new TestShare(sodium).chunks(pattern);
  const answered = order.flatMap((at) => {
    const chunk = chunks[at];
    return chunk === undefined ? [] : decodable.take(chunk, 0, isOrdered);
  });
  return { names: answered.map(nameOf).join(' '), decodable };
}

describe('over a carrier that keeps the order', () => {
  test('all is answered as it comes', () => {
    const { names, decodable } = tell('Ka0a0Ka', [0, 1, 2, 3, 4, 5, 6], true);
    assert.equal(names, '0v0 0a0 0v1 0a1 0v2 1v0 1a0');
    assert.equal(decodable.isBroken, false);
  });

  test('a frame whose need was left out is left out, and the picture is broken until a keyframe', () => {
    const { names, decodable } = tell('K00a', [0, 2, 3], true);
    assert.deepEqual([names, decodable.isBroken], ['0v0 0a0', true]);
    const [, , key] = new TestShare(sodium).chunks('K0K');
    assert.ok(key !== undefined);
    assert.equal(decodable.take(key, 0).length, 1);
    assert.equal(decodable.isBroken, false);
  });

  test('a share that begins without its keyframe is broken', () => {
    const { names, decodable } = tell('K2', [1], true);
    assert.deepEqual([names, decodable.isBroken], ['', true]);
  });

  test('layers that were left out are not missed', () => {
    const { names, decodable } = tell('K2120212', [0, 4], true);
    assert.deepEqual([names, decodable.isBroken], ['0v0 0v4', false]);
    // Of 5, 6 and 7 the first needs 4, and the last needs 6, which is not there.
    const more = tell('K2120212', [0, 4, 5, 7], true);
    assert.deepEqual([more.names, more.decodable.isBroken], ['0v0 0v4 0v5', false]);
  });

  test('sound that was left out is not waited for', () => {
    assert.equal(tell('Kaaa', [0, 1, 3], true).names, '0v0 0a0 0a2');
  });
});

describe('over a carrier that keeps no order', () => {
  test('a frame waits for what it needs, and for nothing else', () => {
    assert.equal(tell('K00', [2, 1, 0], false).names, '0v0 0v1 0v2');
    // 4 needs 0 only; 1 to 3, which come behind it, are too late.
    assert.equal(tell('K2120', [0, 4, 1, 2, 3], false).names, '0v0 0v4');
  });

  test('a group that overtook its keyframe waits for it, and then the old one is over', () => {
    assert.equal(tell('K0K0', [0, 3, 1, 2], false).names, '0v0 0v1 1v0 1v1');
    assert.equal(tell('K0K0', [0, 2, 1, 3], false).names, '0v0 1v0 1v1');
  });

  test('what does not come in time breaks the picture, unless only a higher layer needs it', () => {
    const { decodable } = tell('K00', [0, 2], false);
    assert.deepEqual([decodable.isBroken, decodable.deadline], [false, REORDER_MS]);
    decodable.tick(REORDER_MS - 1);
    assert.equal(decodable.isBroken, false);
    decodable.tick(REORDER_MS);
    assert.deepEqual([decodable.isBroken, decodable.deadline], [true, undefined]);
    const layered = tell('K212', [0, 3], false).decodable;
    layered.tick(REORDER_MS);
    assert.deepEqual([layered.isBroken, layered.deadline], [false, undefined]);
  });

  test('what waits is bounded', () => {
    const pattern = `K${'0'.repeat(MAX_REORDERED + 2)}`;
    const order = Array.from({ length: MAX_REORDERED + 1 }, (_, at) => at + 2);
    assert.equal(tell(pattern, [0, ...order.slice(0, -1)], false).decodable.isBroken, false);
    assert.equal(tell(pattern, [0, ...order], false).decodable.isBroken, true);
  });

  test('what waits and comes again waits once', () => {
    const again = Array.from({ length: MAX_REORDERED + 1 }, () => 2);
    assert.equal(tell('K00', [0, ...again], false).decodable.isBroken, false);
  });

  test('sound that waits is bounded, too: what is missing is passed over', () => {
    const order = Array.from({ length: MAX_REORDERED + 1 }, (_, at) => at + 3);
    const pattern = `K${'a'.repeat(MAX_REORDERED + 3)}`;
    assert.equal(tell(pattern, [0, 1, ...order.slice(0, -1)], false).names, '0v0 0a0');
    assert.equal(tell(pattern, [0, 1, ...order], false).names.split(' ').length, order.length + 2);
  });

  test('sound waits for its turn, for a while', () => {
    assert.equal(tell('Kaaaa', [0, 1, 3, 2, 4], false).names, '0v0 0a0 0a1 0a2 0a3');
    const { names, decodable } = tell('Kaaaa', [0, 1, 3, 4], false);
    assert.deepEqual([names, decodable.deadline], ['0v0 0a0', AUDIO_REORDER_MS]);
    assert.deepEqual(decodable.tick(AUDIO_REORDER_MS - 1), []);
    assert.deepEqual(decodable.tick(AUDIO_REORDER_MS).map(nameOf), ['0a2', '0a3']);
    assert.equal(decodable.deadline, undefined);
    assert.equal(tell('Kaaaa', [2], false, decodable).names, '');
  });

  test('the first sound of a group follows whatever there was in the one before', () => {
    assert.equal(tell('KaaKaa', [0, 1, 2, 3, 4, 5], false).names, '0v0 0a0 0a1 1v0 1a0 1a1');
    assert.equal(tell('KaaKaa', [0, 1, 3, 5, 4], false).names, '0v0 0a0 1v0 1a0 1a1');
  });

  const patterns = fc
    .array(fc.constantFrom('0', '1', '2', 'a', 'K'), { maxLength: 40 })
    .map((letters) => `K${letters.join('')}`);

  test('whatever comes in whatever order, what is answered can be decoded, and only goes up', () => {
    fc.assert(
      fc.property(
        patterns,
        fc.infiniteStream(fc.nat(200)),
        fc.array(fc.boolean()),
        (pattern, lags, drops) => {
          const chunks = new TestShare(sodium)
            .chunks(pattern)
            .filter((_, at) => !drops[at])
            .map((chunk, at) => ({ chunk, at: at * 5 + (lags.next().value ?? 0) }))
            .sort((a, b) => a.at - b.at);
          const decodable = new Decodable();
          const answered = chunks.flatMap(({ chunk, at }) => [
            ...decodable.tick(at),
            ...decodable.take(chunk, at, false),
          ]);
          assertDecodable(answered);
          if (drops.includes(true)) return;
          assert.equal(decodable.isBroken, false, 'all came in time');
        },
      ),
      { numRuns: 500 },
    );
  });

  test('where nothing is lost and there is one layer, all of the last group is answered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.infiniteStream(fc.nat(100)), (length, lags) => {
        const chunks = new TestShare(sodium)
          .chunks(`K${'0a'.repeat(length)}`)
          .map((chunk, at) => ({ chunk, at: at + (lags.next().value ?? 0) }))
          .sort((a, b) => a.at - b.at);
        const decodable = new Decodable();
        const answered = chunks.flatMap(({ chunk, at }) => decodable.take(chunk, at, false));
        assert.equal(answered.filter(({ track }) => track === 'video').length, length + 1);
      }),
      { numRuns: 200 },
    );
  });
});

function assertDecodable(answered: readonly Chunk[]): void {
  const last = { video: [-1, -1], audio: [-1, -1] };
  const video = new Set<string>();
  for (const { track, isKey, group, sequence, needs } of answered) {
    const [lastGroup = -1, lastSequence = -1] = last[track];
    assert.ok(group > lastGroup || (group === lastGroup && sequence > lastSequence), `${track} only goes up`);
    last[track] = [group, sequence];
    if (track === 'audio') continue;
    assert.ok(isKey || video.has(`${group} ${needs}`), `${group} ${sequence} has what it needs`);
    video.add(`${group} ${sequence}`);
  }
}

test('what was given up can be taken again, once what it needs has come, and nothing is broken then', () => {
  const decodable = new Decodable();
  const [key, first, second, third] = new TestShare(sodium).chunks('K000');
  assert.ok(key && first && second && third);
  decodable.take(key, 0);
  assert.deepEqual(decodable.take(second, 0), [], 'the one before it was left out');
  assert.deepEqual(decodable.takeLost().map(nameOf), ['0v2']);
  assert.deepEqual(decodable.takeLost(), []);
  assert.equal(decodable.isBroken, true);
  const names = [first, second, third].flatMap((chunk) => decodable.take(chunk, 0)).map(nameOf);
  assert.deepEqual([names, decodable.isBroken], [['0v1', '0v2', '0v3'], false]);
});

describe('a sharer whose chunks are long', () => {
  /** Chunks of 2 MiB each, which nothing is known of but where they stand. */
  const long = (track: Chunk['track'], sequence: number): Chunk => ({
    ...{ share: '', epoch: 0, group: 0, track, isKey: false, layer: 0, sequence },
    needs: track === 'audio' ? sequence : sequence - 1,
    bytes: new Uint8Array(MAX_CHUNK_BYTES),
  });
  const most = MAX_REORDERED_BYTES / MAX_CHUNK_BYTES;

  test('has few of its pictures wait', () => {
    const decodable = new Decodable();
    for (let n = 0; n < most; n++) decodable.take(long('video', n + 5), 0, false);
    assert.deepEqual(decodable.takeLost(), []);
    decodable.take(long('video', most + 5), 0, false);
    assert.deepEqual(decodable.takeLost().map(nameOf), ['0v5']);
  });

  test('has little of its sound wait', () => {
    const decodable = new Decodable();
    decodable.take(long('audio', 0), 0, false);
    for (let n = 0; n < most; n++) assert.deepEqual(decodable.take(long('audio', 2 * n + 5), 0, false), []);
    assert.deepEqual(decodable.take(long('audio', 2 * most + 5), 0, false).map(nameOf), ['0a5']);
  });
});
