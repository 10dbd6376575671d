import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LayerGate } from './layer-gate.ts';

/** The layers of three temporal layers, as encoders write them; each frame with what waits in the decoder. */
function passed(queued: readonly number[]): (number | '-')[] {
  const gate = new LayerGate();
  return queued.map((waiting, place) => {
    const layer = [0, 2, 1, 2][place % 4] ?? 0;
    return gate.may({ isKey: place === 0, layer }, waiting) ? layer : '-';
  });
}

describe('layers in front of a decoder', () => {
  test('all pass while it keeps up', () => {
    assert.deepEqual(passed([0, 1, 2, 1, 0, 2, 1, 0]), [0, 2, 1, 2, 0, 2, 1, 2]);
  });

  test('the highest is left out first', () => {
    assert.deepEqual(passed([0, 4, 4, 4, 4, 4, 4, 4]), [0, '-', 1, '-', 0, '-', 1, '-']);
  });

  test('then the next; the lowest is never left out', () => {
    assert.deepEqual(passed([0, 9, 9, 9, 9, 9, 9, 9]), [0, '-', '-', '-', 0, '-', '-', '-']);
  });

  test('what may need a frame that was left out is left out, too, up to a lower layer', () => {
    // The second frame of the highest layer needs the middle one, which was left out.
    assert.deepEqual(passed([0, 0, 9, 0, 0, 0, 0, 0]), [0, 2, '-', '-', 0, 2, 1, 2]);
  });
});
