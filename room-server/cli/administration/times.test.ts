import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { localMinute, localSecond, readDate, readDuration, readMoment } from './times.ts';

process.env['TZ'] = 'Europe/Berlin';

const HOUR = 3_600_000;
const badUsage = (message: RegExp) => ({ name: 'StartError', code: 'bad-usage', message });

describe('how long something holds', () => {
  test('is minutes, hours, days or weeks', () => {
    const read = ['30m', '12h', '7d', '2w'].map((text) => readDuration(text, '--for'));
    assert.deepEqual(read, [HOUR / 2, 12 * HOUR, 168 * HOUR, 336 * HOUR]);
  });

  for (const text of ['', '7', 'd', '0d', '-1d', '1.5h', '7 d', '7D', '1y', '9999999d', '2026-10-06']) {
    test(`is not ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => readDuration(text, '--for'),
        badUsage(/^Cannot use ".*" for --for: it is a time such as/),
      );
    });
  }
});

describe('a date', () => {
  const cases = [
    ['2026-10-06', '2026-10-05T22:00:00.000Z'],
    ['2026-12-06', '2026-12-05T23:00:00.000Z'],
    ['2026-10-06 14:30', '2026-10-06T12:30:00.000Z'],
    ['2026-10-06T14:30:05', '2026-10-06T12:30:05.000Z'],
    ['2026-10-06T14:30Z', '2026-10-06T14:30:00.000Z'],
    ['2026-10-06 14:30+05:30', '2026-10-06T09:00:00.000Z'],
    ['2028-02-29', '2028-02-28T23:00:00.000Z'],
  ] as const;
  for (const [text, utc] of cases) {
    test(`${text} is of this machine's zone, where it names none`, () => {
      assert.equal(new Date(readDate(text, '--until')).toISOString(), utc);
    });
  }

  for (const text of [
    '2026-02-30',
    '2026-13-01',
    '2026-10-06 24:00',
    '2026-10-06 10:60',
    '6.10.2026',
    'tomorrow',
    '',
  ]) {
    test(`is not ${JSON.stringify(text)}`, () => {
      assert.throws(() => readDate(text, '--until'), badUsage(/for --until: it is a date such as/));
    });
  }

  test('is shown as it is here', () => {
    const at = Date.parse('2026-01-02T23:04:05Z');
    assert.deepEqual([localMinute(at), localSecond(at)], ['2026-01-03 00:04', '2026-01-03 00:04:05']);
  });
});

test('a moment is a date, or how far away it is', () => {
  const now = Date.parse('2026-10-06T12:00:00Z');
  const read = (text: string, sign: 1 | -1) => new Date(readMoment(text, '--since', now, sign)).toISOString();
  assert.equal(read('12h', -1), '2026-10-06T00:00:00.000Z');
  assert.equal(read('1d', 1), '2026-10-07T12:00:00.000Z');
  assert.equal(read('2026-10-01', -1), '2026-09-30T22:00:00.000Z');
  assert.throws(() => readMoment('999999w', '--since', now, -1), badUsage(/for --since/));
  assert.throws(() => readMoment('soon', '--since', now, 1), badUsage(/12h or 7d, or a date/));
});
