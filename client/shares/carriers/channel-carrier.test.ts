import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { writeFeedFrame } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { type CarriedPair, carrierSuite } from './carrier.suite.ts';
import type { Carrier } from './carrier.ts';
import { ChannelCarrier } from './channel-carrier.ts';
import { fragmentsOf, MAX_FRAGMENT_BYTES, readFragment } from './fragments.ts';
import { MAX_CHANNEL_LINES, ShareChannel, SPARE_MEDIA_MS } from './share-channels.ts';

type Message = Uint8Array<ArrayBuffer>;

/** One end of a channel in memory. What is sent together comes in another order. */
class MemoryChannel {
  far: MemoryChannel = this;
  isReady = true;
  readonly ready = Promise.resolve();
  isHeld = false;
  readonly #waiting: Message[] = [];
  readonly #listeners = new Set<(message: string | Message) => void>();
  #low: { readonly bytes: number; readonly done: () => void }[] = [];

  get bufferedBytes(): number {
    return this.#waiting.reduce((sum, { length }) => sum + length, 0);
  }

  send(message: Message): boolean {
    if (!this.isReady) return false;
    this.#waiting.push(message);
    queueMicrotask(() => this.pump());
    return true;
  }

  drained(bytes: number): Promise<void> {
    return new Promise((done) => this.#low.push({ bytes, done }));
  }

  onMessage(listener: (message: string | Message) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** The last of what waits comes first. */
  pump(): void {
    while (!this.far.isHeld && this.#waiting.length > 0) {
      const next = this.#waiting.pop();
      if (next !== undefined) for (const listener of this.far.#listeners) listener(next);
    }
    for (const { done } of this.#low.filter(({ bytes }) => this.bufferedBytes <= bytes)) done();
    this.#low = this.#low.filter(({ bytes }) => this.bufferedBytes > bytes);
  }
}

const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** Two channels, each with what goes over it. */
function channels(clock = new VirtualClock()) {
  const [here, there] = [new MemoryChannel(), new MemoryChannel()];
  here.far = there;
  there.far = here;
  const closed = Promise.withResolvers<void>();
  const children: Carrier[] = [];
  const spare: string[] = [];
  const make = (channel: MemoryChannel, name: string) =>
    new ShareChannel({
      ...{ clock, channel, closed: closed.promise },
      onChild: (carrier) => children.push(carrier),
      onSpare: () => spare.push(name),
    });
  return {
    here,
    there,
    clock,
    closed,
    children,
    spare,
    parent: make(here, 'parent'),
    child: make(there, 'child'),
  };
}

/** A carrier at the child's end, and the parent's, which is there since the child speaks first. */
function pair(): CarriedPair {
  const { here, there, closed } = channels();
  const parent = new ChannelCarrier({ channel: here, from: 'child', line: 1, onClosed: () => undefined });
  const child = new ChannelCarrier({ channel: there, from: 'parent', line: 1, onClosed: () => undefined });
  here.onMessage((message) => take(parent, message));
  there.onMessage((message) => take(child, message));
  void closed.promise.then(() => [parent, child].map((end) => end.end('lost')));
  return {
    ...{ parent, child, settled },
    hold: (isHeld) => {
      there.isHeld = isHeld;
      here.pump();
    },
    lose: () => closed.resolve(),
  };
}

function take(carrier: ChannelCarrier, message: string | Message): void {
  const fragment = typeof message === 'string' ? undefined : readFragment(message);
  if (fragment !== undefined) carrier.take(fragment);
}

carrierSuite('a channel of the media connection', pair);

describe('a channel', () => {
  test('has several carriers, of which each end has its own', async () => {
    const { parent, child, children } = channels();
    const carriers = [child.open(), child.open(), parent.open()];
    for (const [layers, carrier] of carriers.entries()) carrier.send({ kind: 'want', layers });
    await settled();
    const heard = children.map((carrier) => {
      const layers: number[] = [];
      carrier.onFrame((frame) => frame.kind === 'want' && layers.push(frame.layers));
      return layers;
    });
    assert.deepEqual(heard.flat().sort(), [0, 1, 2]);
  });

  test('begins nothing with what is late, and so many at once', async () => {
    const { here, there, child, children } = channels();
    const want = writeFeedFrame({ kind: 'want', layers: 1 });
    const first = child.open();
    first.send({ kind: 'want', layers: 0 });
    await settled();
    first.close();
    await settled();
    for (const message of fragmentsOf({ isOfParent: false, line: 1, message: 9 }, new Uint8Array(8)))
      there.send(message);
    await settled();
    assert.equal(children.length, 1);
    for (let line = 2; line < 2 + 2 * MAX_CHANNEL_LINES; line++) {
      for (const message of fragmentsOf({ isOfParent: false, line, message: 0 }, want)) there.send(message);
      await settled();
    }
    assert.equal(children.length, 1 + MAX_CHANNEL_LINES);
    assert.equal(here.bufferedBytes, 0);
  });

  test('is spare when nothing that was opened here has gone over it for a while', async () => {
    const { child, clock, spare } = channels();
    const carrier = child.open();
    clock.advance(SPARE_MEDIA_MS);
    carrier.close();
    clock.advance(SPARE_MEDIA_MS - 1);
    const again = child.open();
    clock.advance(SPARE_MEDIA_MS);
    assert.deepEqual(spare, []);
    again.close();
    clock.advance(SPARE_MEDIA_MS);
    assert.deepEqual(spare, ['child']);
  });

  test('ends what goes over it with its connection', async () => {
    const { child, closed } = channels();
    const carrier = child.open();
    closed.resolve();
    assert.equal(await carrier.closed, 'The media connection is over.');
  });

  test('that was replaced beneath ends what was under way, for it may be lost', async () => {
    const { child, there } = channels();
    const carrier = child.open();
    there.isReady = false;
    assert.equal(carrier.room, 0);
    carrier.send({ kind: 'want', layers: 1 });
    assert.equal(await carrier.closed, 'The media connection is lost.');
  });
});

test('no message of a channel is longer than may be', () => {
  const head = { isOfParent: true, line: 1, message: 2 };
  const messages = [...fragmentsOf(head, new Uint8Array(40_000))];
  assert.deepEqual(
    messages.map(({ length }) => length),
    [MAX_FRAGMENT_BYTES, MAX_FRAGMENT_BYTES, 7_271],
  );
});
