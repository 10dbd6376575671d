import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf, loneStream, Refused, WatchedSet } from '@open-rooms/protocol';
import { MemoryWire } from '@open-rooms/protocol/testing';
import { createIdentity } from '../identity/identity.ts';
import { KeptPeople } from '../peers/kept-people.ts';
import type { PeerConnection } from '../peers/peer-connection.ts';
import { FakeWorld } from '../testing/fake-world.ts';
import { TestTunnel } from '../testing/test-lines.ts';
import type { Link } from './link.ts';
import { MAX_STRANGER_LINKS } from './link-limits.ts';
import { Links } from './links.ts';

/** The room that everybody is met in. */
const ROOM = 1;

const allocate = (length: number) => new Uint8Array(length);
const nothing = { [Symbol.dispose]: () => undefined };

/** The id of the nth person. */
const person = (n: number): FeedId => feedIdOf(new Uint8Array(32).fill(7).with(0, n));

/** Links of somebody who knows the first of the people; base connections are begun and never made. */
function scene() {
  const { runtime } = new FakeWorld();
  const links = new Links({
    ...{ identity: createIdentity(runtime.crypto), runtime, ice: async () => ({ iceServers: [] }) },
    book: { relationOf: (id) => (id === person(0) ? 'followed' : 'stranger'), watch: () => nothing },
    peers: { open: new WatchedSet<PeerConnection>(), mayStay: () => true, kept: new KeptPeople() },
    load: () => new Promise(() => undefined),
    isConnected: () => true,
  });
  /** Somebody opens a tunnel, and makes a base connection of it. */
  const come = (n: number): Link | undefined => {
    const [wire] = MemoryWire.pair();
    const stream = loneStream(wire, { isAsker: false, name: 'link', allocate });
    links.accept(new TestTunnel('there', ROOM, person(n)), stream);
    return links.to(person(n));
  };
  return { links, come };
}

describe('links with people whom one does not know', () => {
  test('are so many: whoever comes later takes the place of the oldest that is idle', () => {
    const { come } = scene();
    const all = Array.from({ length: MAX_STRANGER_LINKS }, (_, n) => come(n + 1));
    const known = come(0);
    assert.equal(come(101)?.state.value, 'opening');
    assert.deepEqual(
      [all[0]?.state.value, all[1]?.state.value, known?.state.value],
      ['ended', 'opening', 'opening'],
    );
    assert.equal(come(0), known, 'whom one knows is none of them');
  });

  test('are no more where all are used', () => {
    const { links, come } = scene();
    for (let n = 1; n <= MAX_STRANGER_LINKS; n++)
      come(n)
        ?.media()
        .catch(() => undefined);
    assert.throws(() => come(101), Refused);
    assert.equal(links.to(person(101)), undefined);
    assert.equal(come(0)?.state.value, 'opening');
  });

  test('who is kept takes no place, nor has to go, until they are kept no more', () => {
    const { links, come } = scene();
    const kept = [links.keep(person(1)), links.keep(person(1))];
    const all = Array.from({ length: MAX_STRANGER_LINKS + 1 }, (_, n) => come(n + 1));
    assert.deepEqual([all[0]?.state.value, all[1]?.state.value], ['opening', 'opening']);
    come(101);
    assert.deepEqual([all[0]?.state.value, all[1]?.state.value], ['opening', 'ended']);
    kept[0]?.[Symbol.dispose]();
    kept[0]?.[Symbol.dispose]();
    come(102);
    assert.deepEqual([all[0]?.state.value, all[2]?.state.value], ['opening', 'ended'], 'kept twice');
    kept[1]?.[Symbol.dispose]();
    come(103);
    assert.equal(all[0]?.state.value, 'ended');
  });
});
