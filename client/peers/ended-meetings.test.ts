import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Ending, type FeedId, feedIdOf, WatchedSet } from '@open-rooms/protocol';
import { EndedMeetings, type EndingRoom } from './ended-meetings.ts';
import type { PeerConnection } from './peer-connection.ts';

const id = (n: number) => feedIdOf(new Uint8Array(32).fill(n));
const [OWN, BOB, CAROL, TEA, COFFEE] = [id(1), id(2), id(3), id(4), id(5)] as const;
const REMOVED: Ending = { room: TEA, why: 'removed', who: BOB, at: 1 };

/** A room, tunnels, and who is in it, as a test says. */
function scene() {
  const attendants = new WatchedSet<FeedId>();
  const open = new WatchedSet<PeerConnection>();
  const listeners = new Set<() => void>();
  const room = {
    id: TEA,
    state: 'open' as EndingRoom['state'],
    attendants,
    watch: (listener: () => void) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
  const closed: string[] = [];
  const tunnel = (name: string, who: FeedId, through: FeedId = TEA) => {
    const entered = open.enter({
      id: who,
      room: through,
      close: () => {
        closed.push(name);
        entered[Symbol.dispose]();
      },
    } as PeerConnection);
  };
  const lose = () => {
    room.state = 'waiting';
    for (const listener of [...listeners]) listener();
    room.state = 'open';
  };
  return { meetings: new EndedMeetings({ own: OWN, open }), room, attendants, tunnel, closed, lose };
}

describe('whom a room has removed', () => {
  test('has no tunnel through it any more, and gets none before it lets them in again', () => {
    const { meetings, room, attendants, tunnel, closed } = scene();
    const there = attendants.enter(BOB);
    tunnel('bob', BOB);
    tunnel('bob elsewhere', BOB, COFFEE);
    tunnel('carol', CAROL);
    assert.ok(meetings.concerns(TEA, REMOVED));
    meetings.end(room, REMOVED);
    assert.deepEqual(closed, ['bob']);
    assert.deepEqual([meetings.mayMeet(room, BOB), meetings.mayMeet(room, CAROL)], [false, true]);
    assert.ok(!meetings.concerns(TEA, REMOVED));
    there[Symbol.dispose]();
    assert.ok(!meetings.mayMeet(room, BOB));
    attendants.enter(BOB);
    assert.ok(meetings.mayMeet(room, BOB));
  });

  test('or banned; whoever may do less is met again as soon as the room has ended their connections', () => {
    for (const [why, isMetAgain] of [
      ['banned', false],
      ['demoted', true],
      ['mode', true],
    ] as const) {
      const { meetings, room, attendants, tunnel, closed } = scene();
      const there = attendants.enter(BOB);
      tunnel('bob', BOB);
      meetings.end(room, { room: TEA, why, who: BOB, at: 1 });
      assert.deepEqual([closed, meetings.mayMeet(room, BOB)], [['bob'], false], why);
      there[Symbol.dispose]();
      assert.equal(meetings.mayMeet(room, BOB), isMetAgain, why);
    }
  });

  test('and a change of mode that names nobody ends all tunnels, and bars nobody', () => {
    const { meetings, room, attendants, tunnel, closed } = scene();
    attendants.enter(BOB);
    tunnel('bob', BOB);
    meetings.end(room, { room: TEA, why: 'mode', at: 1 });
    assert.deepEqual([closed, meetings.mayMeet(room, BOB)], [['bob'], true]);
  });

  test('or oneself, or all where it was stopped: nobody is met through it until it is entered anew', () => {
    const endings: Ending[] = [
      { room: TEA, why: 'stopped', at: 1 },
      { room: TEA, why: 'removed', who: OWN, at: 1 },
    ];
    for (const ending of endings) {
      const { meetings, room, attendants, tunnel, closed, lose } = scene();
      tunnel('bob', BOB);
      tunnel('carol', CAROL);
      meetings.end(room, ending);
      assert.deepEqual(closed, ['bob', 'carol']);
      attendants.enter(BOB);
      assert.ok(!meetings.mayMeet(room, BOB));
      lose();
      assert.ok(meetings.mayMeet(room, BOB));
    }
  });
});
