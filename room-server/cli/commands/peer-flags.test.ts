import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkTogether, fanOutOf, type PeerFlags } from './peer-flags.ts';

const strangers = 'request';

describe('flags of open-rooms peer that do not go together', () => {
  const cases: readonly [string | undefined, Partial<PeerFlags>, RegExp][] = [
    [undefined, { say: 'x' }, /--say needs the room/],
    ['room', { pipe: '@x', listen: true }, /--pipe sends and --listen waits/],
    ['room', { name: 'x' }, /there is no --pipe/],
    [undefined, { watch: true }, /--share and --watch need the room/],
    [undefined, { share: 'a.webm' }, /--share and --watch need the room/],
    ['room', { share: 'a.webm', watch: true }, /give one of them/],
    ['room', { share: 'a.webm', say: 'x' }, /do not go with them/],
    ['room', { watch: true, listen: true }, /do not go with them/],
    ['room', { watch: true, throughRoom: true }, /--through-room opens no links/],
    ['room', { watch: true, loop: true }, /there is no --share/],
    ['room', { save: 'a.webm' }, /there is no --watch/],
    ['room', { share: 'a.webm', from: '@x' }, /there is no --watch/],
    ['room', { fanOut: 2 }, /--fan-out is about/],
    ['room', { share: 'a.webm', fanOut: 0 }, /--fan-out 1/],
  ];
  for (const [where, flags, sentence] of cases) {
    test(`${where ?? 'no room'}, ${JSON.stringify(flags)}`, () =>
      assert.throws(() => checkTogether(where, { strangers, ...flags }), {
        name: 'StartError',
        code: 'bad-usage',
        message: sentence,
      }));
  }

  test('those that do pass', () => {
    for (const flags of [
      { share: 'a.webm', loop: true, fanOut: 1, json: true },
      { watch: true, save: 'a.webm', from: '@x', fanOut: 0, alias: 'bob' },
    ] as const)
      assert.doesNotThrow(() => checkTogether('room', { strangers, ...flags }));
  });

  test('a fan-out is a number that may be', () => {
    assert.deepEqual(['0', '4', '64'].map(fanOutOf), [0, 4, 64]);
    for (const text of ['65', '-1', '1.5', 'x', '', '1e1'])
      assert.throws(() => fanOutOf(text), { code: 'bad-usage', message: new RegExp(`not "${text}"`) });
  });
});
