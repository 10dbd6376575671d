import assert from 'node:assert/strict';
import { beforeEach, describe, mock, test } from 'node:test';
import { type Chunk, ChunkWriter, GroupCache, type MediaPiece, newShareId } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { createIdentity } from '../../identity/identity.ts';
import { Intake } from './intake.ts';

const sharer = createIdentity(sodium);
const share = newShareId(sodium.randomBytes(16));
const key = new Uint8Array(32).fill(7);

let clock: VirtualClock;
let writer: ChunkWriter;
let fed: Chunk[];
let broken: boolean[];
let intake: Intake;

beforeEach(() => {
  clock = new VirtualClock();
  writer = new ChunkWriter({ crypto: sodium, share, secretKey: sharer.secretKey });
  fed = [];
  broken = [];
  intake = new Intake({
    ...{ clock, crypto: sodium, share, cache: new GroupCache() },
    sharerKey: sharer.publicKey,
    feeding: { push: (chunk) => fed.push(chunk) },
    onBroken: (isBroken) => broken.push(isBroken),
    onOpened: () => undefined,
  });
  intake.setKey(0, key);
});

/** Chunks of `K` a keyframe, `0` a frame, `a` sound, with the number of each as its time. */
function chunks(pattern: string): Chunk[] {
  return [...pattern].map((letter, timestamp) => {
    const chunk = writer.write(pieceOf(letter, timestamp), { epoch: 0, key });
    assert.ok(chunk);
    return chunk;
  });
}

function pieceOf(letter: string, timestamp: number): MediaPiece {
  const data = Uint8Array.of(1);
  if (letter === 'a') return { track: 'audio', timestamp, duration: 20_000, packets: [data] };
  const config = { codec: 'av1', width: 320, height: 180 };
  return letter === 'K'
    ? { track: 'video', isKey: true, layer: 0, timestamp, data, config }
    : { track: 'video', isKey: false, layer: 0, timestamp, data };
}

/** Times of what a listener is given from now on. */
function heard(): number[] {
  const times: number[] = [];
  intake.onPiece(({ timestamp }) => times.push(timestamp));
  return times;
}

describe('what comes of a share', () => {
  test('is given from its keyframe on, with the sound of its group that came before that', () => {
    const [key0, , key1, sound1, sound2, more] = chunks('K0Kaa0');
    assert.ok(key0 && key1 && sound1 && sound2 && more);
    const late = heard();
    const take = intake.from(true);
    for (const chunk of [sound1, sound2, key1, more]) take(chunk.bytes);
    assert.deepEqual(late, [2, 3, 4, 5]);
    assert.deepEqual(heard(), late, 'a later listener has the same');
  });

  test('is given as it comes to whoever had a keyframe before', () => {
    const [key0, frame, key1, sound] = chunks('K0Ka');
    assert.ok(key0 && frame && key1 && sound);
    const times = heard();
    const take = intake.from(true);
    for (const chunk of [key0, frame, sound, key1]) take(chunk.bytes);
    assert.deepEqual(times, [0, 1, 3, 2]);
  });

  test('and was left out by one parent is brought by another, with what follows, without a keyframe', () => {
    const all = chunks('K00000');
    const times = heard();
    const [gappy, whole] = [intake.from(true), intake.from(true)];
    for (const chunk of all.filter((_, at) => at !== 2)) gappy(chunk.bytes);
    assert.deepEqual([times, broken], [[0, 1], [true]]);
    for (const chunk of all.slice(2)) whole(chunk.bytes);
    assert.deepEqual(
      [times, broken],
      [
        [0, 1, 2, 3, 4, 5],
        [true, false],
      ],
    );
    assert.equal(fed.length, all.length);
  });

  test('goes on to others, though a listener fails, whose program is told', () => {
    const thrown: unknown[] = [];
    const later = mock.method(globalThis, 'queueMicrotask', (run: () => void) => {
      try {
        run();
      } catch (error) {
        thrown.push(error);
      }
    });
    try {
      intake.onPiece(() => {
        throw new Error('no decoder');
      });
      const times = heard();
      const take = intake.from(true);
      for (const chunk of chunks('K00')) assert.equal(typeof take(chunk.bytes), 'object');
      assert.deepEqual([times, fed.length, thrown.length], [[0, 1, 2], 3, 3]);
    } finally {
      later.mock.restore();
    }
  });
});
