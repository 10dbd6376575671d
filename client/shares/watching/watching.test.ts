import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { MediaPiece } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { SharedWorld } from '../../testing/shared-world.ts';
import { LEFT_MS, NO_PATH_MS } from './watch-state.ts';
import type { Watching } from './watching.ts';

let clock: VirtualClock;
let world: SharedWorld;

beforeEach(() => {
  clock = new VirtualClock(1_000);
  world = new SharedWorld(clock);
});

/** Notes what is seen from now on. */
function seenOf(watching: Watching): MediaPiece[] {
  const seen: MediaPiece[] = [];
  watching.onPiece((piece) => seen.push(piece));
  return seen;
}

/** Somebody who is let in and fed by the sharer. */
async function viewer(options = {}) {
  const person = world.watch(options);
  world.links.join(person.id, world.sharer.id);
  // What found no link before tries again.
  await world.pass(500);
  world.welcome(person.id);
  world.place(person.id, world.sharer.id);
  await world.pass(100);
  return { ...person, seen: seenOf(person.watching) };
}

describe('somebody who watches', () => {
  test('sees what is shared, from the cached group on, in order and unchanged', async () => {
    world.give(true);
    world.give(true);
    world.give();
    const { watching, seen, id } = await viewer();
    assert.deepEqual(watching.state.value, { kind: 'watching' });
    assert.deepEqual(watching.source.value, { parent: world.sharer.id, through: 'direct' });
    world.give();
    await world.pass(50);
    assert.deepEqual(seen, world.pieces.slice(1));
    assert.deepEqual(seenOf(watching), world.pieces.slice(1), 'a later listener has the group, too');
    await world.pass(1_000);
    const report = world.said(id, 'report').at(-1);
    assert.deepEqual(
      [report?.from, report?.through, report?.shown, report?.state],
      [world.sharer.id, 'direct', { group: 1, sequence: 2 }, 'playing'],
    );
    assert.deepEqual([watching.facts.value.width, watching.facts.value.height], [320, 180]);
  });

  test('says what is on screen, and how old it is', async () => {
    const { watching, id } = await viewer();
    const first = world.give(true);
    await world.pass(50);
    watching.shown(first.timestamp);
    const second = world.give();
    await world.pass(50);
    world.beat();
    await world.pass(200);
    watching.shown(second.timestamp);
    await world.pass(1_000);
    assert.equal(watching.facts.value.behindMs, 200);
    assert.deepEqual(world.said(id, 'report').at(-1)?.shown, { group: 0, sequence: 1 });
    assert.equal(watching.watching.value, 1);
  });

  test('opens what came before its key did', async () => {
    const person = world.watch();
    const seen = seenOf(person.watching);
    world.links.join(person.id, world.sharer.id);
    await world.pass(500);
    world.place(person.id, world.sharer.id);
    world.give(true);
    world.give();
    await world.pass(100);
    assert.deepEqual(seen, []);
    world.welcome(person.id);
    await world.pass(100);
    assert.deepEqual(seen, world.pieces);
  });

  test('goes on with another key from the next keyframe on, or sees nothing', async () => {
    const [kept, removed] = [await viewer(), await viewer()];
    world.give(true);
    await world.pass(50);
    world.secret = { epoch: 2, key: new Uint8Array(32).fill(2) };
    world.giveKey(kept.id);
    await world.pass(50);
    world.give(true);
    await world.pass(50);
    assert.equal(kept.seen.length, 2);
    assert.equal(removed.seen.length, 1, 'nothing that could be read came');
  });

  test('is told why not', async () => {
    const refused = world.watch();
    world.links.join(refused.id, world.sharer.id);
    await world.pass(500);
    world.say(refused.id, { type: 'refused', why: 'not-decodable', codec: 'h264' });
    await refused.watching.over;
    const state = { kind: 'refused', why: 'not-decodable', codec: 'h264' };
    assert.deepEqual(refused.watching.state.value, state);
    const over = await viewer();
    world.say(over.id, { type: 'ended', why: 'removed' });
    await over.watching.over;
    assert.deepEqual(over.watching.state.value, { kind: 'ended', why: 'removed' });
    await world.pass(50);
    assert.equal(world.feeding.children.length, 0);
  });

  test('stops, and the sharer is told', async () => {
    const { watching, id } = await viewer();
    watching.stop();
    await world.pass(100);
    assert.equal(world.said(id, 'bye').length, 1);
    assert.equal(world.feeding.children.length, 0);
    world.links.leave(id);
    await world.pass(50);
    assert.equal(clock.waiting, 0, 'nothing waits for anything any more');
  });

  test('knows of pauses, and that there is no place yet', async () => {
    const { watching, id } = await viewer();
    world.give(true);
    world.beat('paused');
    await world.pass(50);
    assert.deepEqual(watching.state.value, { kind: 'waiting', why: 'paused' });
    world.beat('live');
    await world.pass(50);
    assert.deepEqual(watching.state.value, { kind: 'watching' });
    const other = world.watch();
    world.links.join(other.id, world.sharer.id);
    await world.pass(500);
    world.welcome(other.id);
    world.place(other.id);
    await world.pass(50);
    assert.deepEqual(other.watching.state.value, { kind: 'waiting', why: 'no-place' });
    world.place(other.id, id);
    world.links.join(other.id, id);
    await world.pass(200);
    assert.deepEqual(
      other.watching.source.value,
      { parent: id, through: 'direct' },
      'another viewer feeds it',
    );
  });
});

describe('a program that cannot decode', () => {
  test('is given the group once more, and then a keyframe is asked for', async () => {
    const { watching, seen, id } = await viewer();
    world.give(true);
    world.give();
    await world.pass(50);
    watching.needKey();
    assert.deepEqual(seen, [...world.pieces, ...world.pieces]);
    watching.needKey();
    watching.needKey();
    await world.pass(50);
    assert.equal(world.said(id, 'need-key').length, 1);
  });
});

describe('where there is no way', () => {
  test('to the sharer, it is looked for on, and it is said so', async () => {
    const { watching, id } = world.watch();
    await world.pass(NO_PATH_MS + 500);
    assert.deepEqual(watching.state.value, { kind: 'waiting', why: 'no-path' });
    world.links.join(id, world.sharer.id);
    await world.pass(5_000);
    world.welcome(id);
    world.place(id, world.sharer.id);
    world.give(true);
    await world.pass(100);
    assert.deepEqual(watching.state.value, { kind: 'watching' });
    watching.stop();
  });

  test('and the sharer has left the room, it is over', async () => {
    const { watching } = await viewer();
    world.give(true);
    await world.pass(100);
    world.links.leave(world.sharer.id);
    world.there.delete(world.sharer.id);
    await world.pass(LEFT_MS - 1_000);
    assert.deepEqual(watching.state.value.kind, 'waiting');
    await world.pass(2_000);
    assert.deepEqual(watching.state.value, { kind: 'ended', why: 'gone' });
    assert.equal(clock.waiting, 0);
  });

  test('but the sharer feeds on, nothing is over though nothing is heard', async () => {
    const { watching, id } = await viewer();
    world.lines.get(id)?.close('lost');
    world.isRoomOpen = false;
    for (let ms = 0; ms < 3 * LEFT_MS; ms += 500) {
      world.give(ms === 0);
      world.lines.get(id)?.close('lost');
      await world.pass(500, 250);
    }
    assert.deepEqual(watching.state.value, { kind: 'watching' });
    watching.stop();
  });
});
