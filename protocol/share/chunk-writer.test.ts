import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sodium } from '../node/sodium.ts';
import { openChunk } from './chunk.ts';
import { MAX_CHUNK_BYTES } from './limits.ts';
import type { MediaPiece } from './media.ts';
import { AUDIO_CONFIG, audioPiece, deltaPiece, keyPiece, nameOf, TestShare } from './test-share.ts';

const BARE_KEY: MediaPiece = { track: 'video', isKey: true, layer: 0, timestamp: 0, data: Uint8Array.of(1) };

const needs = (pattern: string) => new TestShare(sodium).chunks(pattern).map((chunk) => chunk.needs);

describe('the writer of chunks', () => {
  test('numbers each track within its group, and groups by keyframes', () => {
    const names = new TestShare(sodium).chunks('Ka0aK0a').map(nameOf);
    assert.deepEqual(names, ['0v0', '0a0', '0v1', '0a1', '1v0', '1v1', '1a0']);
  });

  test('drops what comes before the first keyframe', () => {
    assert.deepEqual(new TestShare(sodium).chunks('a00aK').map(nameOf), ['0v0']);
  });

  test('says what a frame needs: the last one that is of no higher layer', () => {
    assert.deepEqual(needs('K000'), [0, 0, 1, 2]);
    assert.deepEqual(needs('K2120212'), [0, 0, 0, 2, 0, 4, 4, 6]);
    assert.deepEqual(needs('K33'), [0, 0, 1]);
    assert.deepEqual(needs('Ka0a0'), [0, 0, 0, 1, 1]);
  });

  test('never seals two pieces with one nonce: what is equal in two places is not there in its sealed form', () => {
    const sealed = new TestShare(sodium)
      .chunks('Kaa00aK00aK')
      .map(({ bytes }) => Buffer.from(bytes.subarray(33, -64)).toString('hex'));
    assert.equal(new Set(sealed).size, sealed.length);
  });

  test('takes a new key with a keyframe only, and never an older one', () => {
    const share = new TestShare(sodium);
    const later = { epoch: 3, key: new Uint8Array(32).fill(3) };
    const write = (piece: MediaPiece, secret = share.secret) => share.writer.write(piece, secret);
    assert.equal(write(keyPiece())?.epoch, 0);
    for (const piece of [deltaPiece(), audioPiece()])
      assert.throws(() => write(piece, later), { name: 'RangeError', message: /epoch 3 after that of 0/ });
    const chunk = write(keyPiece(), later);
    assert.equal(chunk?.epoch, 3);
    assert.ok(chunk !== undefined && openChunk(sodium, chunk, share.secret.key) === undefined);
    assert.deepEqual(openChunk(sodium, chunk, later.key), keyPiece());
    assert.throws(() => write(keyPiece()), RangeError);
    assert.throws(() => write(deltaPiece()), RangeError);
  });

  for (const [what, piece] of [
    ['a time that is none', deltaPiece(0, Number.NaN)],
    ['a time of half a microsecond', deltaPiece(0, 0.5)],
    ['a layer that is none', deltaPiece(4)],
    ['an empty frame', deltaPiece(0, 0, new Uint8Array(0))],
    ['a frame that is too large', deltaPiece(0, 0, new Uint8Array(MAX_CHUNK_BYTES))],
    ['no packets', { ...audioPiece(), packets: [] }],
    ['256 packets', { ...audioPiece(), packets: Array.from({ length: 256 }, () => Uint8Array.of(1)) }],
    ['an empty packet', { ...audioPiece(), packets: [new Uint8Array(0)] }],
    ['packets without a length', { ...audioPiece(), duration: 0 }],
    ['a codec without a name', { ...audioPiece(), config: { ...AUDIO_CONFIG, codec: '' } }],
    ['a keyframe of no known size', { ...keyPiece(), config: { codec: 'vp8', width: 0, height: 1 } }],
    ['a keyframe without a config', BARE_KEY],
    [
      'a description that is too long',
      { ...audioPiece(), config: { ...AUDIO_CONFIG, description: new Uint8Array(4096) } },
    ],
  ] as const)
    test(`refuses ${what}, and goes on`, () => {
      const share = new TestShare(sodium);
      share.chunks('K');
      assert.throws(() => share.writer.write(piece, share.secret), RangeError);
      assert.deepEqual(share.chunks('0a').map(nameOf), ['0v1', '0a0']);
    });
});
