import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { IncomingText, previewText } from './incoming-text.ts';

function linesOf(...parts: readonly (string | Uint8Array)[]): {
  lines: string[];
  isText: boolean;
  bytes: number;
} {
  const lines: string[] = [];
  const text = new IncomingText((line) => lines.push(line));
  for (const part of parts) text.push(Buffer.from(part));
  text.end();
  return { lines, isText: text.isText, bytes: text.bytes };
}

describe('incoming text', () => {
  test('comes in lines, the last with or without an end', () => {
    assert.deepEqual(linesOf('one\ntw', 'o\r\n\nthree').lines, ['one', 'two', '', 'three']);
    assert.deepEqual(linesOf('one\n').lines, ['one']);
    assert.deepEqual(linesOf().lines, []);
  });

  test('is text however it is cut, characters too', () => {
    const text = fc.string({ unit: 'binary' }).map((given) => given.replaceAll('\0', '').toWellFormed());
    fc.assert(
      fc.property(text, fc.nat(), (given, at) => {
        const bytes = Buffer.from(given);
        const cut = bytes.length === 0 ? 0 : at % bytes.length;
        const { lines, isText } = linesOf(bytes.subarray(0, cut), bytes.subarray(cut));
        assert.ok(isText);
        assert.deepEqual(lines, linesOf(bytes).lines);
      }),
    );
  });

  test('what is no text is counted, from where it is none', () => {
    for (const binary of [Buffer.from([0xff, 0xfe, 10]), 'a\0b\n']) {
      const { lines, isText, bytes } = linesOf('hello\n', binary, 'more\n');
      assert.deepEqual([lines, isText, bytes], [['hello'], false, 11 + binary.length]);
    }
    assert.equal(linesOf(Buffer.from([0xe2, 0x82])).isText, false, 'half a character at the end');
  });

  test('a line without an end is told in pieces', () => {
    const { lines } = linesOf('x'.repeat(5000));
    assert.deepEqual(
      lines.map(({ length }) => length),
      [2000, 2000, 1000],
    );
  });
});

test('a preview is text up to the character that was cut, or none', () => {
  assert.equal(previewText([Buffer.from('euro: '), Buffer.from([0xe2, 0x82])]), 'euro: ');
  assert.equal(previewText([]), '');
  assert.equal(previewText([Buffer.from([0x1f, 0x8b, 0x08, 0x00])]), null);
});
