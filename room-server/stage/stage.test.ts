import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type FeedId,
  feedIdOf,
  SERVER_LIMITS,
  type SignedAnnouncement,
  signAnnouncement,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { Presence } from '../presence/presence.ts';
import { TestReader } from '../presence/test-reader.ts';
import {
  MAX_SHARES_PER_ATTENDANT,
  MAX_SHARES_PER_ROOM,
  SHARE_AGO_MAX_MS,
  SHARE_AHEAD_MAX_MS,
  SHARES_AT_ONCE,
  Stage,
} from './stage.ts';
import { StageFeed } from './stage-feed.ts';

const ROOM = feedIdOf(new Uint8Array(32).fill(7));
const NOW = 1_764_000_000_000;

/** Somebody with a key, by number. */
function person(number: number) {
  const seed = new Uint8Array(32);
  new DataView(seed.buffer).setUint32(0, number);
  const { publicKey, secretKey } = sodium.signKeyPair(seed);
  const id = feedIdOf(publicKey);
  const says = (share: number, more: { readonly at?: number; readonly room?: FeedId } = {}) =>
    signAnnouncement(sodium, secretKey, { room: ROOM, by: id, share: shareId(share), at: NOW, ...more });
  return { id, says };
}

function shareId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

const [ann, bob] = [person(1), person(2)];

/** A room in which Ann is, over one connection. */
function room() {
  const presence = new Presence<string>();
  const clock = new VirtualClock();
  const parts = { room: ROOM, crypto: sodium, clock, now: () => NOW, attendants: presence.attendants };
  const stage = new Stage(parts);
  const feed = new StageFeed(stage);
  const read = (): (() => unknown[]) => {
    const reader = new TestReader();
    reader.ask((outlet: Parameters<StageFeed['subscribe']>[0]) => feed.subscribe(outlet));
    return () => reader.read();
  };
  return { presence, clock, stage, feed, read, here: presence.attend(ann.id, 'here') };
}

const began = (share: SignedAnnouncement) => ({ type: 'began', share });
const ended = ({ by, share }: SignedAnnouncement) => ({ type: 'ended', by, share });

describe('what is shared in a room', () => {
  test('is told once, then as it begins and ends, to all who ask', () => {
    const { stage, read } = room();
    const early = read();
    assert.deepEqual(early(), [{ type: 'shares', shares: [] }]);
    stage.share(ann.id, ann.says(1));
    stage.share(ann.id, ann.says(2));
    const late = read();
    assert.deepEqual(late(), [{ type: 'shares', shares: [ann.says(1), ann.says(2)] }]);
    assert.equal(stage.unshare(ann.id, shareId(1)), true);
    assert.equal(stage.unshare(ann.id, shareId(1)), false);
    assert.deepEqual(early(), [began(ann.says(1)), began(ann.says(2)), ended(ann.says(1))]);
    assert.deepEqual(late(), [ended(ann.says(1))]);
    assert.deepEqual(stage.snapshot(), [ann.says(2)]);
  });

  test('said again is no news, unless it began at another time', () => {
    const { stage, read } = room();
    stage.share(ann.id, ann.says(1));
    const told = read();
    told();
    assert.equal(stage.share(ann.id, ann.says(1)), true);
    assert.deepEqual(told(), []);
    const again = ann.says(1, { at: NOW + 1 });
    stage.share(ann.id, again);
    assert.deepEqual(told(), [began(again)]);
    assert.deepEqual(stage.snapshot(), [again]);
  });

  test('is over when the last connection of its sharer goes, and no earlier', () => {
    const { presence, stage, read, here } = room();
    stage.share(ann.id, ann.says(1));
    stage.share(ann.id, ann.says(2));
    presence.attend(bob.id, 'bob');
    stage.share(bob.id, bob.says(1));
    const told = read();
    told();
    const again = presence.attend(ann.id, 'there');
    here[Symbol.dispose]();
    assert.deepEqual(told(), []);
    again[Symbol.dispose]();
    assert.deepEqual(told(), [ended(ann.says(1)), ended(ann.says(2))]);
    assert.deepEqual(stage.snapshot(), [bob.says(1)]);
  });

  test('is its sharer’s alone: nobody ends it, or takes its place by its id', () => {
    const { presence, stage } = room();
    presence.attend(bob.id, 'bob');
    stage.share(ann.id, ann.says(1));
    assert.equal(stage.unshare(bob.id, shareId(1)), false);
    stage.share(bob.id, bob.says(1));
    assert.equal(stage.unshare(bob.id, shareId(1)), true);
    assert.deepEqual(stage.snapshot(), [ann.says(1)]);
  });

  test('to whoever has ended the source nothing more is told', () => {
    const { stage, feed } = room();
    const reader = new TestReader();
    const asked = reader.ask((outlet: Parameters<StageFeed['subscribe']>[0]) => feed.subscribe(outlet));
    reader.read();
    asked.end();
    reader.tell();
    stage.share(ann.id, ann.says(1));
    assert.deepEqual(reader.read(), []);
  });

  test('a reader that reads nothing is cut, and what waited for it forgotten', () => {
    const { stage, feed, clock } = room();
    const idle = new TestReader();
    idle.ask((outlet: Parameters<StageFeed['subscribe']>[0]) => feed.subscribe(outlet));
    for (let n = 0; n < 1000; n++) {
      clock.advance(4_000);
      stage.share(ann.id, ann.says(1));
      stage.unshare(ann.id, shareId(1));
      assert.ok(idle.room.outbox.queuedBytes <= SERVER_LIMITS.queuedBytesPerRequest + 1024);
    }
    assert.deepEqual(idle.read(), []);
    assert.match(idle.ends[0] ?? '', /^too-slow/);
  });
});

