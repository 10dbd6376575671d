import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type Chunk, type MediaPiece, newShareId, openChunk } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { createIdentity } from '../../identity/identity.ts';
import { TestSource } from '../../testing/test-source.ts';
import { MAX_LARGE_KEYFRAMES } from '../share-limits.ts';
import { Broadcast } from './broadcast.ts';
import { ShareKeys } from './share-keys.ts';

let clock: VirtualClock;
let source: TestSource;
let keys: ShareKeys;
let broadcast: Broadcast;
let sent: { chunk: Chunk; capturedAt: number }[];
let hasEnded: boolean;
let fault: string | undefined;

beforeEach(() => {
  clock = new VirtualClock(1000);
  source = new TestSource(clock);
  keys = new ShareKeys(sodium);
  sent = [];
  hasEnded = false;
  broadcast = new Broadcast({
    ...{ clock, crypto: sodium, keys, source, codec: 'av1', mode: 'detail' },
    share: newShareId(sodium.randomBytes(16)),
    secretKey: createIdentity(sodium).secretKey,
    onChunk: (chunk, capturedAt) => sent.push({ chunk, capturedAt }),
    onEnded: (why) => {
      hasEnded = true;
      fault = why;
    },
  });
  broadcast.start();
});

/** Where each chunk stands, as `group.sequence`. */
const places = () => sent.map(({ chunk }) => `${chunk.track[0]}${chunk.group}.${chunk.sequence}`);

/** What is in the last chunk, by the key in use. */
function lastPiece(): MediaPiece | undefined {
  const chunk = sent.at(-1)?.chunk;
  const secret = keys.all.find(({ epoch }) => epoch === chunk?.epoch);
  return chunk && secret && openChunk(sodium, chunk, secret.key);
}

function sound(timestamp: number, config = true): MediaPiece {
  return {
    ...{ track: 'audio', timestamp, duration: 20_000, packets: [Uint8Array.of(1, 2)] },
    ...(config ? { config: { codec: 'opus', sampleRate: 48_000, channels: 2 } } : {}),
  };
}

describe('what a source gives out', () => {
  test('goes out numbered, sealed and unchanged, from the first keyframe on', () => {
    source.give(sound(0));
    const key = source.frame();
    clock.advance(40);
    const next = source.frame();
    assert.deepEqual(places(), ['v0.0', 'v0.1']);
    assert.deepEqual(lastPiece(), next);
    assert.deepEqual(
      sent.map(({ capturedAt }) => capturedAt),
      [1000, 1040],
    );
    assert.deepEqual([broadcast.fps, broadcast.size], [2, { width: 1280, height: 720 }]);
    assert.deepEqual(key?.isKey, true);
  });

  test('has in each group what a decoder of its sound has to know', () => {
    source.frame();
    source.give(sound(0));
    source.give(sound(20_000, false));
    source.requestKey();
    source.frame();
    source.give(sound(40_000, false));
    const last = lastPiece();
    assert.deepEqual(places(), ['v0.0', 'a0.0', 'a0.1', 'v1.0', 'a1.0']);
    assert.ok(last?.track === 'audio' && last.config?.codec === 'opus');
  });

  test('is left out after a keyframe that is too large to be shared, until there is another', () => {
    source.frame();
    source.requestKey();
    source.frame({ bytes: 3 * 1024 * 1024 });
    source.frame();
    assert.deepEqual(places(), ['v0.0']);
    source.requestKey();
    source.frame();
    assert.deepEqual(places(), ['v0.0', 'v1.0']);
  });

  test('whose keyframe is too large is encoded more coarsely, and ended with a sentence where that is of no use', () => {
    const large = { bytes: 3 * 1024 * 1024 };
    const rate = () => source.settings.at(-1)?.bitsPerSecond ?? 0;
    const first = rate();
    source.frame(large);
    clock.advance(1_000);
    assert.equal(source.keysAsked, 1, 'what was not sent serves nobody');
    assert.equal(rate(), Math.round(first * 0.7));
    source.frame();
    assert.deepEqual([places(), hasEnded], [['v0.0'], false]);
    for (let times = 0; times < MAX_LARGE_KEYFRAMES; times++) {
      assert.equal(hasEnded, false);
      clock.advance(10_000);
      source.requestKey();
      source.frame(large);
    }
    assert.ok(hasEnded && rate() < first * 0.3);
    assert.match(
      fault ?? '',
      /one picture of it has 3\.0 MiB, and at most 2\.0 can be sent\. Share something/,
    );
  });

  test('is sealed with another key from the next keyframe on', () => {
    source.frame();
    keys.renew();
    source.frame();
    source.requestKey();
    source.frame();
    assert.deepEqual(
      sent.map(({ chunk }) => chunk.epoch),
      [1, 1, 2],
    );
    assert.ok(lastPiece());
  });
});

