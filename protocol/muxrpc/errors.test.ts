import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decodeError, encodeError, MAX_ERROR_BYTES } from './errors.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('errors on the wire', () => {
  test('carry a sentence and no stack', () => {
    assert.equal(Buffer.from(encodeError('no')).toString(), '{"message":"no","name":"Error","stack":""}');
  });

  test('are read as they were written', () => {
    fc.assert(
      fc.property(fc.string(), (sentence) => assert.equal(decodeError(encodeError(sentence)), sentence)),
    );
  });

  for (const [body, sentence] of [
    ['{"message":"gone","stack":"at /home"}', 'gone'],
    ['{"message":{"a":1}}', '[object Object]'],
    ['{"message":{"toString":1}}', '{"message":{"toString":1}}'],
    ['"bare text"', 'bare text'],
    ['bare text', 'bare text'],
    ['true', 'true'],
    ['null', 'null'],
    ['', ''],
  ] as const) {
    test(`${JSON.stringify(body)} says ${JSON.stringify(sentence)}`, () =>
      assert.equal(decodeError(bytes(body)), sentence));
  }

  test('any bytes say something', () => {
    fc.assert(fc.property(fc.uint8Array(), (body) => assert.equal(typeof decodeError(body), 'string')));
  });

  test('longer than any peer writes them are not parsed', () => {
    const body = encodeError('x'.repeat(MAX_ERROR_BYTES));
    assert.equal(decodeError(body), `an error of ${body.length} bytes, which is not read`);
  });
});
