import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SoundBuffer } from './sound-buffer.ts';

const RATE = 48_000;
const FRAMES = 960;

/** Twenty milliseconds, each sample being its own number in the track. */
function block(place: number, rate = RATE): Parameters<SoundBuffer['push']>[0] {
  const frames = (rate * 20) / 1000;
  const samples = Float32Array.from({ length: frames }, (_, at) => place * frames + at + 1);
  return { timestamp: place * 20_000, rate, channels: [samples] };
}

/** What is played in so many milliseconds, on both sides. */
function play(buffer: SoundBuffer, ms: number): Float32Array {
  const frames = (RATE * ms) / 1000;
  const [left, right] = [new Float32Array(frames), new Float32Array(frames)];
  for (let at = 0; at < frames; at += 128)
    buffer.read([left.subarray(at, at + 128), right.subarray(at, at + 128)]);
  assert.ok(left.every((sample, at) => sample === right[at]));
  return left;
}

function filled(...places: readonly number[]): SoundBuffer {
  const buffer = new SoundBuffer(RATE);
  for (const place of places) buffer.push(block(place));
  return buffer;
}

describe('sound that waits to be played', () => {
  test('nothing is played until enough is there to play on; then every sample is', () => {
    const buffer = filled(0, 1);
    assert.deepEqual(new Set(play(buffer, 20)), new Set([0]));
    assert.equal(buffer.timestamp, undefined);
    buffer.push(block(2));
    const played = play(buffer, 40);
    assert.deepEqual([played[0], played[1], played[1919]], [1, 2, 1920]);
    assert.ok(Math.abs((buffer.timestamp ?? 0) - 40_000) < 100);
  });

  test('a buffer that ran dry waits for more than before', () => {
    const buffer = filled(0, 1, 2);
    play(buffer, 80);
    assert.equal(buffer.timestamp, undefined);
    for (const place of [4, 5, 6]) buffer.push(block(place));
    assert.deepEqual(new Set(play(buffer, 10)), new Set([0]), 'sixty milliseconds were too little');
    for (const place of [7, 8]) buffer.push(block(place));
    assert.equal(play(buffer, 10)[0], 4 * FRAMES + 1);
  });

  test('silence stands for a packet that is lost; a long gap is left out', () => {
    const short = filled(0, 1, 3);
    const played = play(short, 80);
    assert.deepEqual(new Set(played.subarray(2 * FRAMES + 1, 3 * FRAMES - 1)), new Set([0]));
    const long = filled(0, 1, 60, 61);
    assert.ok(Math.abs(long.waiting - 0.08) < 1e-9);
  });

  test('what comes twice is played once', () => {
    assert.ok(Math.abs(filled(0, 1, 1, 0, 2).waiting - 0.06) < 1e-9);
  });

  test('after a network stood still what is too much is left out', () => {
    const buffer = filled(...Array.from({ length: 50 }, (_, place) => place));
    assert.ok(buffer.waiting < 0.2, `${buffer.waiting} s`);
    play(buffer, 10);
    assert.ok((buffer.timestamp ?? 0) > 800_000, 'the newest is played');
  });

  test('a sender whose clock is faster is followed: neither does it run over nor dry', () => {
    for (const drift of [0.999, 1.001]) {
      const buffer = filled(0, 1, 2, 3);
      const levels: number[] = [];
      let next = 4;
      for (let ms = 0; ms < 120_000; ms += 16) {
        while (next * 20 * drift < ms + 80) buffer.push(block(next++));
        play(buffer, 16);
        levels.push(buffer.waiting);
      }
      const late = levels.slice(levels.length / 2);
      assert.ok(Math.min(...late) > 0.01, `${drift}: ${Math.min(...late)} s`);
      assert.ok(Math.max(...late) < 0.12, `${drift}: ${Math.max(...late)} s`);
    }
  });

  test('another rate is played as long as it lasts', () => {
    const buffer = new SoundBuffer(RATE);
    for (let place = 0; place < 6; place++) buffer.push(block(place, 24_000));
    const before = buffer.waiting;
    play(buffer, 60);
    assert.ok(Math.abs(before - buffer.waiting - 0.06) < 0.001);
  });
});