describe('a keyframe', () => {
  test('is asked for once, however many wish for it, and at most once a second', () => {
    source.frame();
    clock.advance(400);
    source.frame();
    for (let viewer = 0; viewer < 20; viewer++) broadcast.needKey();
    assert.equal(source.keysAsked, 0, 'the last was less than a second ago');
    clock.advance(600);
    assert.equal(source.keysAsked, 1);
    source.frame();
    clock.advance(5000);
    assert.equal(source.keysAsked, 1, 'the wish is fulfilled');
  });

  test('is asked for before a group becomes too long', () => {
    source.frame();
    for (let second = 0; second < 11; second++) {
      clock.advance(1000);
      source.frame();
    }
    assert.ok(source.keysAsked >= 1);
  });
});

describe('what the source aims at', () => {
  test('is less where what was encoded waits for most of the children, and comes back', () => {
    source.frame();
    const first = broadcast.settings.bitsPerSecond;
    for (let step = 0; step < 4; step++) {
      clock.advance(250);
      broadcast.observe([900, 800, 10]);
    }
    const low = source.settings.at(-1)?.bitsPerSecond ?? 0;
    assert.ok(low < first / 2, `${low} of ${first}`);
    for (let step = 0; step < 40; step++) {
      clock.advance(250);
      broadcast.observe([10, 20, 900]);
    }
    assert.ok((source.settings.at(-1)?.bitsPerSecond ?? 0) > low);
  });

  test('goes with the size of the picture, and the mode', () => {
    source.frame();
    const text = broadcast.settings.bitsPerSecond;
    broadcast.setMode('motion');
    assert.ok(broadcast.settings.bitsPerSecond > text);
    assert.equal(source.settings.at(-1)?.mode, 'motion');
    const config = { codec: 'av1', width: 320, height: 180 };
    const data = new Uint8Array(10);
    source.give({ track: 'video', isKey: true, layer: 0, timestamp: 9, data, config });
    assert.ok(broadcast.settings.bitsPerSecond < text);
  });

  test('is another codec with a keyframe', () => {
    source.frame();
    clock.advance(2000);
    broadcast.setCodec('h264');
    assert.deepEqual([source.settings.at(-1)?.codec, source.keysAsked], ['h264', 1]);
  });
});

describe('a source', () => {
  test('that takes the place of another goes on in its time, and the first is heard no more', () => {
    source.frame();
    clock.advance(1000);
    source.frame();
    clock.advance(3000);
    const other = new TestSource(clock, { codecs: ['vp8'] });
    const before = source;
    broadcast.replace(other, 'vp8');
    assert.deepEqual([before.isStopped, other.settings[0]?.codec], [true, 'vp8']);
    before.give(sound(5));
    before.end();
    other.frame();
    assert.deepEqual(places(), ['v0.0', 'v0.1', 'v1.0']);
    assert.equal(lastPiece()?.timestamp, 4_000_000);
    assert.equal(hasEnded, false);
  });

  test('is paused and goes on; one that comes meanwhile is paused, too', () => {
    broadcast.setPaused(true);
    assert.ok(source.isPaused);
    const other = new TestSource(clock);
    broadcast.replace(other, 'av1');
    assert.ok(other.isPaused);
    broadcast.setPaused(false);
    assert.equal(other.isPaused, false);
  });

  test('ends, and is stopped, once', () => {
    source.end();
    assert.ok(hasEnded);
    broadcast.stop();
    source.frame();
    assert.deepEqual([source.isStopped, places().length], [true, 0]);
    assert.equal(clock.waiting, 0);
  });
});
