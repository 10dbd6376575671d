import type { FeedId } from '@open-rooms/protocol';
import { signal } from '@preact/signals-core';
import type { LiveSet } from '../../connection/attendants.ts';
import type { ShareMode } from '../../shares/share-source.ts';
import type { WatchFacts, Watching, WatchState } from '../../shares/watching/watching.ts';
import type { CapturedSource } from '../../state/media-port.ts';
import {
  type OwnShareView,
  type ShareView,
  type StagePort,
  StageState,
  type WatchingView,
} from '../../state/stage-state.ts';

/** What is shown of a share in the gallery. */
export interface FakeShare {
  readonly by: FeedId;
  readonly state: WatchState;
  readonly source?: Watching['source']['value'];
  readonly facts?: WatchFacts;
}

/** Who watches what is shared in the gallery. */
export type FakeViewer = OwnShareView['viewers']['value'][number];

const FACTS: WatchFacts = { fps: 24, width: 1280, height: 720, layers: 1, behindMs: 180 };

/** A stage on which these are, and what is shared from here is watched by those. */
export function fakeStage(shares: readonly FakeShare[], viewers?: readonly FakeViewer[]): StageState {
  const own = viewers === undefined ? [] : [ownShare(viewers)];
  const stage: StagePort = Object.assign(fixedSet(shares.map(shareView)), {
    own: fixedSet(own),
    share: () => Promise.reject(new RangeError('Nothing is shared in the gallery.')),
  });
  return new StageState(stage);
}

function shareView({ by, state, source, facts }: FakeShare, index: number): ShareView {
  const watching: WatchingView = {
    state: signal(state),
    source: signal(source),
    facts: signal(facts ?? FACTS),
    onPiece: () => ({ [Symbol.dispose]: () => {} }),
    shown: () => {},
    needKey: () => {},
    stop: () => {},
  };
  return { id: idOf(index), by, since: 0, isOwn: false, watch: async () => watching };
}

function ownShare(viewers: readonly FakeViewer[]): OwnShareView {
  const state = signal<OwnShareView['state']['value']>('live');
  const modes = signal<ShareMode>('detail');
  const seen = signal(viewers);
  const rate = signal({
    ...{ bitsPerSecond: 1_240_000, fps: 15, width: 1920, height: 1080 },
    ...{ mode: modes.peek(), codec: 'av1' as const },
  });
  return {
    ...{ id: idOf(99), since: 0, source: SOURCE, fault: undefined, state, viewers: seen, rate },
    pause: () => (state.value = 'paused'),
    resume: () => (state.value = 'live'),
    setMode: (mode) => (rate.value = { ...rate.peek(), mode }),
    replace: () => {},
    remove: (id) => (seen.value = seen.peek().filter((viewer) => viewer.id !== id)),
    stop: () => {},
  };
}

/** What is seen of it, small. */
function preview(): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 180;
  const pen = canvas.getContext('2d');
  if (pen !== null) {
    pen.fillStyle = '#fbfaf5';
    pen.fillRect(0, 0, 320, 180);
    pen.fillStyle = '#23313d';
    for (let line = 0; line < 7; line++) pen.fillRect(24, 24 + line * 20, 120 + ((line * 67) % 140), 8);
  }
  return canvas.captureStream();
}

const SOURCE: CapturedSource = {
  ...{ kind: 'screen', codecs: ['av1'], hasAudio: false },
  start: () => {},
  configure: () => {},
  requestKey: () => {},
  setPaused: () => {},
  stop: () => {},
  preview: preview(),
};

/** A set that changes never. */
function fixedSet<T>(items: readonly T[]): LiveSet<T> {
  return {
    size: items.length,
    has: (item) => items.includes(item),
    snapshot: () => [...items],
    watch: () => ({ snapshot: [...items], [Symbol.dispose]: () => {} }),
  };
}

function idOf(index: number): ShareView['id'] {
  return `${index}`.padStart(32, '0') as ShareView['id'];
}
