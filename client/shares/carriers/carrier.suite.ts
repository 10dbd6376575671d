import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FeedFrame } from '@open-rooms/protocol';
import type { Carrier } from './carrier.ts';

/** Both ends of a carrier, and what a test does to what is between. */
export interface CarriedPair {
  /** The end of the one who feeds, and of the one who is fed. */
  readonly parent: Carrier;
  readonly child: Carrier;
  /** Nothing comes any more at the child, until it is let go on. */
  hold(isHeld: boolean): void;
  /** Resolves when what is on its way has come. */
  readonly settled: () => Promise<void>;
  /** The connection beneath is lost. */
  lose(): void;
}

/** Random bytes, the same for the same length. */
function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + length) % 251);
}

const chunk = (length: number): FeedFrame => ({ kind: 'chunk', bytes: bytesOf(length) });

/** Whatever comes at one end from now on. */
function heardAt(carrier: Carrier): FeedFrame[] {
  const heard: FeedFrame[] = [];
  carrier.onFrame((frame) => heard.push(frame));
  return heard;
}

const inOrder = (frames: readonly FeedFrame[]) =>
  frames
    .map((frame) => (frame.kind === 'chunk' ? frame.bytes : new Uint8Array()))
    .sort((one, other) => one.length - other.length);

/** What every carrier does. */
export function carrierSuite(name: string, make: () => CarriedPair): void {
  describe(`${name}, as every carrier`, () => {
    test('carries frames both ways, whole, be they large', async () => {
      const { parent, child, settled } = make();
      const [up, down] = [heardAt(parent), heardAt(child)];
      child.send({ kind: 'want', layers: 2 });
      await settled();
      assert.deepEqual(up, [{ kind: 'want', layers: 2 }]);
      const lengths = [1, 20_000, 70_000, 300_000];
      for (const length of lengths) parent.send(chunk(length));
      await settled();
      assert.deepEqual(inOrder(down), lengths.map(bytesOf));
      parent.send({ kind: 'goodbye', why: 'ended' });
      await settled();
      assert.deepEqual(down.at(-1), { kind: 'goodbye', why: 'ended' });
    });

    test('keeps what comes before anybody listens', async () => {
      const { parent, child, settled } = make();
      parent.send(chunk(10));
      await settled();
      const down = heardAt(child);
      await settled();
      assert.deepEqual(inOrder(down), [bytesOf(10)]);
    });

    test('says when it takes no more, and when it does again', async () => {
      const { parent, child, hold, settled } = make();
      const down = heardAt(child);
      heardAt(parent);
      let told = 0;
      parent.onRoom(() => told++);
      hold(true);
      let sent = 0;
      while (parent.room > 0 && sent < 200) {
        parent.send(chunk(10_000 + sent++));
        await settled();
      }
      assert.ok(sent > 1 && sent < 60, `${sent} were taken`);
      told = 0;
      hold(false);
      await settled();
      assert.ok(told > 0 && parent.room > 0);
      assert.equal(down.length, sent, 'each came');
    });

    test('ends at both ends when the child closes it', async () => {
      const { parent, child, settled } = make();
      heardAt(parent);
      heardAt(child);
      child.send({ kind: 'want', layers: 1 });
      child.close();
      await settled();
      await Promise.all([parent.closed, child.closed]);
      assert.equal(parent.room, 0);
    });

    test('ends at both ends when the parent does, and what it said before comes', async () => {
      const { parent, child, settled } = make();
      const down = heardAt(child);
      heardAt(parent);
      parent.send({ kind: 'goodbye', why: 'cut' });
      parent.close();
      await settled();
      await Promise.all([parent.closed, child.closed]);
      assert.deepEqual(down, [{ kind: 'goodbye', why: 'cut' }]);
    });

    test('ends at once with a sentence', async () => {
      const { parent, child, settled } = make();
      heardAt(parent);
      heardAt(child);
      parent.close('too-slow: you take nothing');
      await settled();
      assert.equal(await parent.closed, 'too-slow: you take nothing');
      await child.closed;
      parent.send(chunk(1));
      parent.close();
    });

    test('ends with what a side says that it may not say', async () => {
      const { parent, child, settled } = make();
      heardAt(parent);
      heardAt(child);
      child.send(chunk(5));
      await settled();
      assert.match((await parent.closed) ?? '', /^malformed/);
      await child.closed;
    });

    test('ends with what is beneath it', async () => {
      const { parent, child, lose } = make();
      heardAt(parent);
      heardAt(child);
      lose();
      assert.equal(typeof (await parent.closed), 'string');
      assert.equal(typeof (await child.closed), 'string');
    });
  });
}
