import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FIT, pannedBy, wheelFactor, type Zoom, zoomAt, zoomByKey } from './zoom.ts';

const factor = fc.double({ min: 0.2, max: 5, noNaN: true });
const part = fc.double({ min: -0.5, max: 0.5, noNaN: true });

/** Where a point of the picture, seen from its middle, is seen. */
function seenAt(zoom: Zoom, point: number): number {
  return zoom.x + point * zoom.scale;
}

describe('an enlarged picture', () => {
  test('never shows an edge, is never smaller than what it fills, and never larger than is of use', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, part, part, part)), (steps) => {
        let zoom = FIT;
        for (const [by, x, y, move] of steps) {
          zoom = pannedBy(zoomAt(zoom, by, { x, y }), move, -move);
          assert.ok(zoom.scale >= 1 && zoom.scale <= 8);
          for (const at of [zoom.x, zoom.y]) assert.ok(Math.abs(at) <= (zoom.scale - 1) / 2 + 1e-9);
        }
      }),
    );
  });

  test('grows around the pointer', () => {
    const before = zoomAt(FIT, 2, { x: 0.25, y: 0 });
    const point = (0.1 - before.x) / before.scale;
    const after = zoomAt(before, 1.5, { x: 0.1, y: 0 });
    assert.ok(Math.abs(seenAt(after, point) - 0.1) < 1e-9);
  });

  test('obeys the keys; arrows do nothing while it fits', () => {
    assert.equal(zoomByKey(FIT, 'ArrowLeft'), undefined);
    assert.equal(zoomByKey(FIT, 'x'), undefined);
    const large = zoomByKey(zoomByKey(FIT, '+') ?? FIT, '=') ?? FIT;
    assert.equal(large.scale, 1.5625);
    assert.ok((zoomByKey(large, 'ArrowRight')?.x ?? 0) < 0, 'what is to the right comes into view');
    assert.ok((zoomByKey(large, 'ArrowUp')?.y ?? 0) > 0);
    assert.equal(zoomByKey(large, '-')?.scale, 1.25);
    assert.deepEqual(zoomByKey(large, '0'), FIT);
  });

  test('grows when the wheel is turned away', () => {
    assert.ok(wheelFactor(-100) > 1);
    assert.equal(wheelFactor(100) * wheelFactor(-100), 1);
  });
});
