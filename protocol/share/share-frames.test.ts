import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { concat } from '../bytes/concat.ts';
import { fromHex } from '../bytes/hex.ts';
import { sodium } from '../node/sodium.ts';
import { cutAt } from '../testing/index.ts';
import { ShareFault } from './fault.ts';
import { MAX_CHUNK_BYTES, MAX_SMALL_FRAME_BYTES } from './limits.ts';
import { type FeedFrame, FeedFrameReader, writeFeedFrame } from './share-frames.ts';
import { TestShare, testPerson } from './test-share.ts';
import { signTicket } from './ticket.ts';

const share = new TestShare(sodium);
const [sharer, parent, child] = [1, 2, 3].map((number) => testPerson(sodium, number).id);
assert.ok(sharer !== undefined && parent !== undefined && child !== undefined);
const ticket = signTicket(sodium, share.sharer.secretKey, {
  share: share.id,
  sharer,
  parent,
  child,
  number: 7,
});

const ofChild: readonly FeedFrame[] = [
  { kind: 'hello', ticket, have: { group: 4, sequence: 5 }, layers: 3 },
  { kind: 'hello', ticket, layers: 0 },
  { kind: 'want', layers: 1 },
];
const ofParent: readonly FeedFrame[] = [
  ...share.chunks('Ka0').map(({ bytes }) => ({ kind: 'chunk', bytes }) as const),
  { kind: 'goodbye', why: 'leaving' },
];

function readAll(from: 'parent' | 'child', pieces: readonly Uint8Array[]): FeedFrame[] {
  const reader = new FeedFrameReader(from);
  return pieces.flatMap((piece) => [...reader.read(piece)]);
}

const faults = (from: 'parent' | 'child', hex: string) => () => readAll(from, [fromHex(hex)]);

describe('what goes between a child and its parent', () => {
  for (const [from, frames] of [
    ['child', ofChild],
    ['parent', ofParent],
  ] as const) {
    test(`is read as a ${from} wrote it, wherever the stream is cut`, () => {
      const stream = concat(...frames.map(writeFeedFrame));
      fc.assert(
        fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (places) => {
          assert.deepEqual(readAll(from, cutAt(stream, places)), frames);
        }),
      );
    });

    test(`is a frame or a fault, whatever a ${from} sends`, () => {
      const whole = frames.map(writeFeedFrame);
      const damaged = fc
        .tuple(fc.constantFrom(...whole), fc.nat(700), fc.nat(255))
        .map(([frame, at, byte]) => frame.with(at % frame.length, byte));
      fc.assert(
        fc.property(
          fc.array(fc.oneof(damaged, fc.uint8Array({ maxLength: 60 })), { maxLength: 5 }),
          (pieces) => {
            try {
              readAll(from, pieces);
            } catch (error) {
              assert.ok(error instanceof ShareFault, String(error));
            }
          },
        ),
        { numRuns: 2000 },
      );
    });

    test(`is a fault where a ${from} says what the other side says`, () => {
      for (const frame of from === 'child' ? ofParent : ofChild)
        assert.throws(() => readAll(from, [writeFeedFrame(frame)]), { name: 'ShareFault' });
    });
  }

  const hex = (value: number) => value.toString(16).padStart(8, '0');
  for (const [what, from, bytes, code] of [
    ['a length of 4 GiB', 'parent', 'ffffffff', 'too-large'],
    ['a chunk that is too long', 'parent', hex(2 + MAX_CHUNK_BYTES), 'too-large'],
    ['a long hello', 'child', hex(MAX_SMALL_FRAME_BYTES + 1), 'too-large'],
    [
      'a long goodbye',
      'parent',
      `${hex(MAX_SMALL_FRAME_BYTES + 1)}04${'20'.repeat(MAX_SMALL_FRAME_BYTES)}`,
      'too-large',
    ],
    ['nothing', 'parent', '00000000', 'malformed'],
    ['a frame of an unknown type', 'parent', '0000000105', 'malformed'],
    ['a want that is no JSON', 'child', '00000003027b7b', 'malformed'],
    ['a want of layer 4', 'child', `0000000d02${Buffer.from('{"layers":4}').toString('hex')}`, 'malformed'],
    ['a want in broken UTF-8', 'child', '0000000302c328', 'malformed'],
  ] as const) {
    test(`${what} is ${code}`, () => assert.throws(faults(from, bytes), { name: 'ShareFault', code }));
  }

  test('takes memory for a chunk of the greatest length, and no more', () => {
    const bytes = new Uint8Array(MAX_CHUNK_BYTES);
    const [frame] = readAll('parent', [writeFeedFrame({ kind: 'chunk', bytes })]);
    assert.ok(frame?.kind === 'chunk' && frame.bytes.length === MAX_CHUNK_BYTES);
  });
});
