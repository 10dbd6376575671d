import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ageOf, CODE_COLUMNS, CODE_ROWS, cellsOf, codeOf } from './picture-code.ts';

const CODES = fc
  .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 2 ** 28 - 1 }))
  .map(([source, at]) => ({ source, at }));

/** How light cells are after an encoder made them paler, darker and unclean. */
const lightsOf = (cells: readonly boolean[], black: number, white: number, noise: readonly number[]) =>
  cells.map((isWhite, cell) => (isWhite ? white : black) + (noise[cell] ?? 0));

describe('the code of a picture', () => {
  test('is read from washed-out and noisy cells', () => {
    const noise = fc.array(fc.integer({ min: -25, max: 25 }), { minLength: 48, maxLength: 48 });
    fc.assert(
      fc.property(CODES, fc.integer({ min: 30, max: 90 }), noise, (code, black, unclean) => {
        assert.deepEqual(codeOf(lightsOf(cellsOf(code), black, black + 130, unclean)), code);
      }),
    );
  });

  test('fills its cells', () => {
    assert.equal(cellsOf({ source: 15, at: Date.now() }).length, CODE_COLUMNS * CODE_ROWS);
  });

  test('is not read from a cell that is wrong, from two codes in one, from what is flat or of another size', () => {
    const code = { source: 3, at: 12_345_678 };
    const lights = lightsOf(cellsOf(code), 0, 255, []);
    assert.deepEqual(codeOf(lights), code);
    for (let wrong = 4; wrong < lights.length; wrong++)
      assert.equal(codeOf(lights.with(wrong, 255 - (lights[wrong] ?? 0))), undefined, `cell ${wrong}`);
    const later = lightsOf(cellsOf({ source: 3, at: 12_345_711 }), 0, 255, []);
    assert.equal(codeOf([...lights.slice(0, 32), ...later.slice(32)]), undefined, 'torn');
    for (const flat of [0, 128, 255]) assert.equal(codeOf(lights.map(() => flat)), undefined);
    assert.equal(codeOf(lights.slice(1)), undefined);
  });

  test('tells how old it is, over the turn of its clock, too', () => {
    const now = Date.now();
    const drawn = (at: number) => codeOf(lightsOf(cellsOf({ source: 0, at }), 0, 255, [])) ?? assert.fail();
    assert.equal(ageOf(drawn(now - 180), now), 180);
    assert.equal(ageOf(drawn(2 ** 28 - 30), 2 ** 28 + 20), 50);
  });
});
