import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf, SERVER_LIMITS, WatchedSet } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { AttendantsFeed } from './attendants-feed.ts';
import { EndpointsFeed } from './endpoints-feed.ts';
import { TestReader } from './test-reader.ts';

/** Time enough for every list that is due. */
const WINDOWS_MS = 1_000;

/** The id of somebody, by number. */
function peer(number: number): FeedId {
  const key = new Uint8Array(32);
  new DataView(key.buffer).setUint32(0, number);
  return feedIdOf(key);
}

function room(): { attendants: WatchedSet<FeedId>; clock: VirtualClock; endpoints: EndpointsFeed } {
  const attendants = new WatchedSet<FeedId>();
  const clock = new VirtualClock();
  return { attendants, clock, endpoints: new EndpointsFeed(attendants, clock) };
}

describe('room.attendants', () => {
  test('the state once, then each change', () => {
    const attendants = new WatchedSet<FeedId>();
    const feed = new AttendantsFeed(attendants);
    attendants.enter(peer(1));
    const reader = new TestReader();
    reader.ask((outlet: Parameters<AttendantsFeed['subscribe']>[0]) => feed.subscribe(outlet));
    const second = attendants.enter(peer(2));
    second[Symbol.dispose]();
    assert.deepEqual(reader.read(), [
      { type: 'state', ids: [peer(1)] },
      { type: 'joined', id: peer(2) },
      { type: 'left', id: peer(2) },
    ]);
  });

  test('who has ended the source is told nothing more', () => {
    const attendants = new WatchedSet<FeedId>();
    const feed = new AttendantsFeed(attendants);
    const reader = new TestReader();
    const asked = reader.ask((outlet: Parameters<AttendantsFeed['subscribe']>[0]) => feed.subscribe(outlet));
    reader.read();
    asked.end();
    reader.tell();
    attendants.enter(peer(1));
    assert.deepEqual(reader.read(), []);
  });

  test('a reader that reads nothing is cut, and what waited for it forgotten', () => {
    const attendants = new WatchedSet<FeedId>();
    const feed = new AttendantsFeed(attendants);
    const reader = new TestReader();
    reader.ask((outlet: Parameters<AttendantsFeed['subscribe']>[0]) => feed.subscribe(outlet));
    for (let number = 0; number < 10_000; number++) {
      attendants.enter(peer(number));
      assert.ok(reader.room.outbox.queuedBytes <= SERVER_LIMITS.queuedBytesPerRequest + 1024);
    }
    assert.deepEqual(reader.read(), []);
    assert.match(reader.ends[0] ?? '', /^too-slow/);
  });
});

describe('tunnel.endpoints', () => {
  type Subscriber = Parameters<EndpointsFeed['subscribe']>[0];

  test('the first change goes out at once, what follows in one list at the end of the window', () => {
    const { attendants, clock, endpoints } = room();
    const reader = new TestReader();
    reader.ask((outlet: Subscriber) => endpoints.subscribe(outlet));
    assert.deepEqual(reader.read(), [[]]);
    attendants.enter(peer(1));
    clock.advance(0);
    assert.deepEqual(reader.read(), [[peer(1)]]);
    attendants.enter(peer(2));
    attendants.enter(peer(3));
    clock.advance(249);
    assert.deepEqual(reader.read(), []);
    clock.advance(1);
    assert.deepEqual(reader.read(), [[peer(1), peer(2), peer(3)]]);
    clock.advance(WINDOWS_MS);
    assert.deepEqual(reader.read(), [], 'nothing goes out where nothing changed');
    assert.equal(clock.waiting, 0, 'nor does a timer run');
  });

  test('who joins by subscribing finds themselves in one list, not in two', () => {
    const { attendants, clock, endpoints } = room();
    const reader = new TestReader();
    reader.ask((outlet: Subscriber) => {
      attendants.enter(peer(1));
      endpoints.subscribe(outlet);
    });
    clock.advance(WINDOWS_MS);
    assert.deepEqual(reader.read(), [[peer(1)]]);
  });

  test('a reader that is behind has one list waiting, and gets the newest when it caught up', () => {
    const { attendants, clock, endpoints } = room();
    const reader = new TestReader();
    reader.ask((outlet: Subscriber) => endpoints.subscribe(outlet));
    for (let number = 1; number <= 100; number++) {
      attendants.enter(peer(number));
      clock.advance(WINDOWS_MS);
    }
    assert.ok(reader.room.outbox.queuedBytes < 100, 'only the first list, which was empty, waits');
    const lists = reader.read() as FeedId[][];
    assert.deepEqual(
      lists.map((list) => list.length),
      [0, 100],
    );
  });

  test('sources that are opened by the hundred in a full room, and never read, keep no more than is allowed', () => {
    const { attendants, clock, endpoints } = room();
    for (let number = 0; number < 5_000; number++) attendants.enter(peer(number));
    clock.advance(WINDOWS_MS);
    const reader = new TestReader();
    for (let at = 0; at < SERVER_LIMITS.openRequests; at++) {
      reader.ask((outlet: Subscriber) => endpoints.subscribe(outlet));
    }
    const listBytes = 5_000 * 57;
    assert.ok(
      reader.room.outbox.queuedBytes <= 2 * SERVER_LIMITS.queuedBytesPerConnection + listBytes,
      `${reader.room.outbox.queuedBytes} bytes wait`,
    );
  });
});
