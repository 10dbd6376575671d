import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf, type PeerContract, peerContract, Refused, serve } from '@open-rooms/protocol';
import { Background } from '../connection/background.ts';
import type { Strangers } from '../contacts/consent.ts';
import { ContactBook } from '../contacts/contact-book.ts';
import { MemoryStore } from '../contacts/memory-store.ts';
import { patience, settled } from '../testing/fake-world.ts';
import { connected, peerPair } from '../testing/peer-pair.ts';
import { startRing } from './outgoing-ring.ts';
import type { PeerConnection } from './peer-connection.ts';
import { peerHandlers } from './peer-handlers.ts';
import { RING_AGAIN_MS, RING_MS } from './ring-limits.ts';
import { Rings } from './rings.ts';

const STEP_MS = 5_000;

/** Alice, who rings, and the bell of Bob. */
async function bell(strangers: Strangers = 'request') {
  let rings: Rings | undefined;
  const mute = new Set<FeedId>();
  const handlers = peerHandlers({
    id: feedIdOf(new Uint8Array(32)),
    now: () => 0,
    onPipe: (_peer, stream) => stream.fail('no'),
    onChat: (_peer, stream) => stream.fail('no'),
    onLink: (_peer, stream) => stream.fail('no'),
    onAbout: () => ({}),
    onRing: (peer, outlet) => rings?.accept(peer, outlet),
  });
  const answer = serve<PeerContract, PeerConnection>(peerContract, handlers, {
    gate: () => undefined,
    onFault: (error) => assert.fail(String(error)),
  });
  const pair = await peerPair(answer);
  const [alice, bob] = await connected(pair);
  const { clock } = pair.tunnel;
  const book = await ContactBook.open({ store: new MemoryStore(), own: alice.id, now: () => clock.now() });
  rings = new Rings({
    book,
    strangers: () => strangers,
    isMute: (id) => mute.has(id),
    clock,
    now: () => clock.now(),
    background: new Background(),
  });
  const ring = () => startRing(alice, clock, patience());
  /** In steps: who is silent for long is taken for gone. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      clock.advance(Math.min(left, STEP_MS));
      await settled();
    }
  };
  return { pass, book, rings, ring, mute, caller: bob.id };
}

describe('a bell', () => {
  test('rings for as long as a telephone would, then it was missed', async () => {
    const { pass, rings, ring, caller, book } = await bell();
    await book.follow(caller);
    const ringing = await ring();
    const [heard] = rings.ringing.snapshot();
    assert.equal(heard?.from, caller);
    await pass(RING_MS - 1);
    assert.equal(rings.ringing.size, 1);
    await pass(1);
    assert.deepEqual(
      [await ringing.answered, await heard?.ended, rings.ringing.size],
      ['missed', 'missed', 0],
    );
  });

  test('is not rung again at once by a stranger who was missed', async () => {
    const { pass, rings, ring } = await bell();
    const ringing = await ring();
    await pass(RING_MS);
    assert.equal(await ringing.answered, 'missed');
    await assert.rejects(ring(), /not answered just now/);
    await pass(RING_AGAIN_MS);
    await ring();
    assert.deepEqual([rings.asked.size, rings.ringing.size], [1, 0]);
  });

  test('is silent for whoever only watches, and stops for whoever does from now on', async () => {
    const { rings, ring, mute, book, caller } = await bell();
    await book.follow(caller);
    const ringing = await ring();
    mute.add(caller);
    rings.reconsider();
    assert.deepEqual([await ringing.answered, rings.ringing.size], ['declined', 0]);
    await assert.rejects(ring(), /refused/);
  });

  test('is silent for whom the person refuses, and stops for whom they block', async () => {
    const refusing = await bell('refuse');
    await assert.rejects(refusing.ring(), /rung by nobody whom they do not know/);
    const { rings, ring, caller, book } = await bell();
    const ringing = await ring();
    await book.block(caller);
    assert.deepEqual([await ringing.answered, rings.asked.size], ['declined', 0]);
  });

  test('takes a bounded number of strangers', async () => {
    const { rings } = await bell();
    const outlet = { push: () => undefined, whenEnded: () => undefined, end: () => undefined };
    const strangers = Array.from({ length: 20 }, (_, index) => feedIdOf(new Uint8Array(32).fill(index + 50)));
    const room = feedIdOf(new Uint8Array(32));
    const rang = strangers.filter((id: FeedId) => {
      try {
        rings.accept({ id, room } as PeerConnection, outlet as never);
        return true;
      } catch (error) {
        assert.ok(error instanceof Refused);
        return false;
      }
    });
    assert.equal(rang.length, 8);
  });
});
