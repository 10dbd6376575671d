import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type FeedId, type MediaPiece, toHex } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { RtcNetwork } from '../../testing/rtc-network.ts';
import { SharedWorld } from '../../testing/shared-world.ts';
import { SPARE_MEDIA_MS } from '../carriers/share-channels.ts';
import { SHARE_PROTOCOL, StreamCarrier } from '../carriers/stream-carrier.ts';
import { WATCH_PROTOCOL } from '../watch-line.ts';

/** How long a share may stand still where somebody who fed it goes. */
const HEALED_MS = 2_000;

let clock: VirtualClock;
let world: SharedWorld;

beforeEach(() => {
  clock = new VirtualClock(1_000);
  world = new SharedWorld(clock);
});

/** Somebody who is let in. */
async function viewer(kind: 'direct' | 'room' = 'direct') {
  const person = world.watch();
  world.links.join(person.id, world.sharer.id, kind);
  await world.pass(500);
  world.welcome(person.id);
  const seen: MediaPiece[] = [];
  person.watching.onPiece((piece) => seen.push(piece));
  return { ...person, seen };
}

/** Lets the sharer give a frame each 100 ms, and speak each second, until so long has passed. */
async function run(ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 100) {
    world.give();
    if (at % 1_000 === 0) world.beat();
    await world.pass(100);
  }
}

/** Which of what was given out somebody saw. */
function missedBy(seen: readonly MediaPiece[]): number[] {
  const nameOf = (piece: MediaPiece) => ('data' in piece ? toHex(piece.data) : '');
  const names = new Set(seen.map(nameOf));
  assert.equal(names.size, seen.length, 'nothing twice');
  return world.pieces.flatMap((piece, index) => (names.has(nameOf(piece)) ? [] : [index]));
}

/** The longest time between two pieces, in milliseconds. */
function longestGap(seen: readonly MediaPiece[], from: number): number {
  const times = seen.map(({ timestamp }) => timestamp / 1_000).filter((at) => at >= from);
  return times.reduce((most, at, index) => Math.max(most, at - (times[index - 1] ?? from)), 0);
}

/** One who is fed by another, and would be by a third. */
async function threesome() {
  const [parent, backup, child] = [await viewer(), await viewer(), await viewer()];
  world.links.join(child.id, parent.id);
  world.links.join(child.id, backup.id);
  for (const { id } of [parent, backup]) world.place(id, world.sharer.id);
  await world.pass(100);
  world.place(child.id, parent.id, backup.id);
  world.give(true);
  await run(1_000);
  return { parent, backup, child };
}

describe('a viewer whose parent goes', () => {
  test('without a word is fed by its backup soon, missing nothing', async () => {
    const { parent, backup, child } = await threesome();
    assert.equal(child.watching.source.value?.parent, parent.id);
    const from = clock.now();
    world.links.leave(parent.id);
    await run(HEALED_MS);
    assert.equal(child.watching.source.value?.parent, backup.id);
    assert.ok(longestGap(child.seen, from) < HEALED_MS, `${longestGap(child.seen, from)} ms`);
    assert.deepEqual(missedBy(child.seen), []);
    assert.equal(world.said(child.id, 'lost')[0]?.parent, parent.id);
    assert.equal(world.said(child.id, 'report').at(-1)?.from, backup.id);
  });

  test('and says so is left at once', async () => {
    const { parent, backup, child } = await threesome();
    parent.watching.stop();
    await run(500);
    assert.equal(child.watching.source.value?.parent, backup.id);
    assert.deepEqual(missedBy(child.seen), []);
    assert.deepEqual(
      world.said(child.id, 'lost').map(({ why }) => why),
      ['gone'],
    );
  });

  test('for the sharer has another for it, changes without a gap', async () => {
    const { backup, child, parent } = await threesome();
    world.place(child.id, backup.id, parent.id);
    await run(1_000);
    assert.equal(child.watching.source.value?.parent, backup.id);
    assert.deepEqual(missedBy(child.seen), []);
    assert.equal(parent.watching.feeding.children.length, 0, 'the one before feeds it no more');
    assert.deepEqual(world.said(child.id, 'lost'), []);
  });
});

