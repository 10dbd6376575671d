import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Wire } from '../connection/wire.ts';
import type { Stream } from '../muxrpc/stream.ts';
import { CreditStream, FIRST_CREDIT } from './credit-stream.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

/** One end: what it was given waits until it is read. */
class End {
  readonly credit: CreditStream;
  readonly told: string[] = [];
  unread = 0;
  received = Buffer.alloc(0);
  #left = Buffer.alloc(0);

  constructor(stream: Stream) {
    this.credit = new CreditStream(stream, {
      onData: (bytes) => {
        this.unread += bytes.length;
        this.received = Buffer.concat([this.received, bytes]);
      },
      onFin: () => this.told.push('fin'),
      onWritable: () => this.#pump(),
      onEnd: (error) => this.told.push(`end: ${error ?? 'well'}`),
    });
  }

  write(bytes: Uint8Array): void {
    this.#left = Buffer.concat([this.#left, bytes]);
    this.#pump();
  }

  /** Bytes that wait for credit. */
  get left(): number {
    return this.#left.length;
  }

  read(bytes = this.unread): void {
    this.unread -= bytes;
    this.credit.consumed(bytes);
  }

  #pump(): void {
    this.#left = this.#left.subarray(this.credit.send(this.#left));
  }
}

/** Streams in memory, seen from both sides, and what carries them. */
export interface StreamPairs {
  /** Of the side that asked. */
  readonly lefts: readonly Stream[];
  readonly rights: readonly Stream[];
  /** How many are open, by either side's count. */
  open(): readonly [number, number];
  /** Both ends of what carries them. */
  readonly wires: readonly Wire[];
  /** The left side hangs up. */
  close(): void;
}

