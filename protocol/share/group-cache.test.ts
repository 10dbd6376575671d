import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sodium } from '../node/sodium.ts';
import type { Chunk } from './chunk.ts';
import { GroupCache } from './group-cache.ts';
import {
  GROUP_FULL_BYTES,
  MAX_CACHED_AUDIO,
  MAX_CHUNK_BYTES,
  MAX_GROUP_BYTES,
  MAX_GROUP_CHUNKS,
} from './limits.ts';
import { nameOf, TestShare } from './test-share.ts';

function filled(pattern: string): GroupCache {
  const cache = new GroupCache();
  for (const chunk of new TestShare(sodium).chunks(pattern)) cache.push(chunk);
  return cache;
}

const names = (chunks: readonly Chunk[]) => chunks.map(nameOf).join(' ');

/** A chunk of a size, made without sealing. */
function sized(sequence: number, length: number, group = 0): Chunk {
  const needs = Math.max(0, sequence - 1);
  const head = {
    share: '',
    epoch: 0,
    group,
    sequence,
    track: 'video',
    isKey: sequence === 0,
    layer: 0,
    needs,
  };
  return { ...head, track: 'video', bytes: new Uint8Array(length) };
}

describe('the cached group', () => {
  test('is the current one, its sound among its video', () => {
    const cache = filled('Ka0K0a0');
    assert.equal(names(cache.since()), '1v0 1v1 1a0 1v2');
    assert.deepEqual(cache.newest, { group: 1, sequence: 2 });
    assert.equal(
      cache.bytes,
      cache.since().reduce((sum, { bytes }) => sum + bytes.length, 0),
    );
  });

  test('gives whoever has some of it the rest, and whoever has another group all of it', () => {
    const cache = filled('Ka0K0a0a');
    assert.equal(names(cache.since({ group: 1, sequence: 1 })), '1a0 1v2 1a1');
    assert.equal(names(cache.since({ group: 1, sequence: 2 })), '1a1');
    assert.equal(names(cache.since({ group: 0, sequence: 7 })), '1v0 1v1 1a0 1v2 1a1');
    assert.equal(names(cache.since({ group: 2, sequence: 0 })), '');
  });

  test('is nothing before there is a keyframe, and after it was cleared', () => {
    const cache = new GroupCache();
    const chunks = new TestShare(sodium).chunks('Ka0');
    for (const chunk of chunks.slice(1)) cache.push(chunk);
    assert.equal(names(cache.since()), '');
    assert.equal(cache.newest, undefined);
    for (const chunk of chunks) cache.push(chunk);
    assert.equal(names(cache.since()), '0v0 0a0 0v1');
    cache.clear();
    assert.equal(names(cache.since()), '');
    assert.equal(cache.bytes, 0);
  });

  test('keeps sound that came before its keyframe, until that comes', () => {
    const chunks = new TestShare(sodium).chunks('K0Kaa0Ka');
    const cache = new GroupCache();
    const push = (...indices: number[]) => {
      for (const index of indices) cache.push(chunks[index] ?? sized(0, 0));
      return names(cache.since());
    };
    assert.equal(push(0, 3, 1, 4), '0v0 0v1');
    assert.equal(push(2, 5), '1v0 1a0 1a1 1v1');
    const late = new GroupCache();
    for (const index of [0, 3, 7, 6]) late.push(chunks[index] ?? sized(0, 0));
    assert.equal(names(late.since()), '2v0 2a0');
  });

  test('holds little of such sound: nobody knows whether its keyframe comes', () => {
    const cache = new GroupCache();
    const half = { track: 'audio', isKey: false, group: 1 } as const;
    for (const sequence of [0, 1, 2]) cache.push({ ...sized(sequence, MAX_CHUNK_BYTES / 2), ...half });
    cache.push(sized(0, 1, 1));
    assert.equal(names(cache.since()), '1v0 1a0 1a1');
  });

  test('leaves out what comes late or twice', () => {
    const [key, audio, first, second, next, sound] = new TestShare(sodium).chunks('Ka00Ka');
    const cache = new GroupCache();
    const push = (...chunks: (Chunk | undefined)[]) => {
      for (const chunk of chunks) cache.push(chunk ?? sized(0, 0));
      return names(cache.since());
    };
    assert.equal(push(key, audio, second, first, second, audio, key), '0v0 0a0 0v2');
    assert.equal(push(next, first, audio, sound, key, sound, next), '1v0 1a0');
  });

  test('keeps of the sound the first and the newest', () => {
    const cache = filled(`K${'a0'.repeat(MAX_CACHED_AUDIO + 3)}`);
    const sound = cache.since().filter(({ track }) => track === 'audio');
    assert.equal(sound.length, MAX_CACHED_AUDIO + 1);
    assert.deepEqual(sound.map(({ sequence }) => sequence).slice(0, 2), [0, 3]);
    assert.equal(
      cache.bytes,
      cache.since().reduce((sum, { bytes }) => sum + bytes.length, 0),
    );
  });

  test('says when it is full, by bytes and by count, until the next group', () => {
    const cache = new GroupCache();
    cache.push(sized(0, 100));
    cache.push(sized(1, GROUP_FULL_BYTES - 101));
    assert.equal(cache.isFull, false);
    cache.push(sized(2, 1));
    assert.equal(cache.isFull, true);
    cache.push(sized(0, 100, 1));
    assert.equal(cache.isFull, false);
    for (let sequence = 1; sequence < MAX_GROUP_CHUNKS / 2; sequence++) cache.push(sized(sequence, 1, 1));
    assert.equal(cache.isFull, true);
  });

  test('is given up where a sharer makes it too large: nobody begins with half a group', () => {
    const cache = new GroupCache();
    cache.push(sized(0, MAX_GROUP_BYTES));
    cache.push(sized(1, 1));
    cache.push(sized(2, 1));
    assert.deepEqual([cache.since().length, cache.bytes, cache.isFull], [0, 0, true]);
    assert.deepEqual(cache.newest, { group: 0, sequence: 2 });
    cache.push(sized(0, 5, 1));
    assert.deepEqual([names(cache.since()), cache.isFull], ['1v0', false]);
  });

  test('is given up where it has too many chunks', () => {
    const cache = new GroupCache();
    for (let sequence = 0; sequence < MAX_GROUP_CHUNKS; sequence++) cache.push(sized(sequence, 1));
    assert.equal(cache.since().length, MAX_GROUP_CHUNKS);
    cache.push(sized(MAX_GROUP_CHUNKS, 1));
    assert.equal(cache.since().length, 0);
  });
});

test('the newest that everybody gets is of the lowest layer', () => {
  const cache = new GroupCache();
  const newest = () => [cache.newest?.sequence, cache.newestForAll?.sequence];
  const seen = new TestShare(sodium).chunks('K1201').map((chunk) => {
    cache.push(chunk);
    return newest();
  });
  assert.deepEqual(seen, [
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 3],
    [4, 3],
  ]);
  cache.clear();
  assert.deepEqual(newest(), [undefined, undefined]);
});
