import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Chunk } from './chunk.ts';
import {
  AUDIO_LATE_MS,
  MAX_QUEUED_BYTES,
  SendQueue,
  THIN_AGE_MS,
  THINNER_AGE_MS,
  VIDEO_LATE_MS,
} from './send-queue.ts';

/** Chunks of one group, written shortly: `K` a keyframe, `0` to `2` a frame of that layer, `a` sound. */
function chunks(pattern: string, group = 0, size = 10): Chunk[] {
  const lastOf = [0, 0, 0];
  let [video, audio] = [0, 0];
  return [...pattern].map((letter) => {
    const common = { share: 'ab', epoch: 0, group, bytes: new Uint8Array(size) };
    if (letter === 'a') {
      const sequence = audio++;
      return { ...common, track: 'audio', sequence, needs: sequence, isKey: false, layer: 0 };
    }
    const sequence = video++;
    const layer = letter === 'K' ? 0 : Number(letter);
    const needs = Math.max(...lastOf.slice(0, layer + 1));
    lastOf[layer] = sequence;
    return { ...common, track: 'video', sequence, needs, isKey: letter === 'K', layer };
  });
}

function push(queue: SendQueue, all: readonly Chunk[], now = 0): void {
  for (const chunk of all) queue.push(chunk, now);
}

/** What comes out, written as in {@link chunks}, with the group before each keyframe. */
function drain(queue: SendQueue, now = 0): string {
  let all = '';
  for (let next = queue.next(now); next !== undefined; next = queue.next(now))
    all += next.track === 'audio' ? 'a' : next.isKey ? `${next.group}K` : String(next.layer);
  return all;
}

describe('what waits for a child', () => {
  test('rule 15: all comes in order, sound before pictures', () => {
    const queue = new SendQueue();
    push(queue, chunks('K0a0'));
    assert.equal(queue.bytes, 40);
    assert.equal(drain(queue), 'a0K00');
    assert.equal(queue.bytes, 0);
  });

  test('rule 16: a new group makes the pictures before it stale', () => {
    const queue = new SendQueue();
    push(queue, chunks('K000a'));
    push(queue, chunks('K0', 1));
    assert.equal(drain(queue), 'a1K0');
  });

  test('rule 17: when the oldest is old, layer 2 goes first, then layer 1, with what needs them', () => {
    const queue = new SendQueue();
    push(queue, chunks('K2120212'));
    assert.equal(drain(queue, THIN_AGE_MS), '0K2120212');
    push(queue, chunks('K2120212', 1));
    assert.equal(drain(queue, THIN_AGE_MS + 1), '1K101');
    push(queue, chunks('K2120212', 2));
    assert.equal(drain(queue, THINNER_AGE_MS + 1), '2K0');
  });

  test('rule 17: what needs a frame that was left out is left out, until one comes that does not', () => {
    const queue = new SendQueue();
    queue.setLayers(1);
    const all = chunks('K22022');
    push(queue, all.slice(0, 2));
    queue.setLayers(3);
    push(queue, all.slice(2));
    assert.equal(drain(queue), '0K022');
  });

  test('rule 18: sound that is late is dropped', () => {
    const queue = new SendQueue();
    push(queue, chunks('aa'));
    push(queue, chunks('aaa').slice(2), 500);
    assert.equal(queue.ageMs(500), 500);
    assert.equal(drain(queue, AUDIO_LATE_MS + 1), 'a');
  });

  test('rule 19: pictures that wait too long, or are too many, are given up to the next keyframe', () => {
    const late = new SendQueue();
    push(late, chunks('K0'));
    assert.equal(drain(late, VIDEO_LATE_MS + 1), '');
    push(late, chunks('K000').slice(2), VIDEO_LATE_MS + 2);
    assert.equal(drain(late, VIDEO_LATE_MS + 2), '');
    push(late, chunks('K0', 1), VIDEO_LATE_MS + 3);
    assert.equal(drain(late, VIDEO_LATE_MS + 3), '1K0');

    const full = new SendQueue();
    push(full, chunks('K000', 0, MAX_QUEUED_BYTES / 3));
    assert.equal(full.bytes, 0);
    push(full, chunks('K', 1));
    assert.equal(drain(full), '1K');
  });

  test('sound fills no memory: the oldest goes', () => {
    const queue = new SendQueue();
    push(queue, chunks('aaaaa', 0, MAX_QUEUED_BYTES / 3));
    assert.equal(drain(queue), 'aaa');
  });

  test('rule 20: a capped one sends a burst, then as much as it may', () => {
    const queue = new SendQueue({ maxLayer: 0, bytesPerSecond: 100 });
    push(queue, chunks('K20'));
    queue.setLayers(3);
    assert.equal(queue.deadline(0), 0);
    push(queue, chunks('K0001', 1, 30));
    assert.equal(drain(queue), '1K0');
    const due = queue.deadline(0);
    assert.equal(due, 100);
    assert.equal(queue.next(99), undefined);
    assert.notEqual(queue.next(100), undefined);
  });

  test('what comes late, or twice, is left out', () => {
    const queue = new SendQueue();
    const [key, first, second] = chunks('K00');
    assert.ok(key && first && second);
    push(queue, [key, second, first, second]);
    push(queue, chunks('K', 1));
    push(queue, [first]);
    assert.equal(drain(queue), '1K');
    assert.equal(queue.deadline(0), undefined);
  });
});
