import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { newShareId } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { feed } from '../../contacts/test-feeds.ts';
import { quiet } from '../../testing/strangers.ts';
import { hello, TestViewer } from '../../testing/test-viewer.ts';
import { CAPACITY_CALM_MS, VIEWER_GOODBYE_MS } from '../share-limits.ts';
import { Viewer } from './viewer.ts';

const share = newShareId(sodium.randomBytes(16));
const said = (capacity: number, mayForward = true) => hello(share, { capacity, mayForward });

let clock: VirtualClock;
let far: TestViewer;
let heard: number;
let viewer: Viewer;

beforeEach(() => {
  clock = new VirtualClock(1000);
  far = new TestViewer(feed(1));
  heard = 0;
  viewer = new Viewer(far.line, said(2), {
    ...{ id: far.id, since: 0, clock, kept: { [Symbol.dispose]: () => undefined } },
    onMessage: () => heard++,
    onGone: () => undefined,
    mayReturn: () => true,
  });
});

describe('a viewer', () => {
  test('has no more to say for coming again and again', () => {
    let taken = 0;
    for (let times = 0; times < 1000; times++) {
      const again = new TestViewer(far.id);
      if (!viewer.maySay(again.line)) {
        assert.match(again.cut ?? '', /^too-many/);
        continue;
      }
      viewer.take(again.line, said(2));
      taken++;
      for (let words = 0; words < 5; words++) again.says({ type: 'need-key' });
    }
    assert.match(far.cut ?? '', /^replaced/);
    assert.ok(taken + heard < 70, `${taken} came, ${heard} words`);
    clock.advance(1_000);
    assert.ok(viewer.maySay());
  });

  test('feeds fewer as soon as it says so, and more only when that has stood for a time', () => {
    const report = { type: 'report', fps: 5, layers: 0, state: 'playing' } as const;
    const reports = (capacity: number) => {
      viewer.reported({ ...report, capacity, children: [] }, undefined);
      return viewer.capacity;
    };
    assert.equal(viewer.capacity, 2);
    assert.equal(reports(4), 4);
    assert.equal(reports(0), 0);
    assert.equal(reports(4), 0);
    viewer.take(new TestViewer(far.id).line, said(4));
    assert.equal(viewer.capacity, 0, 'nor by coming again');
    clock.advance(CAPACITY_CALM_MS);
    assert.equal(reports(4), 4);
    viewer.take(new TestViewer(far.id).line, said(4, false));
    assert.equal(viewer.capacity, 0);
  });

  test('that does not end its control stream is cut', async () => {
    const mute = new TestViewer(far.id);
    const { close } = mute.line;
    const line = { ...mute.line, close: (why?: string) => (why === undefined ? undefined : close(why)) };
    viewer.take(line, said(2));
    const closed = viewer.close();
    await quiet();
    clock.advance(VIEWER_GOODBYE_MS - 1);
    assert.equal(mute.cut, undefined);
    clock.advance(1);
    await closed;
    assert.match(mute.cut ?? '', /^too-slow/);
    assert.equal(clock.waiting, 0);
  });
});
