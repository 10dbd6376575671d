import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import file from '../../spec/vectors/boxstream.json' with { type: 'json' };
import { concat } from '../bytes/concat.ts';
import { sodium } from '../node/sodium.ts';
import { fromHex, toHex } from '../testing/index.ts';
import { BoxReader } from './reader.ts';
import { BoxWriter } from './writer.ts';

for (const vector of file.vectors) {
  describe(vector.is, () => {
    const boxKey = { key: fromHex(vector.key), nonce: fromHex(vector.nonce) };

    test('is written', () => {
      const writer = new BoxWriter(sodium, boxKey);
      for (const { plain, header, body } of vector.packets) {
        assert.equal(toHex(writer.seal(fromHex(plain))), header + body);
      }
      assert.equal(toHex(writer.goodbye()), vector.goodbye);
      assert.equal(toHex(boxKey.nonce), vector.nonce, 'the nonce that was given must not change');
    });

    test('is read', () => {
      const reader = new BoxReader(sodium, boxKey);
      for (const { plain, header, body } of vector.packets) {
        assert.equal(toHex(concat(...reader.open(fromHex(header + body)))), plain);
        assert.equal(reader.ended, false);
      }
      assert.deepEqual(reader.open(fromHex(vector.goodbye)), []);
      assert.equal(reader.ended, true);
      assert.equal(toHex(boxKey.nonce), vector.nonce, 'the nonce that was given must not change');
    });
  });
}