describe('an announcement is refused', () => {
  const refuses = (stage: Stage, caller: FeedId, said: SignedAnnouncement, code: string, why: RegExp) => {
    assert.throws(() => stage.share(caller, said), { name: 'Refused', code, message: why });
    assert.equal(stage.size, 0);
  };

  test('of somebody else, for another room, by whoever is not there', () => {
    const { presence, stage, here } = room();
    presence.attend(bob.id, 'bob');
    refuses(stage, bob.id, ann.says(1), 'not-allowed', /signed by @.*, not you/);
    refuses(stage, ann.id, ann.says(1, { room: bob.id }), 'not-allowed', /for the room @/);
    here[Symbol.dispose]();
    refuses(stage, ann.id, ann.says(1), 'not-allowed', /not in the room/);
  });

  test('with a signature that is not the sharer’s, or a time that is no time of now', () => {
    const { stage } = room();
    const signature = bob.says(1).signature;
    refuses(stage, ann.id, { ...ann.says(1), signature }, 'bad-argument', /signature is not yours/);
    refuses(stage, ann.id, { ...ann.says(1), at: NOW - 1 }, 'bad-argument', /signature is not yours/);
    for (const at of [NOW - SHARE_AGO_MAX_MS - 1, NOW + SHARE_AHEAD_MAX_MS + 1])
      refuses(stage, ann.id, ann.says(1, { at }), 'bad-argument', /look at your clock/);
    for (const at of [NOW - SHARE_AGO_MAX_MS, NOW + SHARE_AHEAD_MAX_MS])
      assert.ok(stage.share(ann.id, ann.says(1, { at })));
  });

  test('where one shares much already, or everybody does', () => {
    const { presence, stage } = room();
    for (let n = 0; n < MAX_SHARES_PER_ATTENDANT; n++) stage.share(ann.id, ann.says(n));
    assert.throws(() => stage.share(ann.id, ann.says(99)), { code: 'too-many', message: /end one of them/ });
    assert.ok(stage.share(ann.id, ann.says(0, { at: NOW + 5 })), 'one of those that stand there');
    for (let n = 10; stage.size < MAX_SHARES_PER_ROOM; n++) {
      const other = person(n);
      presence.attend(other.id, `${n}`);
      for (let k = 0; k < MAX_SHARES_PER_ATTENDANT; k++) stage.share(other.id, other.says(k));
    }
    presence.attend(bob.id, 'bob');
    assert.throws(() => stage.share(bob.id, bob.says(1)), {
      code: 'too-many',
      message: /wait until one ends/,
    });
    stage.unshare(ann.id, shareId(0));
    assert.ok(stage.share(bob.id, bob.says(1)));
  });

  test('where they come without end, also of somebody who leaves and comes back between them', () => {
    const { presence, stage, clock } = room();
    let shared = 0;
    const share = () => {
      using _there = presence.attend(ann.id, 'again');
      stage.share(ann.id, ann.says(1));
      stage.unshare(ann.id, shareId(1));
      shared++;
    };
    assert.throws(
      () => {
        for (;;) share();
      },
      { code: 'too-many', message: /wait some seconds/ },
    );
    assert.equal(shared, SHARES_AT_ONCE + 1);
    clock.advance(4_000);
    share();
  });
});

test('a full stage fits in what may wait for one reader', () => {
  const shares = Array.from({ length: MAX_SHARES_PER_ROOM }, (_, n) => ann.says(n));
  assert.ok(JSON.stringify({ type: 'shares', shares }).length < 64 * 1024);
});
