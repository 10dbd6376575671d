import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DecoderLoad } from './decoder-load.ts';

describe('what a decoder is given', () => {
  test('is not too much where a whole group comes at once', () => {
    const load = new DecoderLoad();
    for (let queued = 0; queued < 300; queued++) assert.equal(load.isTooMuch(queued, queued / 10), false);
    assert.equal(load.isTooMuch(150, 1_500), false);
    assert.equal(load.isTooMuch(3, 2_900), false);
    assert.equal(load.isTooMuch(40, 3_100), false, 'it has caught up in between');
  });

  test('is too much where it does not catch up, or is more than anybody sends', () => {
    const load = new DecoderLoad();
    assert.equal(load.isTooMuch(11, 0), false);
    assert.equal(load.isTooMuch(12, 3_000), false);
    assert.equal(load.isTooMuch(12, 3_001), true);
    load.clear();
    assert.equal(load.isTooMuch(12, 3_002), false);
    assert.equal(load.isTooMuch(600, 3_003), true);
  });
});
