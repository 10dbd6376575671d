import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isShareId, WatchedSet } from '@open-rooms/protocol';
import { type Signal, signal } from '@preact/signals-core';
import type { WatchState } from '../shares/watching/watching.ts';
import {
  type OwnShareView,
  type ShareView,
  type StagePort,
  StageState,
  type WatchingView,
} from './stage-state.ts';

const ANN = '@P9QS+5UZrsZhKxniYFxLzFJc6j2LgjrJApC0Oykr7rE=.ed25519';

/** A share, and how it is watched. */
class FakeShare implements ShareView {
  readonly id: ShareView['id'];
  readonly by = ANN;
  readonly since = 0;
  readonly isOwn = false;
  /** How often it was watched, and how often that was stopped. */
  watched = 0;
  stopped = 0;
  readonly state: Signal<WatchState> = signal<WatchState>({ kind: 'watching' });

  constructor(digit: string) {
    const id = digit.repeat(32);
    assert.ok(isShareId(id));
    this.id = id;
  }

  async watch(): Promise<WatchingView> {
    this.watched++;
    return {
      state: this.state,
      source: signal(undefined),
      facts: signal({ fps: 0, width: 0, height: 0, layers: 0 }),
      onPiece: () => ({ [Symbol.dispose]: () => {} }),
      shown: () => {},
      needKey: () => {},
      stop: () => this.stopped++,
    };
  }
}

/** A stage with shares that come and go. */
class FakeStage extends WatchedSet<ShareView> implements StagePort {
  readonly own = new WatchedSet<OwnShareView>();

  async share(): Promise<never> {
    throw new RangeError('Nothing is shared here.');
  }
}

/** Changes of one turn are one, and what is watched comes a little later: all of it is there in the next of the loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

function begun(most: number) {
  const stage = new FakeStage();
  const state = new StageState(stage);
  const bound = signal(most);
  state.begin({ decodes: ['av1'], mayForward: () => true, most: bound });
  const ids = () => [...state.watched.value.keys()];
  return { stage, state, bound, ids };
}

describe('what a page watches of a stage', () => {
  test('is what comes, as many as may begin by themselves; then whatever gets room', async () => {
    const { stage, bound, ids } = begun(2);
    const [a, b, c] = [new FakeShare('a'), new FakeShare('b'), new FakeShare('c')];
    stage.enter(a);
    const entered = stage.enter(b);
    stage.enter(c);
    await turn();
    assert.deepEqual(ids(), [a.id, b.id]);
    entered[Symbol.dispose]();
    await turn();
    assert.deepEqual(ids(), [a.id, c.id], 'the next takes the place of one that is gone');
    assert.equal(b.stopped, 1);
    bound.value = 1;
    await turn();
    assert.deepEqual(ids(), [a.id, c.id], 'a window that gets narrow ends nothing');
  });

  test('is what the person wants beyond that, and not what they do not', async () => {
    const { stage, state, ids } = begun(1);
    const [a, b] = [new FakeShare('a'), new FakeShare('b')];
    stage.enter(a);
    stage.enter(b);
    await turn();
    state.watch(b);
    await turn();
    assert.deepEqual(ids(), [a.id, b.id]);
    state.pinned.value = a.id;
    state.unwatch(a.id);
    assert.equal(a.stopped, 1);
    assert.equal(state.pinned.value, undefined);
    state.unwatch(b.id);
    stage.enter(new FakeShare('c'));
    await turn();
    assert.deepEqual(ids(), ['c'.repeat(32)], 'what was closed stays so');
    state.watch(a);
    await turn();
    assert.equal(a.watched, 2);
  });

  test('one that was refused stays to be seen, and takes nobody’s place', async () => {
    const { stage, ids } = begun(1);
    const [a, b] = [new FakeShare('a'), new FakeShare('b')];
    a.state.value = { kind: 'refused', why: 'removed' };
    stage.enter(a);
    await turn();
    stage.enter(b);
    await turn();
    assert.deepEqual(ids(), [a.id, b.id]);
    assert.equal(a.watched, 1, 'it is not tried again and again');
  });

  test('one that is refused while it is watched makes room for the next', async () => {
    const { stage, ids } = begun(1);
    const [a, b] = [new FakeShare('a'), new FakeShare('b')];
    stage.enter(a);
    stage.enter(b);
    await turn();
    assert.deepEqual(ids(), [a.id]);
    a.state.value = { kind: 'refused', why: 'full' };
    await turn();
    assert.deepEqual(ids(), [a.id, b.id]);
  });

  test('is heard as loud as the person wants, for as long as it is on', async () => {
    const { stage, state } = begun(1);
    const a = new FakeShare('a');
    const entered = stage.enter(a);
    await turn();
    state.loudness(a.id).value = { volume: 0.3, isMuted: true };
    state.unwatch(a.id);
    state.watch(a);
    await turn();
    assert.deepEqual(state.loudness(a.id).value, { volume: 0.3, isMuted: true });
    entered[Symbol.dispose]();
    await turn();
    assert.deepEqual(state.loudness(a.id).value, { volume: 1, isMuted: false });
  });

  test('ends with the room', async () => {
    const { stage, state, ids } = begun(4);
    const a = new FakeShare('a');
    stage.enter(a);
    await turn();
    assert.equal(state.isOn.value, true);
    state.leave();
    stage.enter(new FakeShare('b'));
    await turn();
    assert.deepEqual(ids(), [], 'nothing begins by itself any more');
    assert.equal(a.stopped, 1);
  });
});
