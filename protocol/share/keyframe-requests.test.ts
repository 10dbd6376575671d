import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  GROUP_DEAR_BYTES,
  GROUP_LONGEST_MS,
  KEY_AGAIN_MS,
  KEY_PAUSE_MS,
  KEY_SERVES_MS,
  KeyframeRequests,
} from './keyframe-requests.ts';

const KEY = { isKey: true, bytes: 50_000 };
const DELTA = { isKey: false, bytes: 500 };

/** Requests of a source that made a keyframe at 0. */
function begun(key = KEY): KeyframeRequests {
  const requests = new KeyframeRequests();
  requests.frame(key, 0);
  return requests;
}

describe('when an encoder is asked for a keyframe', () => {
  test('rule 27: wishes are merged, and there is one keyframe a second at most', () => {
    const requests = begun();
    assert.equal(requests.wish(600), false);
    assert.equal(requests.wish(700), false);
    assert.equal(requests.deadline(700), KEY_PAUSE_MS);
    assert.equal(requests.tick(KEY_PAUSE_MS), true);
    assert.equal(requests.wish(KEY_PAUSE_MS + 1), false);
    requests.frame(KEY, 1_100);
    assert.equal(requests.deadline(1_100), undefined);
    assert.equal(requests.wish(5_000), true);
  });

  test('rule 27: a wish that comes right after a keyframe was meant for that', () => {
    const requests = begun();
    assert.equal(requests.wish(KEY_SERVES_MS - 1), false);
    assert.equal(requests.deadline(KEY_SERVES_MS), undefined);
  });

  test('rule 28: a source that makes none is asked again', () => {
    const requests = begun();
    assert.equal(requests.wish(2_000), true);
    assert.equal(requests.deadline(2_000), 2_000 + KEY_AGAIN_MS);
    assert.equal(requests.tick(2_000 + KEY_AGAIN_MS), true);
  });

  test('rule 29: a group ends after a while, or when it is dear to join; one that stands still does not', () => {
    const requests = begun();
    assert.equal(requests.frame(DELTA, GROUP_LONGEST_MS - 1), false);
    assert.equal(requests.deadline(GROUP_LONGEST_MS), undefined);
    assert.equal(requests.frame(DELTA, GROUP_LONGEST_MS), true);

    const dear = begun();
    const frames = Math.ceil((GROUP_DEAR_BYTES - KEY.bytes) / 10_000);
    for (let n = 1; n < frames; n++)
      assert.equal(dear.frame({ isKey: false, bytes: 10_000 }, 2_000 + n), false);
    assert.equal(dear.frame({ isKey: false, bytes: 10_000 }, 4_000), true);
  });

  test('rule 29: large keyframes make longer groups', () => {
    const requests = begun({ isKey: true, bytes: 400_000 });
    assert.equal(requests.frame({ isKey: false, bytes: 200_000 }, 2_000), false);
    assert.equal(requests.frame({ isKey: false, bytes: 300_000 }, 3_000), false);
  });

  test('rule 30: a frame as large as a keyframe begins a scene', () => {
    const requests = begun();
    assert.equal(requests.frame({ isKey: false, bytes: 45_000 }, 500), false);
    assert.equal(requests.deadline(500), KEY_PAUSE_MS);
    const small = begun({ isKey: true, bytes: 1_000 });
    assert.equal(small.frame({ isKey: false, bytes: 1_000 }, 2_000), false);
  });
});
