import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FeedId } from '../identity/feed-id.ts';
import {
  DIRECT_FIRST_MS,
  HANDOVER_MS,
  PARENT_SILENT_MS,
  SHARER_SILENT_MS,
  UNREACHABLE_MS,
  VERDICT_MS,
} from './feeder-dues.ts';
import type { Feeder, FeedWay } from './feeder-line.ts';
import type { WatchAction } from './feeders.ts';
import { KEY_WISH_AFTER_MS, KEY_WISH_AGAIN_MS } from './key-wish.ts';
import { DIRECT_AGAIN_MS, ParentWatch, TELL_AGAIN_MS, WARM_AFTER_MS } from './parent-watch.ts';
import type { LostWhy } from './tree-blame.ts';

type Name = 'S' | 'A' | 'B' | 'C';

const idOf = (name: Name) => `@${name}.ed25519` as const;

function feeder(name: Name, number: number): Feeder {
  const ticket = {
    share: 'ab',
    sharer: idOf('S'),
    parent: idOf(name),
    child: '@me.ed25519',
    number,
    signature: '',
  } as const;
  return { id: idOf(name), ticket };
}

/** A viewer and its virtual time; what it does is written as `open A direct`, `lost A silent`. */
class Viewer {
  readonly watch = new ParentWatch({ sharer: idOf('S') });
  now = 0;
  #number = 0;
  #group = 0;
  #did: string[] = [];

  /** Who feeds it. */
  get source(): FeedId | undefined {
    return this.watch.source?.id;
  }

  /** What was done since this was asked last. */
  get did(): string[] {
    return this.#did.splice(0);
  }

  place(parent?: Name, backup?: Name): this {
    const number = ++this.#number;
    const place = {
      number,
      parent: parent && feeder(parent, number),
      backup: backup && feeder(backup, number),
    };
    return this.#note(this.watch.place(place, this.now));
  }

  opened(name: Name, way: FeedWay = 'direct'): this {
    return this.#note(this.watch.opened(idOf(name), way, this.now));
  }

  closed(name: Name, why: LostWhy, way: FeedWay = 'direct'): this {
    return this.#note(this.watch.closed(idOf(name), way, why, this.now));
  }

  /** Somebody brings the next frame. */
  frame(name: Name, way: FeedWay = 'direct'): this {
    this.#group++;
    return this.known(name, way);
  }

