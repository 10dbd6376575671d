import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { concat } from '../bytes/concat.ts';
import { sodium } from '../node/sodium.ts';
import { type Chunk, isGenuine, openChunk, readChunk, sealChunk } from './chunk.ts';
import { ShareFault } from './fault.ts';
import { unsigned } from './fields.ts';
import { MAX_CHUNK_BYTES, SAMPLE_RATE_MAX, SIDE_MAX } from './limits.ts';
import type { MediaPiece } from './media.ts';
import { writePiece } from './piece.ts';
import {
  AUDIO_CONFIG,
  audioPiece,
  deltaPiece,
  keyPiece,
  TestShare,
  testPerson,
  VIDEO_CONFIG,
} from './test-share.ts';

const KEY = new Uint8Array(32).fill(99);

function one(piece: MediaPiece = keyPiece()): { share: TestShare; chunk: Chunk } {
  const share = new TestShare(sodium);
  const chunk = share.writer.write(piece, share.secret);
  assert.ok(chunk !== undefined);
  return { share, chunk };
}

describe('a chunk', () => {
  const time = fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 });
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
  const codec = fc.constantFrom('av01.0.08M.08', 'avc1.42E028', 'vp8', 'opus', 'mp4a.40.2');
  const uint = (max: number) => fc.integer({ min: 1, max });
  const videoConfig = fc.record(
    { codec, width: uint(SIDE_MAX), height: uint(SIDE_MAX), description: bytes },
    { noNullPrototype: true, requiredKeys: ['codec', 'width', 'height'] },
  );
  const audioConfig = fc.record(
    { codec, sampleRate: uint(SAMPLE_RATE_MAX), channels: uint(255), description: bytes },
    { noNullPrototype: true, requiredKeys: ['codec', 'sampleRate', 'channels'] },
  );
  const key = fc.record(
    {
      track: fc.constant('video' as const),
      isKey: fc.constant(true),
      layer: fc.constant(0),
      timestamp: time,
      data: bytes,
      config: videoConfig,
    },
    { noNullPrototype: true },
  );
  const delta = fc.record(
    {
      track: fc.constant('video' as const),
      isKey: fc.constant(false),
      layer: fc.nat(3),
      timestamp: time,
      data: bytes,
      config: videoConfig,
    },
    { noNullPrototype: true, requiredKeys: ['track', 'isKey', 'layer', 'timestamp', 'data'] },
  );
  const audio = fc.record(
    {
      track: fc.constant('audio' as const),
      timestamp: time,
      duration: uint(2 ** 32 - 1),
      packets: fc.array(bytes, { minLength: 1, maxLength: 20 }),
      config: audioConfig,
    },
    { noNullPrototype: true, requiredKeys: ['track', 'timestamp', 'duration', 'packets'] },
  );

  test('brings any piece to whoever has the key, as it was', () => {
    fc.assert(
      fc.property(key, fc.array(fc.oneof(delta, audio), { maxLength: 4 }), (first, others) => {
        const share = new TestShare(sodium);
        for (const piece of [first, ...others]) {
          const written = share.writer.write(piece, share.secret);
          assert.ok(written !== undefined);
          const read = readChunk(written.bytes);
          assert.deepEqual(read, written);
          assert.ok(isGenuine(sodium, read, share.sharer.publicKey));
          assert.deepEqual(openChunk(sodium, read, share.secret.key), piece);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('says nothing to whoever has not', () => {
    const { chunk } = one();
    assert.equal(openChunk(sodium, chunk, new Uint8Array(32)), undefined);
  });

  test('holds nothing of what is in it that can be read', () => {
    const text = new TextEncoder().encode('what is on the screen');
    const { chunk } = one({ ...keyPiece(), data: text });
    assert.equal(Buffer.from(chunk.bytes).includes(Buffer.from(text)), false);
    assert.equal(Buffer.from(chunk.bytes).includes('av01'), false);
  });

  test("is nobody else's", () => {
    const { chunk } = one();
    assert.equal(isGenuine(sodium, chunk, testPerson(sodium, 2).publicKey), false);
  });

  test('is not genuine with any bit of it changed, wherever', () => {
    const { share, chunk } = one();
    for (let bit = 0; bit < chunk.bytes.length * 8; bit++) {
      const changed = chunk.bytes.with(bit >> 3, (chunk.bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
      const read = readOrFault(changed);
      assert.ok(read === 'malformed' || !isGenuine(sodium, read, share.sharer.publicKey), `bit ${bit}`);
    }
  });

  test('cannot be moved to another share, group, place or track by its signature', () => {
    const share = new TestShare(sodium);
    const [, delta] = share.chunks('K0');
    assert.ok(delta !== undefined);
    const other = new TestShare(sodium, 'ffeeddccbbaa99887766554433221100').chunks('K0')[1];
    assert.ok(other !== undefined);
    const signature = delta.bytes.subarray(-64);
    const moved = new Uint8Array([...other.bytes.subarray(0, -64), ...signature]);
    assert.ok(isGenuine(sodium, readChunk(other.bytes), share.sharer.publicKey));
    assert.equal(isGenuine(sodium, readChunk(moved), share.sharer.publicKey), false);
  });

  test('that is none is malformed; no bytes are anything but a chunk or that', () => {
    const { chunk } = one(keyPiece());
    const damaged = fc
      .tuple(fc.nat(chunk.bytes.length - 1), fc.nat(255))
      .map(([at, byte]) => chunk.bytes.with(at, byte));
    const any = fc.oneof(
      damaged,
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ minLength: 113, maxLength: 120 }),
    );
    fc.assert(
      fc.property(any, (bytes) => {
        const read = readOrFault(bytes);
        if (read !== 'malformed') openChunk(sodium, read, KEY);
      }),
      { numRuns: 3000 },
    );
    assert.throws(() => readChunk(new Uint8Array(MAX_CHUNK_BYTES + 1)), { code: 'too-large' });
    assert.throws(() => readChunk(chunk.bytes.subarray(0, 113)), { code: 'malformed' });
  });

  test('of a layer that is none is malformed', () => {
    const frame = new TestShare(sodium).chunks('K3')[1];
    assert.ok(frame !== undefined);
    assert.equal(frame.bytes[32], 3 << 2);
    assert.equal(readOrFault(frame.bytes.with(32, 4 << 2)), 'malformed');
  });

  for (const [what, piece, flags, needs] of [
    ['a keyframe of sound', keyPiece(), 3, 0],
    ['a keyframe of layer 1', keyPiece(), 6, 0],
    ['a flag that nobody knows', keyPiece(), 0x12, 0],
    ['a keyframe that needs another', keyPiece(), 2, 1],
    ['a first frame that is no keyframe', keyPiece(), 0, 0],
    ['sound that needs other sound', keyPiece(), 1, 1],
    ['sound of layer 1', keyPiece(), 5, 0],
  ] as const) {
    test(`${what} is malformed`, () => {
      const { bytes } = one(piece).chunk;
      assert.equal(readOrFault(bytes.with(32, flags).with(31, needs)), 'malformed');
    });
  }
});

describe('what a sharer sealed that is no piece', () => {
  const video = {
    share: '00'.repeat(16),
    epoch: 0,
    group: 0,
    sequence: 0,
    track: 'video',
    isKey: true,
    layer: 0,
    needs: 0,
  } as const;
  const sign = testPerson(sodium, 1).secretKey;
  const open = (plain: Uint8Array, head: Parameters<typeof sealChunk>[1] = video) =>
    openChunk(sodium, sealChunk(sodium, head, plain, { seal: KEY, sign }), KEY);
  const audio = { ...video, track: 'audio', isKey: false } as const;

  test('is a fault of its own, whatever it is', () => {
    const pieces = [keyPiece(), audioPiece()].map(writePiece);
    const damaged = fc
      .tuple(fc.constantFrom(...pieces), fc.nat(60), fc.nat(255))
      .map(([plain, at, byte]) => plain.with(at % plain.length, byte));
    fc.assert(
      fc.property(
        fc.oneof(damaged, fc.uint8Array({ minLength: 1, maxLength: 80 })),
        fc.constantFrom(video, audio),
        (plain, head) => {
          try {
            assert.equal(open(plain, head)?.track, head.track);
          } catch (error) {
            assert.ok(error instanceof ShareFault && error.code === 'bad-piece', String(error));
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  const described = writePiece({
    ...keyPiece(),
    config: { ...VIDEO_CONFIG, description: new Uint8Array(4074) },
  });
  const longConfig = concat(described.subarray(10), new Uint8Array(1));

  test('is none with the longest config', () => {
    assert.equal(described.length, 10 + 4096 + 3);
    assert.equal(open(described)?.track, 'video');
  });

  for (const [what, plain, head] of [
    ['nothing of its decoder, in a keyframe', writePiece(deltaPiece()), video],
    ['a frame without a byte', writePiece(keyPiece()).subarray(0, -3), video],
    ['a codec of spaces', writePiece(keyPiece()).fill(32, 11, 15), video],
    ['a time of 2^62', writePiece(keyPiece()).with(0, 0x40), video],
    // The config: length 2 at 8, length of the codec at 10, 13 bytes of it, then what is made nothing here.
    ['a picture of no width', writePiece(keyPiece()).fill(0, 24, 28), video],
    ['a picture 65,535 pixels wide', writePiece(keyPiece()).fill(255, 26, 28), video],
    ['a picture of no height', writePiece(keyPiece()).fill(0, 28, 32), video],
    ['sound of no rate', writePiece({ ...audioPiece(), config: AUDIO_CONFIG }).fill(0, 15, 19), audio],
    ['sound of no channel', writePiece({ ...audioPiece(), config: AUDIO_CONFIG }).fill(0, 19, 20), audio],
    ['a config of 4097 bytes', concat(new Uint8Array(8), unsigned(4097, 2), longConfig), video],
    ['a packet of nothing', concat(writePiece(audioPiece()), new Uint8Array(2)), audio],
    ['half a packet', writePiece(audioPiece()).subarray(0, -1), audio],
    ['sound without packets', writePiece(audioPiece()).subarray(0, 14), audio],
  ] as const)
    test(`${what} is bad-piece`, () => {
      assert.throws(() => open(plain, head), { name: 'ShareFault', code: 'bad-piece' });
    });
});

function readOrFault(bytes: Uint8Array): Chunk | 'malformed' {
  try {
    return readChunk(bytes);
  } catch (error) {
    assert.ok(error instanceof ShareFault && error.code === 'malformed', String(error));
    return 'malformed';
  }
}
