import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import vectors from '../../spec/vectors/ssb-uris.json' with { type: 'json' };
import { toBase64 } from '../bytes/base64.ts';
import { LINK_MAX_CHARS } from './limits.ts';
import { readSsbUri, writeSsbUri } from './ssb-uri.ts';

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part) => (part instanceof Uint8Array ? toBase64(part) : part)),
  );
}

describe('ssb URIs', () => {
  for (const { text, reads, writes } of vectors.valid) {
    test(`reads ${text}`, () => {
      const uri = readSsbUri(text);
      assert.deepEqual(plain(uri), reads);
      assert.equal(uri.kind === 'feed' ? undefined : writeSsbUri(uri), writes);
    });
  }
  for (const { text, fault } of vectors.invalid) {
    test(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => readSsbUri(text), { name: 'UnreadableText', fault });
    });
  }

  test('the longest address list fits a URI, and a longer text is refused', () => {
    assert.throws(() => readSsbUri(`ssb:experimental?action=${'x'.repeat(LINK_MAX_CHARS)}`), {
      fault: 'too-long',
    });
  });
});