describe('a parent that does what none may', () => {
  /** A parent that a test writes. */
  async function liar(give: (carrier: StreamCarrier) => void) {
    const child = await viewer();
    const { id } = await viewer();
    const honest = await viewer();
    world.place(honest.id, world.sharer.id);
    world.links.join(child.id, id);
    world.links.join(child.id, honest.id);
    const carriers: StreamCarrier[] = [];
    world.links.of(id).replace(SHARE_PROTOCOL, (link, stream) => {
      const carrier = new StreamCarrier(stream, link, 'child');
      carrier.onFrame(() => carriers.push(carrier));
    });
    await world.pass(50);
    world.place(child.id, id, honest.id);
    await world.pass(100);
    world.give(true);
    const [carrier] = carriers;
    assert.ok(carrier);
    give(carrier);
    await run(1_000);
    return { child, id, honest };
  }

  const lostTo = (child: FeedId, parent: FeedId) =>
    world.said(child, 'lost').filter((lost) => lost.parent === parent)[0]?.why;

  test('by a forged chunk is left for good, and its child sees all the same', async () => {
    const { child, id, honest } = await liar((carrier) => {
      const bytes = world.cache.since()[0]?.bytes.slice() ?? new Uint8Array();
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      carrier.send({ kind: 'chunk', bytes });
    });
    assert.equal(lostTo(child.id, id), 'forged');
    assert.equal(child.watching.source.value?.parent, honest.id);
    assert.deepEqual(missedBy(child.seen), []);
  });

  test('by one that it sent before is, too', async () => {
    const { child, id } = await liar((carrier) => {
      const bytes = world.cache.since()[0]?.bytes ?? new Uint8Array();
      for (let n = 0; n < 2; n++) carrier.send({ kind: 'chunk', bytes });
    });
    assert.equal(lostTo(child.id, id), 'forged');
    assert.deepEqual(missedBy(child.seen), []);
  });

  test('by nothing that can be read is, too', async () => {
    const { child, id } = await liar((carrier) =>
      carrier.send({ kind: 'chunk', bytes: new Uint8Array(300) }),
    );
    assert.equal(lostTo(child.id, id), 'forged');
    assert.deepEqual(missedBy(child.seen), []);
  });

  test('by silence is left for another', async () => {
    const { child, id, honest } = await liar(() => undefined);
    await run(1_000);
    assert.equal(lostTo(child.id, id), 'silent');
    assert.equal(child.watching.source.value?.parent, honest.id);
    assert.deepEqual(missedBy(child.seen), []);
  });
});

describe('where there is no direct connection', () => {
  test('a picture that stands still, with a frame of a higher layer at last, is nobody’s fault', async () => {
    const { id } = await viewer('room');
    world.place(id, world.sharer.id);
    world.give(true);
    world.give(false, 1);
    for (let second = 0; second < 10; second++) {
      world.beat();
      await world.pass(1_000);
    }
    assert.deepEqual(world.said(id, 'lost'), []);
  });

  test('the room carries, until there is one', async () => {
    const { id, watching, seen } = await viewer('room');
    world.place(id, world.sharer.id);
    world.give(true);
    await run(1_000);
    assert.equal(watching.source.value?.through, 'room');
    assert.deepEqual(watching.state.value, { kind: 'watching' });
    world.links.join(id, world.sharer.id, 'relayed');
    await run(6_000);
    assert.equal(watching.source.value?.through, 'relayed');
    const streams = world.links
      .of(id)
      .to(world.sharer.id)
      ?.asked.filter((asked) => asked === WATCH_PROTOCOL);
    assert.equal(streams?.length, 2, 'what is said goes directly, too');
    assert.equal(world.feeding.children.length, 1);
    assert.deepEqual(missedBy(seen), []);
  });

  test('any more, the room carries again', async () => {
    const { id, watching, seen } = await viewer();
    world.place(id, world.sharer.id);
    world.give(true);
    await run(500);
    assert.equal(watching.source.value?.through, 'direct');
    const link = world.links.join(id, world.sharer.id, 'room');
    link.cut(false);
    await run(2_000);
    assert.equal(watching.source.value?.through, 'room');
    assert.deepEqual(missedBy(seen), []);
  });

  test('that answers, the media connection carries until it does again, and nothing is missed', async () => {
    const { id, watching, seen } = await viewer();
    world.place(id, world.sharer.id);
    world.give(true);
    await run(500);
    const link = world.links.to(id, world.sharer.id);
    link.network = new RtcNetwork(clock);
    // What is on its way directly is held up.
    link.hold(true);
    link.goes('room');
    await run(1_000);
    assert.equal(watching.source.value?.through, 'media');
    assert.deepEqual(watching.state.value, { kind: 'watching' });
    assert.deepEqual(missedBy(seen), []);
    link.hold(false);
    link.goes('direct');
    await run(1_000);
    assert.equal(watching.source.value?.through, 'direct');
    assert.deepEqual(missedBy(seen), []);
    assert.equal(world.feeding.children.length, 1);
    const media = await link.media();
    await run(SPARE_MEDIA_MS);
    assert.equal(media.state.value, 'closed', 'what is not needed is closed');
  });

  test('that answers, and no media connection comes, the room carries on, and the media connection is tried again', async () => {
    const { id, watching, seen } = await viewer();
    world.place(id, world.sharer.id);
    world.give(true);
    await run(500);
    const link = world.links.to(id, world.sharer.id);
    link.hold(true);
    link.goes('room');
    await run(5_000);
    assert.equal(watching.source.value?.through, 'room');
    assert.deepEqual(missedBy(seen), []);
    const tried = link.mediaAsked;
    assert.equal(tried, 1);
    link.network = new RtcNetwork(clock);
    await run(10_000);
    assert.equal(watching.source.value?.through, 'media');
    assert.deepEqual(missedBy(seen), []);
    assert.equal(link.mediaAsked, 2);
  });
});
