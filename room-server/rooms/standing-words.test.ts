import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type EndingsEvent, type FeedId, type Role, verifyStanding } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { StandingWords } from './standing-words.ts';
import { feedOf } from './test-core.ts';
import { ROOM, ROOM_KEY, wordReader } from './test-words.ts';
import { WordFeed } from './word-feed.ts';

const [VERA, VIC, BOB, EVE] = [2, 3, 4, 5].map(feedOf) as [FeedId, FeedId, FeedId, FeedId];

/** A room with two viewers, in which Eve hears of those alone whom she met. */
function room() {
  const roles = new Map<FeedId, Role>([
    [VERA, 'viewer'],
    [VIC, 'viewer'],
    [BOB, 'participant'],
  ]);
  const met = new Set<FeedId>();
  const feed = new WordFeed({ hearsAll: (id) => id !== EVE, haveMet: (_one, other) => met.has(other) });
  const time = { now: 1000 };
  const words = new StandingWords({
    key: ROOM_KEY,
    crypto: sodium,
    feed,
    roleOf: (id) => roles.get(id),
    now: () => time.now,
  });
  const asks = (listener: FeedId) =>
    wordReader((outlet) => {
      feed.add(listener, outlet);
      words.tellAll(listener, outlet);
    });
  return { roles, met, words, asks, time };
}

/** What was said, where the room signed it. */
function said(events: readonly EndingsEvent[]): unknown[] {
  return events.map((event) => {
    const word = event.type === 'standing' ? verifyStanding(sodium, ROOM, event.standing) : undefined;
    return [word?.who, word?.role, word?.at];
  });
}

describe('the word of who is a viewer', () => {
  test('is said when they first come, and to whoever asks later', () => {
    const { words, asks, time } = room();
    const read = asks(BOB);
    assert.deepEqual(read(), []);
    words.arrived(BOB);
    words.arrived(VERA);
    words.arrived(VERA);
    assert.deepEqual(said(read()), [[VERA, 'viewer', 1000]], 'once, and of viewers alone');
    time.now = 2000;
    words.arrived(VIC);
    assert.deepEqual(said(asks(BOB)()), [
      [VERA, 'viewer', 1000],
      [VIC, 'viewer', 2000],
    ]);
  });

  test('is said of each change from and to viewer', () => {
    const { roles, words, asks } = room();
    words.arrived(VERA);
    const read = asks(BOB);
    read();
    roles.set(VERA, 'participant');
    words.changed(VERA, 'participant');
    roles.delete(VIC);
    words.changed(VIC, undefined);
    assert.deepEqual(said(read()), [
      [VERA, 'participant', 1000],
      [VIC, 'external', 1000],
    ]);
    assert.deepEqual(said(asks(BOB)()), [], 'whoever comes later has nobody to hold to it');
    roles.set(BOB, 'viewer');
    words.changed(BOB, 'viewer');
    assert.deepEqual(said(asks(VERA)()), [[BOB, 'viewer', 1000]]);
  });

  test('of other roles is said to whoever it concerns alone', () => {
    const { words, asks } = room();
    const [bob, vera] = [asks(BOB), asks(VERA)];
    words.tell(BOB, 'moderator');
    assert.deepEqual(said(bob()), [[BOB, 'moderator', 1000]]);
    assert.deepEqual(vera(), []);
  });

  test('is said to outsiders when they meet', () => {
    const { words, asks } = room();
    const read = asks(EVE);
    words.arrived(VERA);
    assert.deepEqual(read(), []);
    words.met(EVE, VERA);
    assert.deepEqual(said(read()), [[VERA, 'viewer', 1000]]);
    words.met(VIC, EVE);
    assert.deepEqual(said(read()), [[VIC, 'viewer', 1000]]);
    words.met(EVE, BOB);
    assert.deepEqual(read(), []);
  });
});
