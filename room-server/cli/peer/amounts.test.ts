import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesText, secondsText } from './amounts.ts';

test('amounts as people read them', () => {
  const bytes = [0, 1, 6, 999, 1000, 12_345, 999_949, 999_950, 20_000_000, 5_500_000_000, 7e15];
  assert.deepEqual(bytes.map(bytesText), [
    ...['0 bytes', '1 byte', '6 bytes', '999 bytes', '1.0 kB', '12.3 kB', '999.9 kB', '1.0 MB', '20.0 MB'],
    ...['5.5 GB', '7000.0 TB'],
  ]);
  assert.deepEqual([0.04, 9.94, 12, 119, 120, 3600].map(secondsText), [
    ...['0.0 s', '9.9 s', '12 s', '119 s', '2 min', '60 min'],
  ]);
});
