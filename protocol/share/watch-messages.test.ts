import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { toBase64 } from '../bytes/base64.ts';
import { concat } from '../bytes/concat.ts';
import { feedIdOf } from '../identity/feed-id.ts';
import { sodium } from '../node/sodium.ts';
import { cutAt } from '../testing/index.ts';
import { ShareFault } from './fault.ts';
import { MAX_CHILDREN, MAX_REMOVED, MAX_WATCH_MESSAGE_BYTES, SHARE_NAME_MAX_CHARS } from './limits.ts';
import { TestShare, testPerson } from './test-share.ts';
import { signTicket } from './ticket.ts';
import {
  type SharerMessage,
  sharerMessageSchema,
  type ViewerMessage,
  viewerMessageSchema,
  WatchMessageReader,
  writeWatchMessage,
} from './watch-messages.ts';

const share = new TestShare(sodium);
const [bob, carol] = [testPerson(sodium, 2).id, testPerson(sodium, 3).id];
const ticket = signTicket(sodium, share.sharer.secretKey, {
  share: share.id,
  sharer: share.sharerId,
  parent: bob,
  child: carol,
  number: 7,
});
const person = (number: number) => feedIdOf(new Uint8Array(32).fill(number));
const KEY: SharerMessage = {
  type: 'key',
  epoch: 2 ** 32 - 1,
  key: toBase64(new Uint8Array(32).fill(255)),
  removed: Array.from({ length: MAX_REMOVED }, (_, number) => person(number)),
};

const ofViewer: readonly ViewerMessage[] = [
  {
    type: 'hello',
    version: 1,
    share: share.id,
    decodes: ['av1', 'h264', 'opus'],
    mayForward: true,
    capacity: 4,
  },
  {
    type: 'report',
    fps: 12.5,
    layers: 3,
    capacity: 4,
    children: [carol],
    from: share.sharerId,
    through: 'direct',
    state: 'playing',
    shown: { group: 3, sequence: 9 },
    shownMs: 40,
  },
  { type: 'report', fps: 0, layers: 0, capacity: 0, children: [], state: 'waiting' },
  { type: 'lost', parent: bob, why: 'forged' },
  { type: 'need-key' },
  { type: 'bye' },
];

const ofSharer: readonly SharerMessage[] = [
  {
    type: 'welcome',
    kind: 'tab',
    name: 'x'.repeat(SHARE_NAME_MAX_CHARS),
    hasAudio: true,
    room: bob,
    codec: 'av1',
  },
  { type: 'refused', why: 'not-decodable', codec: 'av1' },
  { type: 'refused', why: 'full' },
  KEY,
  { type: 'place', number: 7, parent: { id: bob, ticket }, backup: { id: share.sharerId, ticket } },
  { type: 'place', number: 8 },
  { type: 'cut', child: carol },
  { type: 'beat', newest: { group: 3, sequence: 9 }, watching: 6, state: 'live', at: 1_767_225_600_000 },
  { type: 'ended', why: 'removed' },
];

const viewers = (pieces: readonly Uint8Array[]) => {
  const reader = new WatchMessageReader(viewerMessageSchema);
  return pieces.flatMap((piece) => [...reader.read(piece)]);
};
const sharers = (pieces: readonly Uint8Array[]) => {
  const reader = new WatchMessageReader(sharerMessageSchema);
  return pieces.flatMap((piece) => [...reader.read(piece)]);
};
/** Any value as a message, with its length. */
const raw = (value: unknown) => {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return concat(Uint8Array.of(0, 0, body.length >> 8, body.length), body);
};

describe('what a viewer and the sharer say', () => {
  test('is read as it was written, wherever the stream is cut', () => {
    for (const [messages, read] of [
      [ofViewer, viewers],
      [ofSharer, sharers],
    ] as const) {
      const stream = concat(...messages.map(writeWatchMessage));
      fc.assert(
        fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (places) => {
          assert.deepEqual(read(cutAt(stream, places)), messages);
        }),
        { numRuns: 30 },
      );
    }
  });

  test('is a message or a fault, whatever comes', () => {
    const whole = [...ofViewer, ...ofSharer.filter((message) => message !== KEY)].map(writeWatchMessage);
    const damaged = fc
      .tuple(fc.constantFrom(...whole), fc.nat(1500), fc.nat(255))
      .map(([message, at, byte]) => message.with(at % message.length, byte));
    const typed = fc
      .tuple(fc.constantFrom(...[...ofViewer, ...ofSharer].map(({ type }) => type)), fc.object())
      .map(([type, value]) => raw({ ...value, type }));
    const any = fc.array(fc.oneof(damaged, typed, fc.uint8Array({ maxLength: 60 })), { maxLength: 3 });
    fc.assert(
      fc.property(any, fc.constantFrom(viewers, sharers), (pieces, read) => {
        try {
          read(pieces);
        } catch (error) {
          assert.ok(error instanceof ShareFault, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('is a fault from the wrong side', () => {
    for (const message of ofViewer)
      assert.throws(() => sharers([writeWatchMessage(message)]), { code: 'malformed' });
    for (const message of ofSharer)
      assert.throws(() => viewers([writeWatchMessage(message)]), { code: 'malformed' });
  });

  test('may hold more than is known, which is passed over', () => {
    const [hello] = ofViewer;
    assert.deepEqual(viewers([raw({ ...hello, decodes: ['h277', 'av1', 'opus', 'h264'], colour: 'red' })]), [
      { ...hello, decodes: ['av1', 'opus', 'h264'] },
    ]);
  });

  test('has a bound that its longest message fits into', () => {
    assert.ok(writeWatchMessage(KEY).length - 4 <= MAX_WATCH_MESSAGE_BYTES);
    assert.throws(() => viewers([Uint8Array.of(0, 0, 0x40, 1)]), { code: 'too-large' });
    const removed = [...KEY.removed, ...KEY.removed];
    assert.throws(() => writeWatchMessage({ ...KEY, removed }), RangeError);
  });

  for (const [what, message] of [
    ['a key of 31 bytes', { ...KEY, removed: [], key: toBase64(new Uint8Array(31)) }],
    ['a place without a number', { type: 'place' }],
    ['a name that is a book', { ...ofSharer[0], name: 'x'.repeat(SHARE_NAME_MAX_CHARS + 1) }],
    ['a codec of sound for the picture', { ...ofSharer[0], codec: 'opus' }],
    ['a removed person who is none', { ...KEY, removed: ['bob'] }],
    [
      'a position beyond all',
      { type: 'beat', newest: { group: 2 ** 32, sequence: 0 }, watching: 0, state: 'live', at: 0 },
    ],
    ['a list', []],
    ['a null', null],
  ] as const)
    test(`${what} is malformed of a sharer`, () => {
      assert.throws(() => sharers([raw(message)]), { name: 'ShareFault', code: 'malformed' });
    });

  for (const [what, message] of [
    ['an id of a share in capitals', { ...ofViewer[0], share: 'A'.repeat(32) }],
    ['a capacity below nothing', { ...ofViewer[0], capacity: -1 }],
    [
      'more children than anybody has',
      { ...ofViewer[2], children: Array.from({ length: MAX_CHILDREN + 1 }, () => bob) },
    ],
    ['layers in part', { ...ofViewer[2], layers: 1.5 }],
    ['families without end', { ...ofViewer[0], decodes: Array.from({ length: 17 }, () => 'av1') }],
  ] as const)
    test(`${what} is malformed of a viewer`, () => {
      assert.throws(() => viewers([raw(message)]), { name: 'ShareFault', code: 'malformed' });
    });
});
