import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Crowd, type CrowdOptions, SHARER } from './test-crowd.ts';
import type { TestForwarder } from './test-forwarder.ts';
import { faultsOf } from './test-soundness.ts';
import type { TestViewer, ViewerKind } from './test-viewer.ts';
import { BACKUP_RESERVE } from './tree-search.ts';

/** Everybody is fed again so long after half of them were killed. */
const HEALED_MS = 2_000;

/** How long somebody may have more children than they can feed, until the sharer has moved them. */
const MOMENT_MS = 1_500;

/** A crowd whose plan is looked at after each change. */
function crowdOf(options: CrowdOptions): Crowd {
  const crowd = new Crowd(options);
  const capacities = new Map<string, number>();
  crowd.onCapacity = (who, capacity) => void capacities.set(who, capacity);
  crowd.onPlan = () =>
    assert.deepEqual(
      faultsOf(crowd.plan, SHARER, (who) => capacities.get(who) ?? 0),
      [],
    );
  return crowd;
}

/** People come one after the other; every so many is of another kind. */
function fill(crowd: Crowd, count: number, pauseMs: number, kindOf: (n: number) => ViewerKind): void {
  for (let n = 0; n < count; n++) {
    crowd.join(kindOf(n));
    crowd.run(pauseMs);
  }
}

const someOnPhones = (n: number): ViewerKind => (n % 4 === 0 ? 'phone' : 'honest');

/** Runs, and answers the longest time that anybody had more children than their capacity and the reserve. */
function overloadIn(crowd: Crowd, ms: number): number {
  const since = new Map<TestForwarder, number>();
  let longest = 0;
  for (let passed = 0; passed < ms; passed += 50) {
    crowd.run(50);
    for (const who of [crowd.sharer, ...crowd.alive]) {
      if (who.children.size <= who.capacity + BACKUP_RESERVE) since.delete(who);
      else if (!since.has(who)) since.set(who, crowd.time.now);
    }
    for (const at of since.values()) longest = Math.max(longest, crowd.time.now - at);
  }
  return longest;
}

function childrenOf(crowd: Crowd, viewer: TestViewer): number {
  return crowd.plan.childrenOf(viewer.id).length;
}

describe('a share with hundreds of viewers', () => {
  test('all are fed soon, the sharer pays for its own children only, and joiners ask it for nothing', () => {
    const crowd = crowdOf({ seed: 1, fanOut: 6 });
    fill(crowd, 400, 10, someOnPhones);
    crowd.run(2_000);
    assert.deepEqual(crowd.unfed(1_000), []);
    assert.ok(crowd.alive.every(({ id }) => crowd.plan.placeOf(id)?.parent !== undefined));
    assert.equal(crowd.keysAsked, 0);
    const before = crowd.sharer.sentBytes;
    const overload = overloadIn(crowd, 3_000);
    const bytes = crowd.bytesIn(3_000);
    assert.ok(crowd.sharer.sentBytes - before <= bytes * (crowd.sharer.capacity + BACKUP_RESERVE));
    assert.equal(overload, 0);
    for (const { id, kind } of crowd.alive)
      if (kind === 'phone') assert.deepEqual(crowd.plan.childrenOf(id), []);
  });

  for (const [seed, count] of [
    [2, 400],
    [3, 100],
    [4, 100],
  ] as const)
    test(`half of ${count} are killed at once: the others are fed again within 2 s`, () => {
      const crowd = crowdOf({ seed, fanOut: 6 });
      fill(crowd, count, 10, someOnPhones);
      crowd.run(3_000);
      const killedAt = crowd.time.now;
      for (const viewer of crowd.alive) if (crowd.random() < 0.5) crowd.kill(viewer, true);
      const overload = overloadIn(crowd, HEALED_MS);
      assert.deepEqual(crowd.unfed(1_000), []);
      assert.ok(crowd.alive.every(({ newestMadeAt }) => newestMadeAt > killedAt));
      assert.ok(overload <= MOMENT_MS, `somebody had too many children for ${overload} ms`);
      assert.ok(crowd.keysAsked <= 1);
    });

  test('half of them vanish and nobody sees them go: most are fed again within 2.5 s, all within 6 s', () => {
    const crowd = crowdOf({ seed: 4, fanOut: 6 });
    fill(crowd, 150, 10, someOnPhones);
    crowd.run(3_000);
    for (const viewer of crowd.alive) if (crowd.random() < 0.5) crowd.kill(viewer, false);
    crowd.run(2_500);
    assert.ok(crowd.unfed(1_000).length <= crowd.alive.length / 10, `${crowd.unfed(1_000).length} are not`);
    crowd.run(3_500);
    assert.deepEqual(crowd.unfed(1_000), []);
  });

  for (const seed of [5, 6, 7])
    test(`people come, go, and are killed: 2 s after the last change all are fed (seed ${seed})`, () => {
      const crowd = crowdOf({ seed, fanOut: 4 });
      fill(crowd, 60, 20, someOnPhones);
      for (let round = 0; round < 60; round++) {
        crowd.run(Math.floor(crowd.random() * 200));
        const [dice, who] = [crowd.random(), crowd.one()];
        if (dice < 0.5) crowd.join(crowd.random() < 0.3 ? 'phone' : 'honest');
        else if (dice < 0.75) crowd.leave(who);
        else crowd.kill(who, true);
      }
      crowd.run(2_000);
      assert.deepEqual(crowd.unfed(1_000), []);
      assert.ok(crowd.alive.every(({ id }) => crowd.plan.placeOf(id)?.parent !== undefined));
    });
});

