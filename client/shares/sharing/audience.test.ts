import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import {
  type FeedId,
  newShareId,
  type RefusedWhy,
  type VideoFamily,
  verifyTicket,
  WatchedSet,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { feed } from '../../contacts/test-feeds.ts';
import { createIdentity } from '../../identity/identity.ts';
import { quiet } from '../../testing/strangers.ts';
import { hello, TestViewer } from '../../testing/test-viewer.ts';
import { MAX_VIEWERS, VIEWER_RETURN_MS } from '../share-limits.ts';
import { Audience } from './audience.ts';
import { Captured } from './captured.ts';
import { ShareKeys } from './share-keys.ts';

const share = newShareId(sodium.randomBytes(16));
const sharer = createIdentity(sodium);

let clock: VirtualClock;
let keys: ShareKeys;
let captured: Captured;
let audience: Audience;
let cut: FeedId[];
let readmitted: FeedId[];
let keysWanted: number;
let newKeys: number;
let refused: Map<FeedId, RefusedWhy>;
let linked: Set<FeedId>;
let kept: WatchedSet<FeedId>;
let codecs: { all: readonly VideoFamily[]; now: VideoFamily };

function make(capacity: number): void {
  clock = new VirtualClock(1000);
  keys = new ShareKeys(sodium);
  captured = new Captured();
  cut = [];
  readmitted = [];
  keysWanted = 0;
  newKeys = 0;
  refused = new Map();
  linked = new Set();
  kept = new WatchedSet();
  codecs = { all: ['av1', 'h264'], now: 'av1' };
  const { id: own, secretKey } = sharer;
  audience = new Audience({
    ...{
      own,
      share,
      clock,
      crypto: sodium,
      secretKey,
      capacity,
      keys,
      captured,
      now: () => 1_700_000_000_000,
    },
    feeding: {
      cut: (child) => cut.push(child),
      planned: () => undefined,
      setRemoved: () => undefined,
      readmit: (id) => readmitted.push(id),
    },
    refusal: (id) => refused.get(id),
    keep: (id) => kept.enter(id),
    isLinked: (id) => linked.has(id),
    roundTripMs: () => 40,
    codecs: () => codecs,
    welcome: () => ({ type: 'welcome', kind: 'screen', hasAudio: false, room: feed(99), codec: codecs.now }),
    onNeedKey: () => keysWanted++,
    onNewKey: () => newKeys++,
    onChange: () => undefined,
    onReport: () => undefined,
  });
}

/** Somebody comes to watch. */
function comes(number: number, said: Parameters<typeof hello>[1] = {}): TestViewer {
  return enters(feed(number), said);
}

function enters(id: FeedId, said: Parameters<typeof hello>[1] = {}): TestViewer {
  const viewer = new TestViewer(id);
  linked.add(viewer.id);
  audience.accept(viewer.id, viewer.line, hello(share, said));
  return viewer;
}

const types = (viewer: TestViewer) => viewer.told.map(({ type }) => type);

beforeEach(() => make(2));

describe('whoever watches', () => {
  test('is welcomed, given the key, and told who feeds it, by a ticket of the sharer', () => {
    const ann = comes(1);
    assert.deepEqual(types(ann), ['welcome', 'key', 'place']);
    const feeder = ann.all('place')[0]?.parent;
    assert.equal(feeder?.id, sharer.id);
    const about = { share, sharer: sharer.id, parent: sharer.id, child: ann.id };
    assert.ok(feeder && verifyTicket(sodium, about, feeder.ticket));
    assert.deepEqual(audience.facts, [
      { id: ann.id, behindMs: undefined, fps: 0, from: undefined, through: undefined, isFedHere: true },
    ]);
  });

  test('is fed by another viewer where the sharer feeds as many as it may', () => {
    const [ann, bob, cid] = [comes(1), comes(2), comes(3)];
    assert.deepEqual([ann.parent, bob.parent], [sharer.id, sharer.id]);
    assert.ok(cid.parent === ann.id || cid.parent === bob.id);
  });

  test('says how far behind it is: since the capture, without half of the round trip, nor the time it stands still', () => {
    const ann = comes(1);
    captured.note({ group: 3, sequence: 7 }, 1000);
    clock.advance(700);
    const report = {
      type: 'report',
      fps: 5,
      layers: 0,
      capacity: 2,
      state: 'playing',
    } as const;
    ann.says({
      ...report,
      children: [],
      shown: { group: 3, sequence: 7 },
      shownMs: 500,
      from: sharer.id,
      through: 'direct',
    });
    const facts = audience.facts[0];
    assert.deepEqual([facts?.behindMs, facts?.fps, facts?.through], [180, 5, 'direct']);
  });

  test('is cut where it says far more than there is to say', () => {
    const ann = comes(1);
    for (let times = 0; times < 1000; times++) ann.says({ type: 'need-key' });
    assert.match(ann.cut ?? '', /^too-many/);
    assert.ok(keysWanted < 100, `${keysWanted}`);
  });

  test('loses its parent, and is told of another', () => {
    const viewers = [comes(1), comes(2), comes(3)];
    const [ann, bob, cid] = viewers as [TestViewer, TestViewer, TestViewer];
    const [lost, other] = cid.parent === ann.id ? [ann, bob] : [bob, ann];
    cid.says({ type: 'lost', parent: lost.id, why: 'silent' });
    assert.equal(cid.parent, other.id);
  });

  test('says goodbye, and those whom it fed are fed by others', () => {
    const [ann, bob, cid] = [comes(1), comes(2), comes(3)];
    const parent = cid.parent === ann.id ? ann : bob;
    parent.says({ type: 'bye' });
    assert.deepEqual([audience.size, cut, parent.cut, kept.size], [2, [parent.id], '', 2]);
    assert.notEqual(cid.parent, parent.id);
  });
});

describe('whoever may not watch', () => {
  test('is told why', () => {
    refused.set(feed(1), 'not-here');
    const ann = comes(1);
    assert.deepEqual([ann.told, ann.cut], [[{ type: 'refused', why: 'not-here' }], '']);
    assert.equal(audience.size, 0);
  });

  test('is told the codec where they decode none that the others do, too', () => {
    comes(1, { decodes: ['av1'] });
    const bob = comes(2, { decodes: ['h264'] });
    assert.deepEqual(bob.told, [{ type: 'refused', why: 'not-decodable', codec: 'av1' }]);
    const cid = comes(3, { decodes: ['av1', 'h264'] });
    assert.equal(types(cid)[0], 'welcome');
  });

  test('is told that there are too many', () => {
    for (let number = 0; number < MAX_VIEWERS; number++) enters(createIdentity(sodium).id, { capacity: 8 });
    assert.deepEqual(comes(5).told, [{ type: 'refused', why: 'full' }]);
  });

  test('goes where the source becomes one that they cannot decode', () => {
    const [ann, bob] = [comes(1, { decodes: ['h264', 'vp8'] }), comes(2, { decodes: ['h264'] })];
    audience.recode(['vp8']);
    assert.deepEqual(bob.told.at(-1), { type: 'refused', why: 'not-decodable', codec: 'vp8' });
    assert.deepEqual([ann.cut, bob.cut, audience.size], [undefined, '', 1]);
  });
});

describe('whoever is removed', () => {
  test('is told, cut off by their parent, and has no key from the next keyframe on; nor do they come back', () => {
    const [ann, bob, cid] = [comes(1), comes(2), comes(3)];
    const parent = cid.parent === ann.id ? ann : bob;
    const before = keys.all;
    audience.remove(cid.id);
    assert.deepEqual([cid.told.at(-1), cid.cut], [{ type: 'ended', why: 'removed' }, '']);
    assert.deepEqual(parent.all('cut'), [{ type: 'cut', child: cid.id }]);
    for (const other of [ann, bob]) {
      const key = other.all('key').at(-1);
      assert.deepEqual([key?.epoch, key?.removed], [2, [cid.id]]);
    }
    assert.equal(cid.all('key').length, before.length);
    assert.equal(newKeys, 1);
    assert.deepEqual(comes(3).told, [{ type: 'refused', why: 'removed' }]);
  });

  test('and fed from here is cut here', () => {
    const ann = comes(1);
    audience.remove(ann.id);
    assert.deepEqual([cut, audience.size], [[ann.id], 0]);
  });

  test('while a key waits already does not get the one after it', () => {
    const [ann, bob, cid] = [comes(1), comes(2), comes(3)];
    audience.remove(ann.id);
    audience.remove(bob.id);
    assert.equal(bob.all('key').at(-1)?.epoch, 2);
    assert.equal(cid.all('key').at(-1)?.epoch, 3);
    assert.equal(keys.forPiece(true).epoch, 3);
  });

  test('after they have left, and could still read, does not read on', () => {
    const [ann, bob] = [comes(1), comes(2)];
    ann.says({ type: 'bye' });
    audience.remove(feed(3));
    assert.equal(newKeys, 0, 'who never watched has no key');
    audience.remove(ann.id);
    assert.deepEqual([newKeys, bob.all('key').at(-1)?.epoch], [1, 2]);
    audience.remove(ann.id);
    assert.equal(newKeys, 1);
  });

  test('not for good comes back once they may watch, with another key', () => {
    const [ann, bob] = [comes(1), comes(2)];
    refused.set(ann.id, 'not-here');
    audience.remove(ann.id, false);
    assert.deepEqual([ann.told.at(-1), bob.all('key').at(-1)?.epoch], [{ type: 'ended', why: 'removed' }, 2]);
    assert.deepEqual(comes(1).told, [{ type: 'refused', why: 'not-here' }]);
    refused.delete(ann.id);
    assert.deepEqual([comes(1).all('key').at(-1)?.removed, readmitted], [[], [ann.id]]);
    for (const isForGood of [false, true]) audience.remove(ann.id, isForGood);
    assert.deepEqual(
      comes(1).told,
      [{ type: 'refused', why: 'removed' }],
      'nor where it is for good after all',
    );
  });

  test('because they are blocked', () => {
    const [ann, bob] = [comes(1), comes(2)];
    audience.reconsider((id) => id !== ann.id);
    assert.deepEqual([ann.told.at(-1)?.type, bob.cut, audience.size], ['ended', undefined, 1]);
  });
});

describe('a viewer whose control stream is lost', () => {
  test('comes back to its place, though the room does not list it now', async () => {
    const [ann, bob] = [comes(1), comes(2)];
    ann.lose();
    await quiet();
    clock.advance(VIEWER_RETURN_MS - 1);
    assert.equal(audience.size, 2);
    refused.set(ann.id, 'not-here');
    const again = comes(1);
    assert.deepEqual([types(again), again.parent], [['welcome', 'key', 'place'], sharer.id]);
    clock.advance(VIEWER_RETURN_MS);
    assert.deepEqual([audience.size, bob.cut], [2, undefined]);
  });

  test('is gone where it does not come back in time', async () => {
    const ann = comes(1);
    ann.lose();
    await quiet();
    clock.advance(VIEWER_RETURN_MS);
    assert.deepEqual([audience.size, cut], [0, [ann.id]]);
  });

  test('is gone at once where its link has ended, be it later', async () => {
    const [ann, bob] = [comes(1), comes(2)];
    linked.delete(ann.id);
    ann.lose();
    bob.lose();
    await quiet();
    assert.equal(audience.size, 1);
    linked.delete(bob.id);
    audience.reconsider(() => true);
    assert.equal(audience.size, 0);
  });
});

test('the end is told to all, once', async () => {
  const [ann, bob] = [comes(1), comes(2)];
  await audience.close();
  for (const viewer of [ann, bob])
    assert.deepEqual([viewer.told.at(-1), viewer.cut], [{ type: 'ended', why: 'stopped' }, '']);
  assert.equal(clock.waiting, 0);
});
