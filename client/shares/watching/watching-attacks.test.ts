import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type Chunk, FPS_MAX, type MediaPiece } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { SharedWorld } from '../../testing/shared-world.ts';
import { SHARE_PROTOCOL, StreamCarrier } from '../carriers/stream-carrier.ts';
import { SHARER_MESSAGES_AT_ONCE } from './watch-control.ts';

/** What a viewer may lose by a parent that plays tricks: {@link FEED_BEHIND_MS}, a beat, and the way to another. */
const LEFT_BY_MS = 16_000;

let clock: VirtualClock;
let world: SharedWorld;

beforeEach(() => {
  clock = new VirtualClock(1_000);
  world = new SharedWorld(clock);
});

/** Somebody who is let in. */
async function viewer() {
  const person = world.watch();
  world.links.join(person.id, world.sharer.id);
  await world.pass(500);
  world.welcome(person.id);
  const seen: MediaPiece[] = [];
  person.watching.onPiece((piece) => seen.push(piece));
  return { ...person, seen };
}

/** A viewer, a parent that a test writes, and an honest one as the backup. */
async function scene() {
  const [child, { id }, honest] = [await viewer(), await viewer(), await viewer()];
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
  const give = (chunk: Chunk) => {
    for (const carrier of carriers) carrier.send({ kind: 'chunk', bytes: chunk.bytes });
  };
  return { child, id, honest, give };
}

/** Ten frames a second, a keyframe among them; each is told to the parent that lies. */
async function run(ms: number, onChunk: (chunk: Chunk) => void): Promise<void> {
  for (let at = 0; at < ms; at += 100) {
    world.give(at % 1_000 === 0);
    const newest = world.cache.since().at(-1);
    if (newest !== undefined) onChunk(newest);
    if (at % 1_000 === 0) world.beat();
    await world.pass(100);
  }
}

const lost = (child: { id: Parameters<SharedWorld['said']>[0] }) =>
  world.said(child.id, 'lost').map(({ parent, why }) => [parent, why]);

describe('a parent whose chunks are genuine', () => {
  test('and ever older, is left for another', async () => {
    const { child, id, honest, give } = await scene();
    const kept: Chunk[] = [];
    // At half the speed, evenly: it falls back by a second in two.
    await run(2 * LEFT_BY_MS, (chunk) => {
      kept.push(chunk);
      const next = kept[(kept.length - 1) / 2];
      if (next !== undefined) give(next);
    });
    assert.equal(child.watching.source.value?.parent, honest.id);
    assert.deepEqual(lost(child)[0], [id, 'silent']);
  });

  test('and play an old group to a fresh joiner, is left for another', async () => {
    for (let n = 0; n < 300; n++) world.give(n === 0);
    const old = world.cache.since();
    await world.pass(100);
    const { child, id, honest, give } = await scene();
    let at = 0;
    await run(LEFT_BY_MS, () => {
      const next = old[at++];
      if (next !== undefined) give(next);
    });
    assert.equal(child.watching.source.value?.parent, honest.id);
    assert.deepEqual(lost(child)[0], [id, 'silent']);
    assert.equal(child.seen.at(-1)?.timestamp, world.pieces.at(-1)?.timestamp);
  });

  test('and nothing but sound, is left for another', async () => {
    const { child, id, honest, give } = await scene();
    await run(LEFT_BY_MS, () => {
      const timestamp = clock.now() * 1_000;
      const packets = [new Uint8Array(40)];
      give(world.chunk({ track: 'audio', timestamp, duration: 20_000, packets }));
    });
    assert.equal(child.watching.source.value?.parent, honest.id);
    assert.deepEqual(lost(child)[0], [id, 'silent']);
  });

  test('and none of them a keyframe, is left for another', async () => {
    const { child, id, honest, give } = await scene();
    await run(LEFT_BY_MS, (chunk) => {
      if (!chunk.isKey) give(chunk);
    });
    assert.equal(child.watching.source.value?.parent, honest.id);
    assert.deepEqual(lost(child)[0]?.[0], id);
  });
});

describe('a sharer', () => {
  test('that has a viewer feed itself has it wait', async () => {
    const { id, watching } = await viewer();
    world.place(id, id);
    await world.pass(1_000);
    assert.deepEqual(watching.state.value, { kind: 'waiting', why: 'no-place' });
    assert.deepEqual(world.said(id, 'lost'), []);
  });

  test('that says more than anybody can follow is cut, and listened to again later', async () => {
    const { id, watching } = await viewer();
    const before = world.lines.get(id);
    let how: string | undefined;
    void before?.closed.then((why) => (how = why));
    for (let n = 0; n <= SHARER_MESSAGES_AT_ONCE; n++) {
      world.beat();
      if (n % 100 === 0) await world.pass(1);
    }
    await world.pass(50);
    assert.match(how ?? '', /^too-many/);
    await world.pass(2_000);
    assert.notEqual(world.lines.get(id), before);
    world.place(id, world.sharer.id);
    world.give(true);
    await world.pass(500);
    assert.deepEqual(watching.state.value, { kind: 'watching' });
  });

  test('that gives a whole group at once is told of no more frames than a report can say', async () => {
    const { id, watching } = await viewer();
    world.place(id, world.sharer.id);
    const first = world.give(true);
    await world.pass(50);
    watching.shown(first.timestamp);
    for (let n = 0; n < FPS_MAX + 200; n++) world.give();
    clock.advance(1);
    const last = world.give();
    await world.pass(300);
    watching.shown(last.timestamp);
    await world.pass(1_000);
    assert.equal(
      world.said(id, 'report').some(({ fps }) => fps === FPS_MAX),
      true,
    );
  });
});
