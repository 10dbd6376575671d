import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { drawKeyMark } from './key-mark-tiles.ts';
import { bytesOfId, keyWords } from './key-words.ts';

const idOf = (text: string) => `@${createHash('sha256').update(text).digest('base64')}.ed25519`;

const IDS = Array.from({ length: 2_000 }, (_, index) => idOf(`feed ${index}`));

describe('the mark of a key', () => {
  test('is the same at every look, on every device', () => {
    assert.equal(keyWords(idOf('feed 0')), 'guzih-darur-nihin');
    const { ground, tiles } = drawKeyMark(idOf('feed 0'));
    assert.equal(ground, '#0f5257');
    assert.deepEqual(
      tiles.map(({ turns, color }) => `${turns} ${color}`),
      drawKeyMark(idOf('feed 0')).tiles.map(({ turns, color }) => `${turns} ${color}`),
    );
    assert.equal(tiles.length, 9);
  });

  test('no two of many keys look or sound alike', () => {
    const looks = new Set(IDS.map((id) => JSON.stringify(drawKeyMark(id))));
    assert.equal(looks.size, IDS.length);
    assert.equal(new Set(IDS.map(keyWords)).size, IDS.length);
  });

  test('words are three, and can be said', () => {
    for (const id of IDS.slice(0, 100)) {
      assert.match(
        keyWords(id),
        /^([bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz]-?){3}$/,
      );
    }
  });

  test('a text that is no id has a mark, too', () => {
    assert.deepEqual(bytesOfId('@damaged*'), new Uint8Array());
    for (const text of ['', '@', 'bob', '@short=.ed25519']) {
      assert.equal(drawKeyMark(text).tiles.length, 9);
      assert.match(keyWords(text), /^\w{5}-\w{5}-\w{5}$/);
    }
  });
});