describe('a small room', () => {
  test('as many as the sharer can feed are fed by it alone', () => {
    const crowd = crowdOf({ seed: 8, fanOut: 4 });
    fill(crowd, 4, 500, someOnPhones);
    crowd.run(2_000);
    assert.deepEqual(crowd.unfed(1_000), []);
    for (const { id, watch } of crowd.alive) {
      assert.equal(crowd.plan.placeOf(id)?.parent, SHARER);
      assert.equal(watch.source?.id, SHARER);
    }
    assert.ok(crowd.alive.every((viewer) => viewer.children.size === 0));
  });

  test('where too many are on phones the last wait, and are told so, until there is a place', () => {
    const crowd = crowdOf({ seed: 9, fanOut: 2 });
    fill(crowd, 3, 300, () => 'phone');
    crowd.run(2_000);
    const [waiting] = crowd.alive.filter(({ watch }) => watch.state === 'no-place');
    assert.equal(crowd.alive.filter((viewer) => viewer.isFed(1_000)).length, 2);
    assert.deepEqual(waiting?.place?.parent, undefined);
    assert.notEqual(waiting?.place, undefined);
    crowd.join('honest');
    crowd.run(2_500);
    assert.ok(crowd.alive.every((viewer) => viewer.isFed(1_000)));
  });

  test('a late joiner has a picture within a second, and costs the sharer neither a keyframe nor a byte', () => {
    const crowd = crowdOf({ seed: 10, fanOut: 2 });
    fill(crowd, 6, 300, () => 'honest');
    crowd.run(3_000);
    const before = { keys: crowd.keysAsked, sent: crowd.sharer.sentBytes };
    const late = crowd.join('phone');
    crowd.run(1_000);
    assert.ok(late.isFed(500));
    assert.equal(crowd.keysAsked, before.keys);
    assert.ok(crowd.sharer.sentBytes - before.sent <= 2 * crowd.bytesIn(1_000) + 3_000);
    assert.equal(crowd.sharer.children.has(late.id), false);
  });
});

describe('forwarders that do not do what they should', () => {
  for (const kind of ['corrupt', 'mute'] as const)
    test(`one that is ${kind} is left by all its children, and gets none any more`, () => {
      const crowd = crowdOf({ seed: 11, fanOut: 3 });
      const bad = crowd.join(kind);
      fill(crowd, 40, 100, someOnPhones);
      crowd.run(6_000);
      assert.ok(bad.hadChildren > 0);
      assert.equal(childrenOf(crowd, bad), 0);
      assert.equal(bad.children.size, 0);
      assert.deepEqual(crowd.unfed(1_000), []);
      const had = bad.hadChildren;
      fill(crowd, 20, 50, someOnPhones);
      crowd.run(2_000);
      assert.deepEqual(crowd.unfed(1_000), []);
      assert.equal(bad.hadChildren, had);
    });
});
