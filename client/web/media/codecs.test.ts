import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codecString, encodedSize } from './codecs.ts';

describe('how pictures are encoded', () => {
  test('each size has the level that it needs', () => {
    for (const [width, height, av1, h264] of [
      [640, 360, 'av01.0.01M.08', 'avc1.42E01e'],
      [1280, 720, 'av01.0.05M.08', 'avc1.42E01f'],
      [1920, 1080, 'av01.0.08M.08', 'avc1.42E028'],
      [1920, 1200, 'av01.0.08M.08', 'avc1.42E032'],
      [3840, 2160, 'av01.0.12M.08', 'avc1.42E033'],
    ] as const) {
      assert.equal(codecString('av1', { width, height }), av1);
      assert.equal(codecString('h264', { width, height }), h264);
    }
    assert.equal(codecString('vp9', { width: 1280, height: 720 }), 'vp09.00.31.08');
    assert.equal(codecString('vp8', { width: 1280, height: 720 }), 'vp8');
  });

  test('a picture keeps its shape, has even sides, and is no larger than its mode allows', () => {
    assert.deepEqual(encodedSize({ width: 1280, height: 720 }, 'motion'), { width: 1280, height: 720 });
    assert.deepEqual(encodedSize({ width: 1920, height: 1200 }, 'detail'), { width: 1920, height: 1200 });
    assert.deepEqual(encodedSize({ width: 801, height: 451 }, 'detail'), { width: 800, height: 450 });
    assert.deepEqual(encodedSize({ width: 3840, height: 2160 }, 'motion'), { width: 1280, height: 720 });
    assert.deepEqual(encodedSize({ width: 1, height: 1 }, 'detail'), { width: 2, height: 2 });
    const tall = encodedSize({ width: 1080, height: 2400 }, 'motion');
    assert.ok(
      tall.width * tall.height <= 1280 * 720 && Math.abs(tall.height / tall.width - 2400 / 1080) < 0.01,
    );
    assert.equal(encodedSize({ width: 20_000, height: 40 }, 'detail').width, 4096);
  });
});
