import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Ending, type FeedId, feedIdOf, WatchedSet } from '@open-rooms/protocol';
import type { PeerConnection } from '../peers/peer-connection.ts';
import type { Link } from './link.ts';
import { LinkEndings } from './link-endings.ts';

const [OWN, BOB, CAROL, TEA, COFFEE] = [1, 2, 3, 4, 5].map((n) => feedIdOf(new Uint8Array(32).fill(n))) as [
  FeedId,
  FeedId,
  FeedId,
  FeedId,
  FeedId,
];

/** Links and tunnels of which a test says when they come. */
function scene() {
  const links = new WatchedSet<Link>();
  const tunnels = new WatchedSet<PeerConnection>();
  const time = { now: 1000 };
  const endings = new LinkEndings({ own: OWN, links, tunnels, now: () => time.now });
  const ended: FeedId[] = [];
  const tunnel = (id: FeedId, room: FeedId) => tunnels.enter({ id, room } as PeerConnection);
  const link = (id: FeedId) => {
    const entered = links.enter({
      id,
      close: () => {
        ended.push(id);
        entered[Symbol.dispose]();
      },
    } as Link);
  };
  return { endings, ended, time, tunnel, link };
}

const removed = (who: FeedId, at: number, room = TEA): Ending => ({ room, why: 'removed', who, at });
const stopped = (at: number, room = TEA): Ending => ({ room, why: 'stopped', at });

describe('links that a room ends', () => {
  test('are those of whom it removed, and all where it was oneself', () => {
    const { endings, ended, tunnel, link } = scene();
    for (const id of [BOB, CAROL]) {
      tunnel(id, TEA);
      link(id);
    }
    endings.heard(TEA, removed(BOB, 1001));
    assert.deepEqual(ended, [BOB]);
    endings.heard(TEA, removed(OWN, 1001));
    assert.deepEqual(ended, [BOB, CAROL]);
  });

  test('are all that were made through it where it was stopped', () => {
    const { endings, ended, tunnel, link } = scene();
    tunnel(BOB, TEA);
    link(BOB);
    tunnel(CAROL, COFFEE);
    link(CAROL);
    endings.heard(TEA, stopped(1001));
    assert.deepEqual(ended, [BOB]);
  });

  test('go on where another room stands for them, until that ends them, too', () => {
    const { endings, ended, tunnel, link } = scene();
    tunnel(BOB, TEA);
    link(BOB);
    tunnel(BOB, COFFEE);
    endings.heard(TEA, removed(BOB, 1001));
    assert.deepEqual(ended, []);
    endings.heard(COFFEE, stopped(1001, COFFEE));
    assert.deepEqual(ended, [BOB]);
  });

  test('go on where they began later than what was said, however often it is said', () => {
    const { endings, ended, time, tunnel, link } = scene();
    tunnel(BOB, TEA);
    link(BOB);
    endings.heard(TEA, removed(BOB, 1500));
    assert.deepEqual(ended, [BOB]);
    time.now = 2000;
    link(BOB);
    endings.heard(TEA, removed(BOB, 1500));
    assert.deepEqual(ended, [BOB]);
    endings.heard(TEA, removed(BOB, 2000));
    assert.deepEqual(ended, [BOB, BOB]);
  });

  test('are not ended where the tunnel through the room has gone: the room does not have to be there', () => {
    const { endings, ended, tunnel, link } = scene();
    const through = tunnel(BOB, TEA);
    link(BOB);
    through[Symbol.dispose]();
    assert.deepEqual(ended, []);
    endings.heard(TEA, removed(BOB, 1001));
    assert.deepEqual(ended, [BOB], 'but its word holds');
  });
});
