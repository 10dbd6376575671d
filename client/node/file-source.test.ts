import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { MediaPiece } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { type FileSource, openFileSource } from './file-source.ts';
import { CLIP, packetsOf } from './test-clips.ts';

const SETTINGS = { codec: 'vp8', mode: 'detail', bitsPerSecond: 1e6 } as const;

interface Given {
  readonly piece: MediaPiece;
  /** Milliseconds of the clock. */
  readonly at: number;
}

/** A file that is played by a clock which goes as fast as it is read. */
class Played {
  readonly clock = new VirtualClock(5_000);
  readonly given: Given[] = [];
  isEnded = false;
  #source: FileSource | undefined;

  async play(path: string, loop = false): Promise<FileSource> {
    const { clock } = this;
    const source = await openFileSource(path, { clock, loop });
    this.#source = source;
    source.start(SETTINGS, {
      onPiece: (piece, capturedAt) => {
        assert.equal(capturedAt, clock.now());
        this.given.push({ piece, at: capturedAt - 5_000 });
      },
      onEnded: () => {
        this.isEnded = true;
      },
    });
    return source;
  }

  /** Lets time go on until something holds. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      // The file is read in real time: only when a packet is waited for, time goes on.
      for (let n = 0; n < 50 && this.clock.waiting === 0 && !holds(); n++) await new Promise(setImmediate);
      this.clock.advance(5);
      await new Promise(setImmediate);
    }
  }

  get frames() {
    return this.given.flatMap(({ piece, at }) => (piece.track === 'video' ? [{ ...piece, at }] : []));
  }

  get sound() {
    return this.given.flatMap(({ piece, at }) => (piece.track === 'audio' ? [{ ...piece, at }] : []));
  }

  [Symbol.dispose](): void {
    this.#source?.stop();
  }
}

describe('a file that is shared', () => {
  test('is what it is: its codec, its size, its name', async () => {
    const source = await openFileSource(CLIP);
    const { kind, name, codecs, hasAudio, size } = source;
    source.stop();
    assert.deepEqual(
      { kind, name, codecs, hasAudio, size },
      { kind: 'file', name: 'clip.webm', codecs: ['vp8'], hasAudio: true, size: { width: 160, height: 90 } },
    );
  });

  test('comes packet by packet, each when it is due, and ends', async () => {
    using played = new Played();
    await played.play(CLIP);
    await played.until(() => played.isEnded);
    const { video, audio } = await packetsOf(CLIP);
    assert.deepEqual(
      played.frames.map(({ data, isKey, timestamp }) => ({ data, isKey, timestamp })),
      video.map(({ data, isKey, timestamp }) => ({ data, isKey, timestamp })),
    );
    assert.deepEqual(
      played.sound.flatMap(({ packets }) => packets),
      audio.map(({ data }) => data),
    );
    for (const { timestamp, at } of played.frames) assert.ok(Math.abs(at - timestamp / 1000) <= 10, `${at}`);
    // Of two packets of sound the first waits for the second.
    for (const { timestamp, at } of played.sound) assert.ok(at - timestamp / 1000 <= 30, `${at}`);
    const config = { codec: 'vp8', width: 160, height: 90 };
    assert.deepEqual(
      played.frames.map((frame) => frame.config),
      video.map(({ isKey }) => (isKey ? config : undefined)),
    );
  });

  test('has its sound in pairs, with the configuration at the beginning of each group', async () => {
    using played = new Played();
    await played.play(CLIP);
    await played.until(() => played.isEnded);
    assert.ok(played.sound.filter(({ packets }) => packets.length === 2).length >= 70);
    assert.ok(played.sound.every(({ duration }) => duration === 20_000));
    let group = 0;
    const begins = new Set<number>();
    for (const { piece } of played.given) {
      if (piece.track === 'video' && piece.isKey) group++;
      else if (piece.track === 'audio') {
        assert.equal(piece.config !== undefined, !begins.has(group));
        assert.equal(piece.config?.codec ?? 'opus', 'opus');
        begins.add(group);
      }
    }
    assert.equal(begins.size, 3);
  });

  test('begins again where it loops, and its time goes on', async () => {
    using played = new Played();
    await played.play(CLIP, true);
    await played.until(() => played.frames.length >= 65);
    assert.equal(played.isEnded, false);
    const frames = played.frames;
    assert.deepEqual(frames[30]?.data, frames[0]?.data);
    assert.deepEqual(frames[60]?.isKey, true);
    // The sound is some milliseconds longer than the picture.
    assert.ok(Math.abs((frames[30]?.timestamp ?? 0) - 3_000_000) < 30_000);
    frames.reduce((before, frame) => {
      assert.ok(frame.timestamp > before.timestamp);
      assert.ok(Math.abs(frame.at - frame.timestamp / 1000) < 10);
      return frame;
    });
  });

  test('gives nothing while it is paused, and goes on with the keyframe before', async () => {
    using played = new Played();
    const source = await played.play(CLIP);
    await played.until(() => played.frames.length === 15);
    source.setPaused(true);
    const before = played.given.length;
    played.clock.advance(60_000);
    for (let n = 0; n < 20; n++) await new Promise(setImmediate);
    assert.equal(played.given.length, before);
    assert.equal(played.clock.waiting, 0);
    source.setPaused(false);
    await played.until(() => played.isEnded);
    const frames = played.frames;
    assert.equal(frames.length, 15 + 20);
    assert.deepEqual([frames[15]?.isKey, frames[15]?.data], [true, frames[10]?.data]);
    const [last, next] = [frames[14]?.timestamp ?? 0, frames[15]?.timestamp ?? 0];
    assert.ok(next > last && next - last <= 140_000, 'the time of the pause is no time of the share');
    assert.ok((frames[15]?.at ?? 0) >= 61_000);
  });

  test('goes on from there, and not all at once, where the machine has slept', async () => {
    using played = new Played();
    await played.play(CLIP);
    await played.until(() => played.frames.length === 3);
    played.clock.jump(3_600_000);
    await played.until(() => played.isEnded);
    const [, , , woken, next] = played.frames;
    assert.ok((next?.at ?? 0) - (woken?.at ?? 0) >= 90);
    assert.equal(played.frames.length, 30);
  });

  test('once it is stopped gives nothing, and says nothing of an end', async () => {
    using played = new Played();
    const source = await played.play(CLIP);
    await played.until(() => played.frames.length === 3);
    source.stop();
    const before = played.given.length;
    source.setPaused(false);
    played.clock.advance(60_000);
    for (let n = 0; n < 20; n++) await new Promise(setImmediate);
    assert.deepEqual([played.given.length, played.isEnded, played.clock.waiting], [before, false, 0]);
  });
});

describe('a file that cannot be shared', () => {
  const refused = async (path: string, fault: string, why: RegExp) =>
    assert.rejects(openFileSource(path), { name: 'MediaFileError', fault, message: why });

  test('is told apart: none, no media, broken off', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'file-source-'));
    try {
      await refused(join(folder, 'none.webm'), 'media-unreadable', /Cannot read ".*none\.webm": ENOENT/);
      const text = join(folder, 'text.webm');
      await writeFile(text, 'This is a text.\n'.repeat(100));
      await refused(text, 'media-unreadable', /no WebM, Matroska or MP4 file/);
      await writeFile(text, '');
      await refused(text, 'media-unreadable', /no WebM, Matroska or MP4 file/);
      const short = join(folder, 'short.webm');
      await copyFile(CLIP, short);
      await truncate(short, 9_000);
      using played = new Played();
      await played.play(short);
      await played.until(() => played.isEnded);
      assert.ok(played.frames.length > 5, 'what there is of it is shared');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
