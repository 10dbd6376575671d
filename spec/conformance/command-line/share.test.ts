import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startOurRoom } from '../our-room.ts';
import { Command, hostOf, ran } from './command.ts';

/** Three seconds of VP8 and Opus, with a keyframe each second. */
const CLIP = join(import.meta.dirname, '../../fixtures/clip.webm');

interface Packet {
  readonly isKey: boolean;
  readonly data: string;
}

/** The packets of a file's video, or of its sound. */
async function packetsOf(path: string, track: 'video' | 'audio'): Promise<Packet[]> {
  using input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const found = track === 'video' ? await input.getPrimaryVideoTrack() : await input.getPrimaryAudioTrack();
  assert.ok(found, `${path} has ${track}`);
  const packets: Packet[] = [];
  for await (const { data, type } of new EncodedPacketSink(found).packets())
    packets.push({ isKey: type === 'key', data: Buffer.from(data).toString('base64') });
  return packets;
}

/**
 * That a file holds what a clip holds, round and round: from a keyframe on each frame is the next, or again a keyframe,
 * where a busy machine has left some out; and its sound, of which those who come late get what is newest.
 */
async function assertSameAs(path: string, clip: string): Promise<void> {
  const [is, was] = [await packetsOf(path, 'video'), await packetsOf(clip, 'video')];
  assert.ok(is.length >= 2, `${is.length} frames`);
  let at = -1;
  for (const { data, isKey } of is) {
    const next = (at + 1) % was.length;
    at = data === was[next]?.data ? next : was.findIndex((frame) => frame.data === data);
    assert.ok(at >= 0, 'a frame of the clip');
    assert.ok(at === next || isKey, `frame ${at} where ${next} was due`);
    assert.equal(isKey, was[at]?.isKey);
  }
  const sounds = new Set((await packetsOf(clip, 'audio')).map(({ data }) => data));
  const heard = await packetsOf(path, 'audio');
  assert.ok(heard.length >= 1, `${heard.length} packets of sound`);
  for (const { data } of heard) assert.ok(sounds.has(data), 'a packet of the clip');
}

describe('open-rooms peer shows and watches', () => {
  test('a file, of which the other saves the very packets', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const saved = join(home.path, 'out.webm');
    const where = hostOf(room);
    await using watcher = new Command(['peer', where, '--watch', '--save', saved], { home: home.path });
    await watcher.prints(/nobody shares anything here yet/);
    await using sharer = new Command(['peer', where, '--share', CLIP, '--loop', '--json'], {
      home: home.path,
    });
    const [begun] = await sharer.prints(/.*"event":"share-begun".*/);
    const { time: _time, share, ...facts } = JSON.parse(begun);
    assert.deepEqual(facts, {
      ...{ event: 'share-begun', room: room.id, in: 'Garden', file: 'clip.webm', codec: 'vp8' },
      ...{ width: 160, height: 90, sound: true },
    });
    await watcher.prints(/you watch what @\S+… shares in Garden/);
    await watcher.prints(/160x90, \d+ fps, (directly|through the room)/);
    const [seen] = await sharer.prints(/.*"event":"viewers".*"behindMs":\d.*/);
    const { viewers } = JSON.parse(seen);
    assert.deepEqual([viewers.length, viewers[0].fedHere], [1, true]);
    assert.ok(viewers[0].behindMs < 5_000, `${viewers[0].behindMs} ms behind`);
    // What the sound is made of is known then.
    await watcher.prints(/saved to .*out\.webm/);
    sharer.signal('SIGINT');
    const [ended] = await sharer.prints(/.*"event":"share-ended".*/);
    assert.deepEqual([JSON.parse(ended).share, JSON.parse(ended).why], [share, 'left']);
    assert.equal(await sharer.ends(), 0);
    assert.equal(await watcher.ends(), 0);
    assert.match(watcher.stdout, /out\.webm is whole: .* s, .*\n.* it is over\n/);
    assert.deepEqual(
      (await readdir(home.path)).filter((name) => name.startsWith('out')),
      ['out.webm'],
    );
    await assertSameAs(saved, CLIP);
  });

  test('until the file is over; whoever watches without saving, and stops, says so', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const where = hostOf(room);
    await using watcher = new Command(['peer', where, '--watch', '--fan-out', '0', '--json'], {
      home: home.path,
    });
    await watcher.prints(/"event":"waits","why":"no-share"/);
    await using sharer = new Command(['peer', where, '--share', CLIP, '--fan-out', '1'], { home: home.path });
    await sharer.prints(/the file begins when somebody watches/);
    const [line] = await watcher.prints(/.*"event":"picture".*/);
    const { width, height, fromSharer } = JSON.parse(line);
    assert.deepEqual([width, height, fromSharer], [160, 90, true]);
    await watcher.prints(/"event":"share-ended",.*"why":"stopped"/);
    assert.equal(await sharer.ends(), 0);
    assert.match(sharer.stdout, /the file is over\n/);
    assert.equal(await watcher.ends(), 0);
  });

  test('what cannot be shown is said before anybody is met', async () => {
    await using home = await temporaryDirectory();
    const { code, err } = await ran(['peer', 'localhost', '--share', 'none.webm'], { home: home.path });
    assert.deepEqual([code, err.split(':')[0]], [2, 'Cannot read "none.webm"']);
  });
});
