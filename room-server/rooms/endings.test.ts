import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type EndingsEvent, feedIdOf, verifyEnding } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { TestReader } from '../presence/test-reader.ts';
import { ENDING_KEPT_MS, Endings, MAX_ENDINGS } from './endings.ts';

const keys = sodium.signKeyPair(new Uint8Array(32).fill(1));
const ROOM = feedIdOf(keys.publicKey);
const [BOB, CAROL] = [2, 3].map((n) => feedIdOf(new Uint8Array(32).fill(n))) as [typeof ROOM, typeof ROOM];

/** A room whose clock the test moves. */
function roomAt(start: number) {
  const time = { now: start };
  const key = { id: ROOM, secretKey: keys.secretKey };
  const expelled: string[] = [];
  const expel = (who: string) => void expelled.push(who);
  return { time, expelled, endings: new Endings({ key, crypto: sodium, now: () => time.now, expel }) };
}

/** Asks, and answers what comes, each time what came since. */
function reader(endings: Endings): () => EndingsEvent[] {
  const asked = new TestReader();
  asked.ask<EndingsEvent>((outlet) => endings.subscribe(outlet));
  return () => asked.read() as EndingsEvent[];
}

/** What was said, where the room signed it. */
function said(events: readonly EndingsEvent[]): unknown[] {
  return events.map((event) => {
    if (event.type === 'now') return event.at;
    const { why, who, at } = verifyEnding(sodium, ROOM, event.ending) ?? {};
    return [why, who, at];
  });
}

describe('what a room ends', () => {
  test('goes to all who ask for it, signed, behind the time it is there', () => {
    const { endings, time } = roomAt(1000);
    const [one, other] = [reader(endings), reader(endings)];
    assert.deepEqual([said(one()), said(other())], [[1000], [1000]]);
    endings.removed(BOB);
    time.now = 2000;
    endings.stopped();
    for (const read of [one, other])
      assert.deepEqual(said(read()), [
        ['removed', BOB, 1000],
        ['stopped', undefined, 2000],
      ]);
  });

  test('ends what a removed person has in the room before it is said, and lets them in no more', () => {
    const { endings, expelled } = roomAt(1000);
    const read = reader(endings);
    read();
    assert.ok(endings.mayEnter(BOB));
    endings.removed(BOB);
    assert.deepEqual(expelled, [BOB]);
    assert.deepEqual([endings.mayEnter(BOB), endings.mayEnter(CAROL)], [false, true]);
    assert.throws(() => endings.removed(ROOM));
    assert.deepEqual(expelled, [BOB]);
    endings.readmit(BOB);
    assert.ok(endings.mayEnter(BOB));
    assert.deepEqual(said(read()), [['removed', BOB, 1000]], 'which says nothing of links');
  });

  test('is told to those who come later, the last of each person', () => {
    const { endings, time } = roomAt(1000);
    endings.removed(BOB);
    endings.removed(CAROL);
    time.now = 5000;
    endings.removed(BOB);
    assert.deepEqual(said(reader(endings)()), [5000, ['removed', CAROL, 1000], ['removed', BOB, 5000]]);
  });

  test('is forgotten after a day', () => {
    const { endings, time } = roomAt(1000);
    endings.removed(BOB);
    time.now += ENDING_KEPT_MS;
    assert.equal(said(reader(endings)()).length, 2);
    time.now += 1;
    assert.deepEqual(said(reader(endings)()), [time.now]);
  });

  test('is kept up to a bound, the newest', () => {
    const { endings } = roomAt(1000);
    const ids = Array.from({ length: MAX_ENDINGS + 1 }, (_, n) =>
      feedIdOf(
        new Uint8Array(32)
          .fill(7)
          .with(0, n & 255)
          .with(1, n >> 8),
      ),
    );
    for (const id of ids) endings.removed(id);
    const kept = reader(endings)().flatMap((event) => (event.type === 'ending' ? [event.ending] : []));
    assert.deepEqual(
      kept.map((ending) => ending.why === 'removed' && ending.who),
      ids.slice(1),
    );
  });

  test('is a person, and not the room itself', () => {
    const { endings } = roomAt(1000);
    assert.throws(() => endings.removed(ROOM), { code: 'bad-argument' });
  });
});
