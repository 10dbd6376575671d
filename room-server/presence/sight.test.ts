import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AttendantsEvent, type FeedId, WatchedSet } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { feedOf } from '../rooms/test-core.ts';
import { Sight } from './sight.ts';
import { TestReader } from './test-reader.ts';

/** Time enough for every list that is due. */
const WINDOWS_MS = 1_000;

const [ANA, BOB, VERA, VIC] = [1, 2, 3, 4].map(feedOf) as [FeedId, FeedId, FeedId, FeedId];

/** A room where two people and two viewers are, of whom nobody shares yet. */
function room() {
  const attendants = new WatchedSet<FeedId>();
  const sharers = new WatchedSet<FeedId>();
  const clock = new VirtualClock();
  const sight = new Sight(attendants, sharers, clock);
  for (const id of [ANA, BOB, VERA, VIC]) attendants.enter(id);
  /** Somebody asks for attendants and endpoints: answers what came since the last time. */
  const asks = (who: FeedId, seesAll: boolean) => {
    const [events, lists] = [new TestReader(), new TestReader()];
    events.ask<AttendantsEvent>((outlet) => sight.attendants(who, seesAll, outlet));
    lists.ask<FeedId[]>((outlet) => sight.endpoints(who, seesAll, outlet));
    return () => {
      clock.advance(WINDOWS_MS);
      return { events: events.read(), lists: lists.read() };
    };
  };
  return { attendants, sharers, sight, asks };
}

describe('whom a viewer sees', () => {
  test('is themselves, and those who share, as they begin and end', () => {
    const { attendants, sharers, asks } = room();
    const [vera, ana] = [asks(VERA, false), asks(ANA, true)];
    assert.deepEqual(vera(), { events: [{ type: 'state', ids: [VERA] }], lists: [[VERA]] });
    assert.deepEqual(ana().lists, [[ANA, BOB, VERA, VIC]], 'and is seen');
    const share = sharers.enter(BOB);
    assert.deepEqual(vera(), { events: [{ type: 'joined', id: BOB }], lists: [[VERA, BOB]] });
    assert.deepEqual(asks(VIC, false)().events, [{ type: 'state', ids: [VIC, BOB] }]);
    const second = sharers.enter(BOB);
    attendants.enter(feedOf(9));
    share[Symbol.dispose]();
    assert.deepEqual(vera(), { events: [], lists: [] }, 'somebody came, and still one share goes on');
    second[Symbol.dispose]();
    assert.deepEqual(vera(), { events: [{ type: 'left', id: BOB }], lists: [[VERA]] });
    assert.deepEqual(ana().events, [{ type: 'joined', id: feedOf(9) }], 'shares are no news to the others');
  });

  test('becomes everybody, on what they read already, when they may see all', () => {
    const { attendants, sharers, sight, asks } = room();
    sharers.enter(BOB);
    const [vera, vic] = [asks(VERA, false), asks(VIC, false)];
    vera();
    vic();
    sight.seesAll(VERA);
    assert.deepEqual(vera(), {
      events: [
        { type: 'joined', id: ANA },
        { type: 'joined', id: VIC },
      ],
      lists: [[ANA, BOB, VERA, VIC]],
    });
    attendants.enter(feedOf(9));
    assert.deepEqual(vera().events, [{ type: 'joined', id: feedOf(9) }]);
    assert.deepEqual(vic(), { events: [], lists: [] }, 'and nobody else sees more');
  });

  test('is no matter to those who see all', () => {
    const { sharers, sight, asks } = room();
    const ana = asks(ANA, true);
    ana();
    sight.seesAll(ANA);
    sharers.enter(BOB);
    assert.deepEqual(ana(), { events: [], lists: [] });
  });
});
