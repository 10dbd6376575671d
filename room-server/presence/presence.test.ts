import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf } from '@open-rooms/protocol';
import { Presence } from './presence.ts';

const ANN: FeedId = feedIdOf(new Uint8Array(32).fill(1));

describe('presence', () => {
  test('an attendant is reached over the newest connection', () => {
    const presence = new Presence<string>();
    presence.attend(ANN, 'old');
    presence.attend(ANN, 'new');
    assert.equal(presence.reach(ANN), 'new');
    assert.deepEqual(presence.attendants.snapshot(), [ANN]);
  });

  test('the end of an old connection leaves the new one, and its tunnels, alone', () => {
    const presence = new Presence<string>();
    const old = presence.attend(ANN, 'old');
    presence.attend(ANN, 'new');
    const left: FeedId[] = [];
    presence.attendants.watch({ joined: () => {}, left: (id) => left.push(id) });
    old[Symbol.dispose]();
    old[Symbol.dispose]();
    assert.deepEqual(left, []);
    assert.equal(presence.reach(ANN), 'new');
  });

  test('who has left is not reached; who comes back is', () => {
    const presence = new Presence<string>();
    const first = presence.attend(ANN, 'first');
    first[Symbol.dispose]();
    assert.equal(presence.reach(ANN), undefined);
    presence.attend(ANN, 'second');
    first[Symbol.dispose]();
    assert.equal(presence.reach(ANN), 'second');
  });
});