/** What credit streams do, whatever carries them. `open` gives as many streams as it is asked for. */
export function creditStreamSuite(name: string, open: (count: number) => Promise<StreamPairs>): void {
  async function creditPair() {
    const pairs = await open(1);
    const [asker] = pairs.lefts;
    const [raw] = pairs.rights;
    if (asker === undefined || raw === undefined) throw new Error('no streams');
    return { left: new End(asker), raw, right: () => new End(raw), pairs };
  }

  async function endsPair() {
    const { left, right, pairs } = await creditPair();
    return { left, right: right(), pairs };
  }

  describe(`credit over ${name}`, () => {
    test('a sender stops at the first credit, and goes on as the reader reads', async () => {
      const { left, right } = await endsPair();
      left.write(Buffer.alloc(FIRST_CREDIT + 1000, 1));
      await quiet();
      assert.deepEqual([right.unread, left.left], [FIRST_CREDIT, 1000]);
      right.read(FIRST_CREDIT / 2 - 1);
      await quiet();
      assert.equal(left.left, 1000, 'less than half a window is no news');
      right.read(1);
      await quiet();
      assert.deepEqual([right.unread, left.left], [FIRST_CREDIT / 2 + 1000, 0]);
    });

    test('a wider window is granted at once, and holds', async () => {
      const { left, right } = await endsPair();
      right.credit.widen(4 * FIRST_CREDIT);
      left.write(Buffer.alloc(5 * FIRST_CREDIT, 1));
      await quiet();
      assert.deepEqual([right.unread, left.left], [4 * FIRST_CREDIT, FIRST_CREDIT]);
      right.credit.widen(FIRST_CREDIT);
      right.read();
      await quiet();
      assert.deepEqual([right.unread, left.left], [FIRST_CREDIT, 0]);
    });

    test('each direction ends by itself; the stream is over when both have, and all was read', async () => {
      const { left, right, pairs } = await endsPair();
      left.write(Buffer.from('question'));
      left.credit.fin();
      await quiet();
      assert.deepEqual(right.told, ['fin']);
      right.write(Buffer.from('answer'));
      right.credit.fin();
      await quiet();
      assert.deepEqual([left.told, right.told], [['fin'], ['fin']]);
      right.read();
      await quiet();
      assert.deepEqual([left.received.toString(), right.received.toString()], ['answer', 'question']);
      assert.deepEqual(
        [left.told, right.told],
        [
          ['fin', 'end: well'],
          ['fin', 'end: well'],
        ],
      );
      assert.deepEqual(pairs.open(), [0, 0]);
    });

    test('one that is cut tells the other side why', async () => {
      const { left, right } = await endsPair();
      left.write(Buffer.from('half'));
      await quiet();
      right.credit.fail('no thanks');
      await quiet();
      assert.deepEqual([left.told, right.told], [['end: no thanks'], []]);
      assert.equal(left.credit.send(Buffer.from('more')), 0);
    });

    test('an end before all was said is an error', async () => {
      const { left, raw } = await creditPair();
      raw.receiver = { onFrame: () => undefined, onEnd: () => undefined };
      raw.end();
      await quiet();
      assert.deepEqual(left.told, ['end: the other side ended before all was said']);
    });

    test('a connection that goes takes the stream with it', async () => {
      const { left, right, pairs } = await endsPair();
      pairs.close();
      await quiet();
      assert.deepEqual(
        [left.told, right.told],
        [['end: the connection ended'], ['end: the connection ended']],
      );
    });

    for (const [breach, send] of [
      [
        'more bytes than were granted',
        (raw: Stream) => {
          raw.sendBytes(Buffer.alloc(FIRST_CREDIT));
          raw.sendBytes(Buffer.alloc(1));
        },
      ],
      [
        'bytes after it had said that there are no more',
        (raw: Stream) => {
          raw.send({ fin: true });
          raw.sendBytes(Buffer.from('more'));
        },
      ],
      ['something that is neither bytes nor credit', (raw: Stream) => raw.send({ grant: -1 })],
      ['something that is neither bytes nor credit', (raw: Stream) => raw.send({ grant: 2 ** 31 })],
      ['something that is neither bytes nor credit', (raw: Stream) => raw.send('grant')],
      ['something that is neither bytes nor credit', (raw: Stream) => raw.send({ fin: false })],
    ] as const) {
      test(`whoever sends ${breach} is cut`, async () => {
        const { left, raw, pairs } = await creditPair();
        raw.receiver = { onFrame: () => undefined, onEnd: () => undefined };
        send(raw);
        await quiet();
        assert.equal(left.told.at(-1), `end: credit: the other side sent ${breach}`);
        assert.deepEqual(pairs.open(), [0, 0]);
      });
    }

    test('a reader that stops costs the others of its connection nothing', async () => {
      const pairs = await open(2);
      const [slow, fast] = pairs.lefts.map((stream) => new End(stream));
      const [, fastReader] = pairs.rights.map((stream) => new End(stream));
      if (slow === undefined || fast === undefined || fastReader === undefined) throw new Error('no streams');
      slow.write(Buffer.alloc(FIRST_CREDIT * 4));
      for (let round = 0; round < 20; round++) {
        fast.write(Buffer.alloc(FIRST_CREDIT));
        await quiet();
        fastReader.read();
        await quiet();
      }
      assert.deepEqual([fast.left, fastReader.received.length], [0, 20 * FIRST_CREDIT]);
      assert.equal(slow.left, FIRST_CREDIT * 3);
    });

    test('on a crowded connection nothing is cut, and what is owed is said once there is room', async () => {
      const pairs = await open(30);
      const lefts = pairs.lefts.map((stream) => new End(stream));
      const rights = pairs.rights.map((stream) => new End(stream));
      // Nothing is read: all lanes fill up, then words are to be said in them.
      for (const wire of pairs.wires) wire.pause();
      for (const end of [...lefts, ...rights]) end.write(Buffer.alloc(2 * FIRST_CREDIT));
      await quiet();
      for (const end of [...lefts, ...rights]) end.credit.widen(2 * FIRST_CREDIT);
      await quiet();
      for (const wire of pairs.wires) wire.resume();
      for (let round = 0; round < 10; round++) {
        await quiet();
        for (const end of [...lefts, ...rights]) end.read();
      }
      for (const end of [...lefts, ...rights]) end.credit.fin();
      await quiet();
      for (const end of [...lefts, ...rights]) {
        assert.deepEqual([end.received.length, end.told], [2 * FIRST_CREDIT, ['fin', 'end: well']]);
      }
    });

    test('whatever is written and read, in whatever order, arrives whole and never exceeds the window', async () => {
      const act = fc.oneof(
        fc.record({ write: fc.integer({ min: 1, max: 200_000 }) }),
        fc.record({ read: fc.double({ min: 0, max: 1, noNaN: true }) }),
        fc.record({ widen: fc.integer({ min: 1, max: 500_000 }) }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
          const { left, right } = await endsPair();
          let written = 0;
          let window = FIRST_CREDIT;
          for (const next of acts) {
            if ('write' in next) {
              left.write(Buffer.alloc(next.write, written % 251));
              written += next.write;
            } else if ('read' in next) right.read(Math.floor(right.unread * next.read));
            else {
              window = Math.max(window, next.widen);
              right.credit.widen(next.widen);
            }
            await quiet();
            assert.ok(right.unread <= window, `${right.unread} of ${window}`);
          }
          while (left.left > 0 || right.unread > 0) {
            right.read();
            await quiet();
          }
          assert.equal(right.received.length, written);
        }),
        { numRuns: 60 },
      );
    });
  });
}
