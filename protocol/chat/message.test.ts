import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sodium } from '../node/sodium.ts';
import { privateConversation } from './conversation.ts';
import { ChatFault } from './fault.ts';
import { MAX_EXCEPTIONS, MAX_TEXT_BYTES } from './limits.ts';
import { type Content, isGenuine, MAX_RECORD_BYTES, readRecord, signRecord } from './message.ts';
import { TestPeople } from './test-people.ts';

const people = new TestPeople(sodium);
const [alice, bob] = [people.person(1), people.person(2)];
const TIME = 1767225600000;

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString('hex'));
const text = fc.string({ minLength: 1, maxLength: 200, unit: 'binary' });
const time = fc.nat(2 ** 48 - 1);
const plain = { noNullPrototype: true };
const contents: fc.Arbitrary<Content> = fc.oneof(
  fc.record({ kind: fc.constant('text'), text }, plain),
  fc.record({ kind: fc.constant('edit'), target: hex(32), text }, plain),
  fc.record({ kind: fc.constant('delete'), target: hex(32) }, plain),
  fc.record(
    {
      kind: fc.constant('read'),
      upTo: fc.record({ time, id: hex(32) }, plain),
      except: fc.array(hex(16), { maxLength: MAX_EXCEPTIONS }),
    },
    plain,
  ),
);

describe('a record', () => {
  test('is read as it was signed', () => {
    fc.assert(
      fc.property(contents, time, hex(32), (content, at, conversation) => {
        const record = signRecord(sodium, alice, conversation, at, content);
        assert.deepEqual(readRecord(sodium, record.bytes), record);
        assert.ok(isGenuine(sodium, record));
      }),
    );
  });

  test('with any bit changed is damaged, or nobody has signed it', () => {
    const record = people.said(alice, TIME, 'hello');
    fc.assert(
      fc.property(fc.nat(record.bytes.length * 8 - 1), (bit) => {
        const bytes = new Uint8Array(record.bytes);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        try {
          assert.ok(!isGenuine(sodium, readRecord(sodium, bytes)));
        } catch (error) {
          assert.ok(error instanceof ChatFault && error.code === 'damaged', String(error));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of any bytes is read, or damaged', () => {
    const start = fc.constantFrom(...[1, 2, 3, 4].map((kind) => Uint8Array.of(kind)), new Uint8Array(0));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 400, size: 'max' }), (first, rest) => {
        try {
          assert.ok(!isGenuine(sodium, readRecord(sodium, Buffer.concat([first, rest]))));
        } catch (error) {
          assert.ok(error instanceof ChatFault && error.code === 'damaged', String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('written twice in one instant is two messages', () => {
    assert.notEqual(people.said(alice, TIME, 'ok').id, people.said(alice, TIME, 'ok').id);
  });

  test('takes a text of 16 KiB, whatever its letters, and not a byte more', () => {
    const longest = `${'é'.repeat(MAX_TEXT_BYTES / 2 - 1)}xx`;
    const record = people.said(alice, TIME, { kind: 'edit', target: 'ab'.repeat(32), text: longest });
    assert.equal(record.bytes.length, MAX_RECORD_BYTES);
    assert.deepEqual(readRecord(sodium, record.bytes), record);
    assert.throws(() => people.said(alice, TIME, `${longest}x`), {
      name: 'RangeError',
      message: 'Cannot send a message of 16385 bytes: at most 16384 are allowed; divide it.',
    });
    assert.throws(() => people.said(alice, TIME, ''), /write something/);
  });
});

test('a private conversation has two people', () => {
  assert.throws(() => privateConversation(sodium, bob.id, bob.id), RangeError);
});
