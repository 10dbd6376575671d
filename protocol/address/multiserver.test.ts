import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ADDRESS_MAX_CHARS } from './limits.ts';
import { decodeMultiserver, encodeMultiserver, type ProtocolStack } from './multiserver.ts';
import { UnreadableText } from './unreadable.ts';

const require = createRequire(import.meta.url);
const stock: {
  check(text: string): boolean;
  decode(text: string): ProtocolStack[];
} = require('multiserver-address');

const data = fc.string({ unit: fc.constantFrom(...'!~:;ab0/[]@=+-.{}"\\'), maxLength: 6 });
const name = fc.stringMatching(/^[a-z][a-z0-9-]{1,5}$/);
const protocol = fc.record({ name, data: fc.array(data, { maxLength: 4 }) }, { noNullPrototype: true });
const stacks = fc.array(fc.array(protocol, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
const almost = fc.string({ unit: fc.constantFrom(...'ab0-!~:;~:/Z |"é'), maxLength: 24 });

function decoded(text: string): ProtocolStack[] | undefined {
  try {
    return decodeMultiserver(text);
  } catch (error) {
    assert.ok(error instanceof UnreadableText, String(error));
    return undefined;
  }
}

describe('the grammar of multiserver addresses', () => {
  test('what is encoded is decoded again, here and by multiserver-address', () => {
    fc.assert(
      fc.property(stacks, (wanted) => {
        const text = encodeMultiserver(wanted);
        assert.deepEqual(decodeMultiserver(text), wanted);
        assert.deepEqual(stock.decode(text), wanted);
      }),
    );
  });

  test('exactly what multiserver-address accepts is accepted', () => {
    fc.assert(
      fc.property(almost, (text) => {
        const stacks = decoded(text);
        assert.equal(stacks !== undefined, stock.check(text));
        if (stacks) assert.deepEqual(stacks, stock.decode(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('the random addresses that multiserver-address ships are accepted', () => {
    const random = readFileSync(require.resolve('multiserver-address/test/random.txt'), 'utf8').split('\n');
    const texts = random.filter((line) => line !== '');
    assert.ok(texts.length > 90);
    for (const text of texts) assert.deepEqual(decodeMultiserver(text), stock.decode(text));
  });

  test('a text beyond the limit is refused before it is walked', () => {
    const text = `net:${'a'.repeat(ADDRESS_MAX_CHARS)}`;
    assert.throws(() => decodeMultiserver(text), {
      name: 'UnreadableText',
      fault: 'too-long',
      code: 'bad-argument',
    });
  });
});
