import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audienceWords, delayWords, familyName, qualityWords } from './share-words.ts';

test('the audience is counted, with the delay that half of them have at most', () => {
  assert.equal(audienceWords([]), 'Nobody is watching yet');
  assert.equal(audienceWords([{ behindMs: undefined }]), '1 watching');
  const delays = [900, 180, 60, undefined, 170, 5_000];
  assert.equal(audienceWords(delays.map((behindMs) => ({ behindMs }))), '6 watching, 180 ms behind');
  assert.equal(audienceWords([{ behindMs: 2_345 }]), '1 watching, 2.3 s behind');
});

test('a delay is never none', () => {
  assert.equal(delayWords(0.2), '1 ms');
  assert.equal(delayWords(999.4), '999 ms');
  assert.equal(delayWords(12_000), '12 s');
});

test('the picture is good, has fewer frames, or is late', () => {
  const good = { fps: 20, width: 1280, height: 720, layers: 2, behindMs: 200 };
  assert.equal(qualityWords(good), 'good picture');
  assert.equal(qualityWords({ ...good, layers: 0 }, 'direct'), 'good picture', 'it has no more');
  assert.equal(qualityWords({ ...good, layers: 0 }, 'room'), 'fewer pictures');
  assert.equal(qualityWords({ ...good, behindMs: 2_001 }), 'late');
  assert.equal(qualityWords({ ...good, width: 0 }), undefined, 'before there is one');
});

test('codecs have the names under which people find them', () => {
  assert.equal(familyName('h264'), 'H.264');
  assert.equal(familyName('of-tomorrow'), 'of-tomorrow');
});
