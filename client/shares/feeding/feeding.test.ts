import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import {
  type Chunk,
  ChunkWriter,
  type FeedFrame,
  type FeedId,
  GroupCache,
  type MediaPiece,
  newShareId,
  signTicket,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { createIdentity } from '../../identity/identity.ts';
import { MemoryCarrier } from '../../testing/memory-carrier.ts';
import type { FeedHello } from '../carriers/carrier.ts';
import { CHILD_STALL_MS, RELAYED_BYTES_PER_SECOND, WANTS_AT_ONCE } from './fed-child.ts';
import { Feeding, MAX_CUT_CHILDREN, MAX_EXTRA_CHILDREN } from './feeding.ts';

const sharer = createIdentity(sodium);
const own = createIdentity(sodium).id;
const [ana, ben] = [createIdentity(sodium).id, createIdentity(sodium).id];
const share = newShareId(sodium.randomBytes(16));

let clock: VirtualClock;
let cache: GroupCache;
let writer: ChunkWriter;
let feeding: Feeding;
let capacity: number;
let changes: number;

beforeEach(() => {
  clock = new VirtualClock(1_000);
  cache = new GroupCache();
  writer = new ChunkWriter({ crypto: sodium, share, secretKey: sharer.secretKey });
  capacity = 4;
  changes = 0;
  feeding = new Feeding({
    ...{ clock, crypto: sodium, own, share, sharer: sharer.id, cache },
    capacity: () => capacity,
    onChange: () => void changes++,
  });
});

function hello(child: FeedId, number = 1, more: Partial<FeedHello> = {}): FeedHello {
  const ticket = signTicket(sodium, sharer.secretKey, {
    share,
    sharer: sharer.id,
    parent: own,
    child,
    number,
  });
  return { kind: 'hello', ticket, layers: 3, ...more };
}

function give(isKey: boolean, bytes = 100): Chunk {
  const piece: MediaPiece = {
    ...{ track: 'video', isKey, layer: 0, timestamp: clock.now() * 1000, data: new Uint8Array(bytes) },
    ...(isKey ? { config: { codec: 'av1', width: 10, height: 10 } } : {}),
  };
  const chunk = writer.write(piece, { epoch: 1, key: new Uint8Array(32) });
  assert.ok(chunk);
  cache.push(chunk);
  feeding.push(chunk);
  return chunk;
}

const bytesOf = (frames: readonly FeedFrame[]) =>
  frames.map((frame) => frame.kind === 'chunk' && frame.bytes);
const goodbyes = (frames: readonly FeedFrame[]) =>
  frames.flatMap((frame) => (frame.kind === 'goodbye' ? [frame.why] : []));

describe('children', () => {
  test('are given the current group, and then what comes, byte for byte', () => {
    give(true);
    const group = [give(true), give(false)];
    const carrier = new MemoryCarrier('direct');
    assert.ok(feeding.accept(ana, carrier, hello(ana)));
    const next = give(false);
    assert.deepEqual(
      bytesOf(carrier.sent),
      [...group, next].map(({ bytes }) => bytes),
    );
    assert.deepEqual(
      feeding.children.map(({ id, through }) => [id, through]),
      [[ana, 'direct']],
    );
  });

  test('who have some of the group are given the rest', () => {
    give(true);
    const rest = [give(false), give(false)];
    const carrier = new MemoryCarrier('direct');
    feeding.accept(ana, carrier, hello(ana, 1, { have: { group: 0, sequence: 0 } }));
    assert.deepEqual(
      bytesOf(carrier.sent),
      rest.map(({ bytes }) => bytes),
    );
  });

  test('who come again leave the carrier before, from where they are on', async () => {
    const [before, direct] = [new MemoryCarrier('relayed'), new MemoryCarrier('direct')];
    give(true);
    feeding.accept(ana, before, hello(ana));
    feeding.accept(ana, direct, hello(ana, 1, { have: { group: 0, sequence: 0 } }));
    const next = give(false);
    assert.deepEqual([before.sent.length, before.isClosed], [1, true]);
    assert.deepEqual(bytesOf(direct.sent), [next.bytes]);
    await before.closed;
    assert.equal(feeding.children.length, 1, 'the end of the old one is not theirs');
    direct.lose();
    await direct.closed;
    assert.equal(feeding.children.length, 0);
    assert.equal(changes, 3);
  });

  test('have one through the room, and one past it, until they close one', async () => {
    const [relayed, direct] = [new MemoryCarrier('room'), new MemoryCarrier('direct')];
    feeding.accept(ana, direct, hello(ana));
    feeding.accept(ana, relayed, hello(ana));
    give(true);
    assert.deepEqual([direct.sent.length, relayed.sent.length], [1, 1]);
    assert.deepEqual(
      feeding.children.map(({ id, through }) => [id, through]),
      [[ana, 'direct']],
    );
    relayed.close();
    await relayed.closed;
    give(false);
    assert.deepEqual([direct.sent.length, relayed.sent.length], [2, 1]);
    feeding.cut(ana);
    assert.deepEqual(goodbyes(direct.sent), ['cut']);
  });

  test('need the ticket for just this, and may not be removed, cut or too many', () => {
    const others = createIdentity(sodium);
    const ticketOf = (parent: FeedId, secretKey: Uint8Array) =>
      signTicket(sodium, secretKey, { share, sharer: sharer.id, parent, child: ana, number: 1 });
    const refusal = (child: FeedId, said: FeedHello) => {
      const carrier = new MemoryCarrier('direct');
      assert.equal(feeding.accept(child, carrier, said), goodbyes(carrier.sent).length === 0);
      return goodbyes(carrier.sent)[0];
    };
    assert.equal(refusal(ben, hello(ana)), 'refused', 'somebody else shows it');
    assert.equal(refusal(ana, { ...hello(ana), ticket: ticketOf(ben, sharer.secretKey) }), 'refused');
    assert.equal(refusal(ana, { ...hello(ana), ticket: ticketOf(own, others.secretKey) }), 'refused');
    assert.equal(refusal(ana, hello(ana, 5)), undefined);
    feeding.cut(ana);
    assert.equal(feeding.children.length, 0);
    assert.equal(refusal(ana, hello(ana, 5)), 'cut', 'that was before');
    assert.equal(refusal(ana, hello(ana, 6)), undefined);
    feeding.setRemoved([ana]);
    assert.equal(refusal(ana, hello(ana, 7)), 'refused');
    capacity = 0;
    assert.equal(refusal(ben, hello(ben, 8)), 'full', 'whoever may feed nobody feeds nobody');
    capacity = 1;
    for (let n = 0; n < 1 + MAX_EXTRA_CHILDREN; n++) {
      const id = createIdentity(sodium).id;
      assert.equal(refusal(id, hello(id, 8)), undefined);
    }
    assert.equal(refusal(ben, hello(ben, 8)), 'full');
  });

  test('who were cut stay so, be there many: what is remembered is bounded, and no old ticket counts then', () => {
    for (let n = 0; n <= MAX_CUT_CHILDREN; n++) {
      feeding.planned(n + 10);
      feeding.cut(n === 0 ? ana : (`@${n}` as FeedId));
    }
    const [old, newer] = [new MemoryCarrier('direct'), new MemoryCarrier('direct')];
    assert.equal(feeding.accept(ana, old, hello(ana, 10)), false, 'she was cut first of all');
    assert.deepEqual(goodbyes(old.sent), ['cut']);
    assert.equal(feeding.accept(ana, newer, hello(ana, 11)), true);
    feeding.setRemoved([ana, ...Array.from({ length: MAX_CUT_CHILDREN }, (_, n) => `@${n}` as FeedId)]);
    assert.equal(feeding.accept(ana, new MemoryCarrier('direct'), hello(ana, 11)), false, 'nor the removed');
  });

  test('and want other layers without end are cut', async () => {
    const carrier = new MemoryCarrier('direct');
    feeding.accept(ana, carrier, hello(ana));
    for (let n = 0; n <= WANTS_AT_ONCE; n++) carrier.says({ kind: 'want', layers: n % 4 });
    assert.equal(carrier.isClosed, false);
    carrier.says({ kind: 'want', layers: 0 });
    assert.match((await carrier.closed) ?? '', /^too-many/);
  });

  test('are told when it is over, as whoever comes later is', async () => {
    const [carrier, late] = [new MemoryCarrier('direct'), new MemoryCarrier('direct')];
    feeding.accept(ana, carrier, hello(ana));
    feeding.close('leaving');
    assert.deepEqual([goodbyes(carrier.sent), carrier.isClosed], [['leaving'], true]);
    feeding.accept(ben, late, hello(ben));
    assert.deepEqual(goodbyes(late.sent), ['leaving']);
    await carrier.closed;
    assert.equal(clock.waiting, 0);
  });
});

describe('a slow child', () => {
  test('holds up nobody, and is given what is new once it reads', () => {
    const [slow, quick] = [new MemoryCarrier('direct'), new MemoryCarrier('direct')];
    slow.room = 0;
    feeding.accept(ana, slow, hello(ana));
    feeding.accept(ben, quick, hello(ben, 2));
    give(true);
    for (let n = 0; n < 50; n++) {
      clock.advance(40);
      give(false);
    }
    const [before, now] = [give(true), give(false)];
    assert.deepEqual([slow.sent.length, quick.sent.length], [0, 53]);
    assert.ok((feeding.children[0]?.queueMs ?? 0) >= 2_000, 'how long it takes nothing is seen');
    assert.deepEqual(feeding.children[1]?.queueMs, 0);
    slow.open();
    assert.deepEqual(bytesOf(slow.sent), [before.bytes, now.bytes], 'what a new group made stale is dropped');
    assert.equal(feeding.children[0]?.queueMs, 0);
  });

  test('that takes nothing at all is left', async () => {
    const slow = new MemoryCarrier('direct');
    feeding.accept(ana, slow, hello(ana));
    slow.room = 0;
    give(true);
    clock.advance(CHILD_STALL_MS - 1);
    assert.ok(!slow.isClosed);
    clock.advance(1);
    assert.match((await slow.closed) ?? '', /^too-slow/);
    assert.deepEqual([feeding.children.length, clock.waiting], [0, 0]);
  });

  test('through the room is given so much a second, and counts as no burden of the uplink', () => {
    const carrier = new MemoryCarrier('room');
    feeding.accept(ana, carrier, hello(ana));
    give(true);
    for (let ms = 0; ms < 4_000; ms += 40) {
      clock.advance(40);
      give(false, 20_000);
    }
    const bytes = carrier.sent.reduce(
      (sum, frame) => sum + (frame.kind === 'chunk' ? frame.bytes.length : 0),
      0,
    );
    assert.ok(bytes > RELAYED_BYTES_PER_SECOND && bytes < 5.5 * RELAYED_BYTES_PER_SECOND, `${bytes}`);
    assert.deepEqual(feeding.measure().oldestQueueMs, []);
  });
});

test('what is sent is measured, in the last second', () => {
  feeding.accept(ana, new MemoryCarrier('direct'), hello(ana));
  feeding.accept(ben, new MemoryCarrier('direct'), hello(ben, 2));
  const [one, two] = [give(true), give(false)];
  const all = one.bytes.length + two.bytes.length;
  assert.deepEqual(feeding.measure(), {
    ...{ children: 2, sentBytesPerSecond: 2 * all, shareBytesPerSecond: all, oldestQueueMs: [0, 0] },
  });
  clock.advance(1_001);
  assert.equal(feeding.measure().sentBytesPerSecond, 0);
});
