import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { AudioPiece, MediaPiece, VideoPiece } from '@open-rooms/protocol';
import { openMediaFile } from './media-file.ts';
import type { MediaPacket } from './media-packets.ts';
import { openRecorder, type Recorder } from './recorder.ts';
import { recordableFamilies } from './recording-kind.ts';
import { CLIP, H264, packetsOf, piecesOf } from './test-clips.ts';

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'recorder-'));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a recorder tells. */
async function recording(
  path: string,
  expectsSound = false,
): Promise<{ recorder: Recorder; told: unknown[][] }> {
  const told: unknown[][] = [];
  const recorder = await openRecorder(path, {
    onFile: (file, why) => told.push(['file', file, why]),
    onSaved: ({ path: file, seconds }) => told.push(['saved', file, Math.round(seconds * 100) / 100]),
    onFailed: (error) => told.push(['failed', error.message]),
    expectsSound: () => expectsSound,
  });
  return { recorder, told };
}

/** Records pieces, and answers what was told. */
async function recorded(path: string, pieces: readonly MediaPiece[]): Promise<unknown[][]> {
  const { recorder, told } = await recording(path);
  for (const piece of pieces) recorder.take(piece);
  await recorder.finish();
  return told;
}

const essence = (packets: readonly MediaPacket[]) =>
  packets.map(({ data, isKey, timestamp }) => ({ data, isKey, timestamp }));

/** A share that goes on under other conditions. */
const later = (pieces: readonly MediaPiece[], by: number): MediaPiece[] =>
  pieces.map((piece) => ({ ...piece, timestamp: piece.timestamp + by }));
const withVideo = (pieces: readonly MediaPiece[], change: (piece: VideoPiece) => VideoPiece): MediaPiece[] =>
  pieces.map((piece) => (piece.track === 'video' ? change(piece) : piece));
const withAudio = (pieces: readonly MediaPiece[], change: (piece: AudioPiece) => AudioPiece): MediaPiece[] =>
  pieces.map((piece) => (piece.track === 'audio' ? change(piece) : piece));

describe('what is recorded', () => {
  test('is in out.webm, packet by packet', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'out.webm');
      const told = await recorded(path, later(await piecesOf(CLIP), 7_000_000));
      assert.deepEqual(told[0], ['file', path, undefined]);
      assert.match(`${told[1]}`, /^saved,.*out\.webm,3\.\d\d?$/);
      const [was, is] = [await packetsOf(CLIP), await packetsOf(path)];
      assert.deepEqual(essence(is.video), essence(was.video));
      assert.deepEqual(essence(is.audio), essence(was.audio));
    }));

  test('begins at a keyframe, and its time there', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'out.webm');
      const pieces = await piecesOf(CLIP);
      const after = pieces.findIndex((piece) => piece.track === 'video' && !piece.isKey);
      await recorded(path, pieces.slice(after));
      const [was, is] = [await packetsOf(CLIP), await packetsOf(path)];
      assert.equal(is.video.length, 20);
      assert.deepEqual(is.video[0]?.timestamp, 0);
      assert.deepEqual(
        is.video.map(({ data }) => data),
        was.video.slice(10).map(({ data }) => data),
      );
      assert.ok(is.audio.length >= 100 && is.audio.length <= 101);
    }));

  for (const [form, change] of [
    ['with its description', (piece: VideoPiece) => piece],
    ['as Annex B', annexB],
  ] as const) {
    test(`is H.264 ${form}, in out.mp4`, () =>
      inFolder(async (folder) => {
        const path = join(folder, 'out.mp4');
        const told = await recorded(path, withVideo(await piecesOf(H264), change));
        assert.deepEqual(
          told.map(([what]) => what),
          ['file', 'saved'],
        );
        const [was, is] = [await packetsOf(H264), await packetsOf(path)];
        assert.deepEqual(
          is.video.map(({ isKey, timestamp }) => [isKey, timestamp]),
          was.video.map(({ isKey, timestamp }) => [isKey, timestamp]),
        );
        // Parameter sets that stood in the frame, as they do in Annex B, may be left in it.
        for (const [n, { data }] of is.video.entries())
          assert.ok(Buffer.from(data).includes(Buffer.from(was.video[n]?.data.subarray(4) ?? [])));
        using file = await openMediaFile(path);
        assert.ok(file.video.config.description !== undefined);
      }));
  }
});

describe('a share that becomes something else goes on in another file', () => {
  const cases: readonly [string, string, (pieces: MediaPiece[]) => MediaPiece[]][] = [
    [
      'of another size',
      'size',
      (pieces) =>
        withVideo(later(pieces, 3e6), (piece) => ({
          ...piece,
          ...(piece.config && { config: { ...piece.config, width: 320 } }),
        })),
    ],
    [
      'in another codec',
      'codec',
      (pieces) =>
        withVideo(later(pieces, 3e6), (piece) => ({
          ...piece,
          ...(piece.config && { config: { ...piece.config, codec: 'vp09.00.10.08' } }),
        })),
    ],
    [
      'with other sound',
      'sound',
      (pieces) =>
        withAudio(later(pieces, 3e6), (piece) => ({
          ...piece,
          ...(piece.config && { config: { ...piece.config, sampleRate: 24_000 } }),
        })),
    ],
    ['whose time began again', 'time', (pieces) => pieces],
  ];
  for (const [what, why, change] of cases) {
    test(what, () =>
      inFolder(async (folder) => {
        const path = join(folder, 'out.webm');
        const pieces = await piecesOf(CLIP);
        const told = await recorded(path, [...pieces, ...change(pieces)]);
        const files = told.filter(([kind]) => kind === 'file');
        assert.deepEqual(files, [
          ['file', path, undefined],
          ['file', join(folder, 'out-2.webm'), why],
        ]);
        const frames = [path, join(folder, 'out-2.webm')].map(
          async (file) => (await packetsOf(file)).video.length,
        );
        // What other sound is, is known when it came: what was shown until the next keyframe is in the first file.
        assert.deepEqual(await Promise.all(frames), why === 'sound' ? [40, 20] : [30, 30]);
      }),
    );
  }

  test('and a name that is taken is passed over', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'out.webm');
      await writeFile(join(folder, 'out-2.webm'), 'mine');
      const pieces = await piecesOf(CLIP);
      await recorded(path, [...pieces, ...pieces, ...pieces]);
      assert.deepEqual((await readdir(folder)).sort(), [
        'out-2.webm',
        'out-3.webm',
        'out-4.webm',
        'out.webm',
      ]);
    }));
});

