import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { PLAIN } from '../style.ts';
import { eventLines, type LineOptions } from './event-lines.ts';
import type { PeerEvent } from './events.ts';
import type { WatchedBy } from './share-events.ts';

const [ANA, BOB, room] = [1, 2, 3].map((n) => feedIdOf(new Uint8Array(32).fill(n))) as [
  ...[typeof id, typeof id, typeof id],
];
const id = feedIdOf(new Uint8Array(32).fill(9));
const share = 'ab'.repeat(16);
const SHORT = `${id.slice(0, 9)}…`;
const options: LineOptions = {
  ...{ style: PLAIN, isTerminal: false, isAsking: false, profile: 'me', manyRooms: false },
};

/** What is said, without the time of day and the word before it. */
function text(event: PeerEvent): string {
  const [line = '', ...more] = eventLines(event, '12:04:31', options);
  assert.deepEqual(more, []);
  assert.equal(line.slice(0, 19), '12:04:31  share    ');
  return line.slice(19);
}

describe('what is told to whoever shares', () => {
  const begun = {
    ...({ event: 'share-begun', share, room, in: 'Garden', file: 'clip.webm', codec: 'h264' } as const),
    ...{ width: 1280, height: 720, sound: true },
  } as const;

  test('what it is', () => {
    assert.equal(text(begun), 'you share clip.webm in Garden (H.264, 1280x720, with sound)');
    assert.match(text({ ...begun, sound: false }), /, without sound\)$/);
    assert.match(text({ ...begun, sound: false, unheard: 'mp3' }), /, without its sound, which is mp3\)$/);
    assert.ok(!text({ ...begun, file: '\u001b[2J.webm' }).includes('\u001b'));
  });

  test('who watches, how far behind in the middle, and by whom they are fed', () => {
    const viewers = (...viewers: WatchedBy[]) => text({ event: 'viewers', share, viewers });
    const direct = { fps: 10, from: room, through: 'direct', fedHere: true } as const;
    assert.equal(viewers(), 'nobody watches');
    assert.equal(viewers({ id, behindMs: null, fps: 0, fedHere: true }), `1 watches: ${SHORT} waits`);
    assert.equal(
      viewers(
        { id: ANA, name: 'Ana', behindMs: 90.4, ...direct },
        { id: BOB, name: 'Bob', behindMs: 300, ...direct, through: 'room' },
        { id, behindMs: 180, fps: 9, from: ANA, through: 'direct', fedHere: false },
        { id, behindMs: null, fps: 9, from: BOB, through: 'relayed', fedHere: true },
      ),
      `4 watch, 180 ms behind: Ana directly, Bob through the room, ${SHORT} through Ana, ${SHORT} over a relay`,
    );
  });

  test('how it ended', () => {
    const ended = { event: 'share-ended', share } as const;
    assert.equal(text({ ...ended, why: 'left' }), 'stopped');
    assert.equal(text({ ...ended, why: 'file-over' }), 'the file is over');
    assert.equal(text({ ...ended, why: 'file-over', error: 'EIO\u001b' }), 'it is over: EIO\\u{1b}');
  });
});

describe('what is told to whoever watches', () => {
  test('whose it is, what is seen, and which way it comes', () => {
    assert.equal(
      text({ event: 'watches', share, room, in: 'Garden', id: ANA, name: 'Ana' }),
      'you watch what Ana shares in Garden',
    );
    const picture = { event: 'picture', share, width: 640, height: 360, fps: 14.6 } as const;
    const ana = { id: ANA, name: 'Ana' };
    const fromAna = { ...picture, from: ana, fromSharer: true } as const;
    assert.equal(text({ ...fromAna, through: 'direct' }), '640x360, 15 fps, directly');
    assert.equal(text({ ...fromAna, through: 'room' }), '640x360, 15 fps, through the room');
    const fromBob = { ...picture, from: { id: BOB, name: 'Bob' }, fromSharer: false } as const;
    assert.equal(text({ ...fromBob, through: 'direct' }), '640x360, 15 fps, through Bob');
    assert.equal(text({ ...fromBob, through: 'room' }), '640x360, 15 fps, through Bob and the room');
  });

  test('what is waited for, and how it ended', () => {
    assert.match(text({ event: 'waits', why: 'no-viewer' }), /^the file begins when/);
    const waits = (why: Extract<PeerEvent, { event: 'waits' }>['why']) => text({ event: 'waits', why });
    assert.match(waits('no-share'), /^nobody shares anything here yet/);
    for (const why of ['no-place', 'no-path', 'reconnecting'] as const)
      assert.match(waits(why), /^waiting: /);
    assert.match(waits('paused'), /^paused by/);
    const ended = { event: 'share-ended', share } as const;
    assert.equal(text({ ...ended, why: 'stopped' }), 'it is over');
    assert.match(text({ ...ended, why: 'gone' }), /whoever shared it is gone$/);
    assert.match(text({ ...ended, why: 'removed' }), /has taken you out of it$/);
  });

  test('where it is saved', () => {
    assert.equal(text({ event: 'saves', file: 'out.webm' }), 'saved to out.webm');
    assert.equal(
      text({ event: 'saves', file: 'out-2.webm', why: 'size' }),
      'saved to out-2.webm, since the picture has another size',
    );
    assert.equal(
      text({ event: 'saved', file: 'out.webm', bytes: 21_025, seconds: 3.02 }),
      'out.webm is whole: 3.0 s, 21.0 kB',
    );
  });
});