  /** Somebody brings the last frame, which may have come before. */
  known(name: Name, way: FeedWay = 'direct'): this {
    const chunk = { group: this.#group, sequence: 0, track: 'video' } as const;
    return this.#note(this.watch.chunk(idOf(name), way, chunk, this.now));
  }

  sound(name: Name): this {
    const chunk = { group: this.#group, sequence: 9, track: 'audio' } as const;
    return this.#note(this.watch.chunk(idOf(name), 'direct', chunk, this.now));
  }

  /** Somebody brings a frame that is older than the last two. */
  old(name: Name): this {
    const chunk = { group: this.#group - 2, sequence: 0, track: 'video' } as const;
    return this.#note(this.watch.chunk(idOf(name), 'direct', chunk, this.now));
  }

  forged(name: Name): this {
    return this.#note(this.watch.forged(idOf(name), this.now));
  }

  /** The sharer says that there are so many frames that have not come. */
  beat(ahead: number): this {
    return this.#note(this.watch.beat({ newest: { group: this.#group + ahead, sequence: 0 } }, this.now));
  }

  broken(isBroken: boolean): this {
    return this.#note(this.watch.broken(isBroken, this.now));
  }

  /** Time passes: it is called whenever it asked to be. */
  wait(ms: number): this {
    const until = this.now + ms;
    for (let due = this.watch.deadline(); due !== undefined && due <= until; due = this.watch.deadline()) {
      this.now = Math.max(this.now, due);
      this.#note(this.watch.tick(this.now));
      assert.notEqual(this.watch.deadline(), due, 'it asks for the same moment again');
    }
    this.now = until;
    return this;
  }

  /** It is fed by A, with B as its backup, for long enough that B is linked. */
  fed(): this {
    this.place('A', 'B').opened('A').wait(WARM_AFTER_MS).frame('A').wait(100).frame('A').wait(100).frame('A');
    this.#did = [];
    return this;
  }

  #note(actions: readonly WatchAction[]): this {
    for (const action of actions) this.#did.push(written(action));
    return this;
  }
}

function written(action: WatchAction): string {
  const name = (id: string) => id.slice(1, 2);
  if (action.kind === 'open') return `open ${name(action.feeder.id)} ${action.way}`;
  if (action.kind === 'close') return `close ${name(action.id)} ${action.way}`;
  return action.kind === 'lost' ? `lost ${name(action.parent)} ${action.why}` : action.kind;
}

describe('a viewer is given a place', () => {
  test('rule 31: it opens the direct way, then the room’s beside it, and leaves that when the direct one brings something', () => {
    const viewer = new Viewer().place('A', 'B');
    assert.deepEqual(viewer.did, ['open A direct']);
    assert.equal(viewer.watch.state, 'opening');
    assert.deepEqual(viewer.wait(DIRECT_FIRST_MS).did, ['open A room']);
    assert.deepEqual(viewer.opened('A', 'room').frame('A', 'room').did, []);
    assert.deepEqual(viewer.watch.source, { id: idOf('A'), way: 'room' });
    assert.deepEqual(viewer.wait(300).opened('A').did, []);
    assert.deepEqual(viewer.frame('A').did, ['close A room']);
    assert.equal(viewer.watch.state, 'fed');
  });

  test('rule 31: where there is no direct way the room carries, and the direct one is tried now and then', () => {
    const viewer = new Viewer().place('A');
    assert.deepEqual(viewer.closed('A', 'unreachable').did, ['open A direct', 'open A room']);
    assert.deepEqual(viewer.opened('A', 'room').frame('A', 'room').wait(DIRECT_AGAIN_MS).did, [
      'open A direct',
    ]);
  });

  test('rule 32: an older place is passed over; without a parent it waits', () => {
    const viewer = new Viewer().fed();
    assert.deepEqual(viewer.watch.place({ number: 1 }, viewer.now), []);
    assert.deepEqual(viewer.place().did, ['close A direct']);
    assert.equal(viewer.watch.state, 'no-place');
    assert.equal(viewer.watch.deadline(), undefined);
  });

  test('rule 33: the old parent is left when the new one brings something', () => {
    const viewer = new Viewer().fed().place('C', 'B');
    assert.deepEqual(viewer.did, ['open C direct']);
    assert.deepEqual(viewer.frame('A').wait(50).opened('C').frame('A').did, []);
    assert.deepEqual(viewer.known('C').did, ['close A direct']);
  });

  test('rule 33: … or, where nothing is to be had, after a moment', () => {
    const viewer = new Viewer().fed().place('C').opened('C');
    assert.deepEqual(viewer.did, ['open C direct']);
    assert.deepEqual(viewer.wait(HANDOVER_MS).did, ['close A direct']);
  });
});

describe('a viewer’s parent fails', () => {
  test('rule 34: one that has gone is left at once for the backup, and the sharer is told', () => {
    const viewer = new Viewer().fed().closed('A', 'gone');
    assert.deepEqual(viewer.did, ['lost A gone', 'open B direct']);
  });

  test('rule 34: one that forges is left, and never taken again', () => {
    const viewer = new Viewer().fed().forged('A');
    assert.deepEqual(viewer.did, ['close A direct', 'lost A forged', 'open B direct']);
    assert.deepEqual(viewer.opened('B').frame('B').place('A', 'B').did, ['lost A forged']);
    assert.equal(viewer.watch.source?.id, idOf('B'));
  });

  test('rule 34: one that says no is left, whatever way it says so', () => {
    const viewer = new Viewer().place('A', 'B').wait(DIRECT_FIRST_MS).closed('A', 'refused', 'room');
    assert.deepEqual(viewer.did, [
      'open A direct',
      'open A room',
      'close A direct',
      'lost A refused',
      'open B direct',
    ]);
  });

  test('rule 35: when what came evenly stops, the backup is tried beside it; that it goes on ends the doubt', () => {
    const viewer = new Viewer().fed().wait(PARENT_SILENT_MS);
    assert.deepEqual(viewer.did, ['open B direct']);
    assert.deepEqual(viewer.opened('B').wait(100).frame('A').did, ['close B direct']);
  });

  test('rule 35: a picture that stands still is no fault of anybody', () => {
    const viewer = new Viewer().fed().wait(PARENT_SILENT_MS).opened('B').beat(0);
    assert.deepEqual(viewer.did, ['open B direct', 'close B direct']);
    assert.equal(viewer.watch.state, 'fed');
  });

  test('rule 36: what the backup has and the parent has not shows that the parent is silent', () => {
    const viewer = new Viewer().fed().wait(PARENT_SILENT_MS).opened('B').frame('B');
    assert.deepEqual(viewer.did, ['open B direct']);
    assert.deepEqual(viewer.wait(VERDICT_MS).did, ['lost A silent', 'close A direct']);
    assert.equal(viewer.watch.source?.id, idOf('B'));
  });

  test('rule 36: … unless the parent brings the same a moment later', () => {
    const viewer = new Viewer()
      .fed()
      .wait(PARENT_SILENT_MS)
      .opened('B')
      .frame('B')
      .wait(VERDICT_MS - 1)
      .known('A');
    assert.deepEqual(viewer.did, ['open B direct', 'close B direct']);
  });

  test('rule 36: … for sound, or what is older, is not that', () => {
    const viewer = new Viewer().fed().wait(PARENT_SILENT_MS).opened('B').frame('B').frame('B');
    viewer.sound('A').old('A');
    assert.deepEqual(viewer.did, ['open B direct']);
    assert.deepEqual(viewer.wait(VERDICT_MS).did, ['lost A silent', 'close A direct']);
  });

  test('rule 37: what the sharer has, and nobody brings, makes them silent; until another feeds us they may come back', () => {
    const viewer = new Viewer().fed().beat(3).wait(PARENT_SILENT_MS);
    assert.deepEqual(viewer.did, ['open B direct', 'lost A silent']);
    assert.equal(viewer.source, undefined);
    assert.deepEqual(viewer.frame('A').did, []);
    assert.equal(viewer.source, idOf('A'));
    assert.deepEqual(viewer.opened('B').frame('B').did, ['close A direct']);
  });

  test('rule 37: the sharer itself is given more time', () => {
    const viewer = new Viewer().place('S').opened('S').frame('S').wait(100).frame('S').beat(3);
    assert.deepEqual(viewer.wait(SHARER_SILENT_MS - 1).did, ['open S direct']);
    assert.deepEqual(viewer.wait(1).did, ['lost S silent']);
  });

  test('rule 38: whoever cannot be reached is given up after a while; then all is tried again, and the sharer told again', () => {
    const viewer = new Viewer().place('A').wait(UNREACHABLE_MS);
    assert.deepEqual(viewer.did, [
      'open A direct',
      'open A room',
      'close A direct',
      'close A room',
      'lost A unreachable',
    ]);
    assert.deepEqual(viewer.wait(TELL_AGAIN_MS).did, ['open A direct']);
  });

  test('rule 39: without a backup the room’s way to the same parent is tried', () => {
    const viewer = new Viewer().place('A').opened('A').frame('A').closed('A', 'gone');
    assert.deepEqual(viewer.did, ['open A direct', 'open A room']);
    assert.deepEqual(viewer.closed('A', 'gone', 'room').did, ['lost A gone']);
  });

  test('rule 40: where the picture stands still all ways to a new parent are tried at once', () => {
    const viewer = new Viewer().fed().closed('A', 'gone').closed('B', 'gone').place('C');
    assert.deepEqual(viewer.did.slice(-3), ['open C direct', 'open C room', 'close B room']);
    assert.deepEqual(viewer.opened('C').did, ['close C room']);
  });
});

describe('a viewer lacks a keyframe', () => {
  test('rule 41: it asks for one after a moment, and again each second', () => {
    const viewer = new Viewer().fed().broken(true).broken(true);
    assert.deepEqual(viewer.did, []);
    assert.deepEqual(viewer.wait(KEY_WISH_AFTER_MS).did, ['need-key']);
    viewer.broken(true).frame('A');
    assert.deepEqual(
      viewer.wait(KEY_WISH_AGAIN_MS).did.filter((step) => step === 'need-key'),
      ['need-key'],
    );
    viewer.broken(false);
    assert.deepEqual(
      viewer.wait(5_000).did.filter((step) => step === 'need-key'),
      [],
    );
  });
});