describe('sound', () => {
  test('where there is none is not waited for', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'out.webm');
      const { recorder, told } = await recording(path);
      const pieces = (await piecesOf(CLIP)).filter(({ track }) => track === 'video');
      for (const piece of pieces) recorder.take(piece);
      while (told.length === 0) await new Promise(setImmediate);
      await recorder.finish();
      const { video, audio } = await packetsOf(path);
      assert.deepEqual([video.length, audio.length], [30, 0]);
    }));

  test('that is to come is waited for, where a viewer begins behind what says how it is made', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'out.webm');
      const { recorder, told } = await recording(path, true);
      const pieces = withAudio(await piecesOf(CLIP), ({ config, ...piece }) =>
        piece.timestamp < 1_000_000 || config === undefined ? piece : { ...piece, config },
      );
      for (const piece of pieces) recorder.take(piece);
      await recorder.finish();
      assert.deepEqual(
        told.map(([what]) => what),
        ['file', 'saved'],
      );
      const { video, audio } = await packetsOf(path);
      assert.deepEqual([video.length, audio.length], [30, 151]);
    }));

  test('that ends is given up, so that pictures do not wait for it; where it comes again, another file has it', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'out.webm');
      const pieces = await piecesOf(CLIP);
      const mute = pieces.filter(({ track }) => track === 'video');
      const parts = [pieces, later(mute, 3e6), later(mute, 6e6), later(mute, 9e6), later(pieces, 12e6)];
      const told = await recorded(path, parts.flat());
      assert.deepEqual(
        told.map(([kind, , why]) => (kind === 'file' ? why : kind)),
        [undefined, 'saved', 'sound', 'saved'],
      );
      const first = await packetsOf(path);
      assert.deepEqual([first.video.length, first.audio.length], [130, 151]);
      const second = await packetsOf(join(folder, 'out-2.webm'));
      assert.equal(second.video.length, 20);
      assert.ok(second.audio.length > 90);
    }));
});

describe('what cannot be recorded', () => {
  const refused = (path: string, why: RegExp) =>
    assert.rejects(recording(path), { name: 'MediaFileError', fault: 'media-unwritable', message: why });

  test('is refused before anything comes: other kinds, files that are there, folders that are not', () =>
    inFolder(async (folder) => {
      await refused(join(folder, 'out.avi'), /ends in \.webm .* or \.mp4/);
      await writeFile(join(folder, 'out.webm'), 'mine');
      await refused(join(folder, 'out.webm'), /it exists already/);
      await refused(join(folder, 'none', 'out.webm'), /ENOENT/);
    }));

  test('leaves no file where nothing came', () =>
    inFolder(async (folder) => {
      assert.deepEqual(await recorded(join(folder, 'out.webm'), []), []);
      assert.deepEqual(await readdir(folder), []);
    }));

  test('tells once that the folder is gone, and takes nothing more', () =>
    inFolder(async (folder) => {
      const gone = await mkdtemp(join(folder, 'gone-'));
      const { recorder, told } = await recording(join(gone, 'out.webm'));
      await rm(gone, { recursive: true });
      const pieces = await piecesOf(CLIP);
      for (const piece of [...pieces, ...later(pieces, 3e6)]) recorder.take(piece);
      await recorder.finish();
      assert.equal(told.filter(([kind]) => kind === 'failed').length, 1);
      assert.match(`${told.at(-1)?.[1]}`, /Cannot save to ".*": ENOENT/);
    }));

  test('is said by what a file can hold', () => {
    assert.deepEqual(recordableFamilies('a.WEBM'), ['av1', 'vp9', 'vp8', 'opus']);
    assert.deepEqual(recordableFamilies('a.mp4'), ['h264', 'av1', 'vp9', 'aac', 'opus']);
  });
});

/** The same frame with start codes, its parameter sets in front of keyframes, and no description. */
function annexB(piece: VideoPiece): VideoPiece {
  const { config, ...frame } = piece;
  const units = [...(config?.description === undefined ? [] : parameterSets(config.description))];
  for (let at = 0; at < frame.data.length; ) {
    const length = new DataView(frame.data.buffer, frame.data.byteOffset + at).getUint32(0);
    units.push(frame.data.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const data = new Uint8Array(Buffer.concat(units.flatMap((unit) => [Buffer.from([0, 0, 0, 1]), unit])));
  if (config === undefined) return { ...frame, data };
  const { codec, width, height } = config;
  return { ...frame, data, config: { codec, width, height } };
}

/** Those of an `avcC` box that holds one of each. */
function parameterSets(box: Uint8Array): Uint8Array[] {
  const view = new DataView(box.buffer, box.byteOffset);
  const first = box.subarray(8, 8 + view.getUint16(6));
  const at = 8 + first.length + 1;
  return [first, box.subarray(at + 2, at + 2 + view.getUint16(at))];
}
