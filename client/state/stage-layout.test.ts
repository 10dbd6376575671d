import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { columnsOf, mainOf, placeOf, type Tile, type Wish } from './stage-layout.ts';

const seen = (id: string): Tile<string> => ({ id, isSeen: true, isOwn: false });
const unseen = (id: string): Tile<string> => ({ id, isSeen: false, isOwn: false });
const own = (id: string): Tile<string> => ({ id, isSeen: true, isOwn: true });
const THEATRE: Wish<string> = { layout: 'theatre', pinned: undefined, last: undefined };

describe('what is large', () => {
  test('is the first that is seen, and what others share before one’s own', () => {
    assert.equal(mainOf([own('mine'), unseen('a'), seen('b'), seen('c')], THEATRE), 'b');
    assert.equal(mainOf([own('mine'), unseen('a')], THEATRE), 'a');
    assert.equal(mainOf([own('mine')], THEATRE), 'mine');
    assert.equal(mainOf([], THEATRE), undefined);
  });

  test('stays while it is there, whatever comes', () => {
    const wish = { ...THEATRE, last: 'b' };
    assert.equal(mainOf([seen('a'), seen('b')], wish), 'b');
    assert.equal(mainOf([seen('a'), unseen('b')], wish), 'a', 'until it is watched no more');
    assert.equal(mainOf([own('mine'), seen('a')], { ...THEATRE, last: 'mine' }), 'a');
  });

  test('is what is pinned, above all', () => {
    const tiles = [seen('a'), own('mine'), seen('b')];
    assert.equal(mainOf(tiles, { ...THEATRE, last: 'a', pinned: 'mine' }), 'mine');
    assert.equal(mainOf(tiles, { ...THEATRE, pinned: 'gone' }), 'a');
  });

  test('is nothing in a grid of several', () => {
    const wish: Wish<string> = { ...THEATRE, layout: 'grid', pinned: 'a' };
    assert.equal(mainOf([seen('a'), seen('b')], wish), undefined);
    assert.equal(mainOf([seen('a')], wish), 'a', 'one alone is large in any case');
  });
});

test('the others stand in the row, or all in a grid that is as square as may be', () => {
  assert.deepEqual(
    [placeOf('a', 'a'), placeOf('b', 'a'), placeOf('b', undefined)],
    ['main', 'strip', 'cell'],
  );
  assert.deepEqual(
    [1, 2, 4, 5, 9].map((count) => columnsOf(count, false)),
    [1, 2, 2, 3, 3],
  );
  assert.deepEqual(
    [1, 2, 3, 9].map((count) => columnsOf(count, true)),
    [1, 1, 2, 2],
  );
});
