import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type NamedPlace, NamedPlan, SHARER } from './test-plan.ts';
import { CALM_ROUNDS } from './tree-plan.ts';
import { BACKUP_RESERVE } from './tree-search.ts';

function planOf(capacity: number, viewers: Readonly<Record<string, number>> = {}): NamedPlan {
  const plan = new NamedPlan(capacity);
  for (const [viewer, children] of Object.entries(viewers)) plan.join(viewer, { capacity: children });
  return plan;
}

function parentOf(plan: NamedPlan, viewer: string): string | undefined {
  return plan.placeOf(viewer)?.parent;
}

describe('the plan of a tree', () => {
  test('rule 1: up to its capacity the sharer feeds everybody', () => {
    const plan = planOf(3, { a: 4, b: 0, c: 1 });
    assert.deepEqual(plan.childrenOf(SHARER), ['a', 'b', 'c']);
    assert.deepEqual(plan.placeOf('a'), { viewer: 'a', parent: SHARER, number: 1 });
  });

  test('rule 2: who comes later is fed as near to the sharer as there is a place', () => {
    const plan = planOf(2, { a: 2, b: 2, c: 2, d: 0, e: 0, f: 0, g: 0 });
    assert.deepEqual(
      ['a', 'c', 'd', 'g'].map((viewer) => plan.depthOf(viewer)),
      [1, 2, 2, 3],
    );
    assert.equal(parentOf(plan, 'g'), 'c');
  });

  test('rule 3: who cannot feed is a leaf, and gives way to one who can where no place is left', () => {
    const plan = planOf(1, { phone: 0 });
    const changes = plan.join('laptop', { capacity: 2 });
    assert.equal(parentOf(plan, 'laptop'), SHARER);
    assert.equal(parentOf(plan, 'phone'), 'laptop');
    assert.deepEqual(changes.map(({ viewer }) => viewer).sort(), ['laptop', 'phone']);
  });

  test('rule 4: where no place is left they wait, and are fed when there is one', () => {
    const plan = planOf(1, { a: 0 });
    assert.deepEqual(plan.join('b', { capacity: 0 }), [{ viewer: 'b', number: 2 }]);
    assert.equal(plan.depthOf('b'), Number.POSITIVE_INFINITY);
    assert.deepEqual(plan.capacity(SHARER, 2), [{ viewer: 'b', parent: SHARER, number: 3 }]);
  });

  test('rule 5: the children of one who left go to their backups, each parent’s to several', () => {
    const plan = planOf(3, { a: 4, b: 4, c: 4, d: 0, e: 0, f: 0, g: 0, h: 0, i: 0 });
    const children = plan.childrenOf('a');
    const backups = children.map((child) => plan.placeOf(child)?.backup);
    assert.equal(children.length, 2);
    assert.equal(new Set(backups).size, 2);
    plan.leave('a');
    assert.deepEqual(
      children.map((child) => parentOf(plan, child)),
      backups,
    );
  });

  test('rule 6: who moved by itself is where it says, unless it has not followed its last place yet', () => {
    const plan = planOf(2, { a: 2, b: 2, c: 0, d: 0 });
    const { parent = '', backup = '' } = plan.placeOf('c') ?? {};
    assert.deepEqual(plan.fedBy('c', backup), []);
    plan.fedBy('c', parent);
    plan.fedBy('c', backup);
    assert.equal(parentOf(plan, 'c'), backup);
    assert.notEqual(plan.placeOf('c')?.backup, backup);
  });

  test('rule 7: whoever lost its parent is fed by its backup, and the one it lost is not given to it again', () => {
    const plan = planOf(3, { a: 2, b: 2, d: 2, c: 0 });
    const { parent = '', backup } = plan.placeOf('c') ?? {};
    const changes = plan.lost('c', parent, 'unreachable');
    assert.equal(changes.length, 1);
    assert.equal(parentOf(plan, 'c'), backup);
    plan.lost('c', backup ?? '', 'gone');
    assert.notEqual(parentOf(plan, 'c'), parent);
  });

  test('rule 8: a forger gets no children any more, also when it comes again', () => {
    const plan = planOf(2, { bad: 4, b: 4, c: 0, d: 0, e: 0 });
    const [victim = ''] = plan.childrenOf('bad');
    plan.lost(victim, 'bad', 'forged');
    assert.deepEqual(plan.childrenOf('bad'), []);
    plan.leave('bad');
    plan.join('bad', { capacity: 8 });
    for (const viewer of ['f', 'g', 'h']) plan.join(viewer, { capacity: 0 });
    assert.deepEqual(plan.childrenOf('bad'), []);
  });

  test('rule 9: a silent one gets none any more once three have lost it', () => {
    const plan = planOf(2, { mute: 8, b: 8 });
    for (const viewer of ['mute', 'b']) plan.fedBy(viewer, SHARER);
    const victims = new Set<string>();
    for (let count = 0; count < 20; count++) {
      plan.join(`v${count}`, { capacity: 0 });
      for (const child of plan.childrenOf('mute')) {
        victims.add(child);
        plan.lost(child, 'mute', 'silent');
        plan.heard('mute', count);
      }
    }
    assert.equal(victims.size, 3);
    assert.equal(plan.childrenOf('b').length, 8);
  });

  test('rule 10: a liar takes two forwarders out at most, and only those that it was given', () => {
    const plan = planOf(4, { a: 4, b: 4, c: 4, liar: 0 });
    plan.capacity(SHARER, 3);
    assert.deepEqual(plan.lost('liar', 'nobody', 'forged'), []);
    for (let count = 0; count < 30; count++) {
      const { parent = '' } = plan.placeOf('liar') ?? {};
      plan.lost('liar', parent, 'forged');
    }
    plan.join('d', { capacity: 0 });
    assert.notEqual(parentOf(plan, 'd'), undefined);
  });

  test('rule 10: nor more by leaving and coming again', () => {
    const plan = planOf(4, { a: 4, b: 4, c: 4, liar: 0 });
    plan.capacity(SHARER, 3);
    for (let count = 0; count < 30; count++) {
      const { parent = '' } = plan.placeOf('liar') ?? {};
      plan.lost('liar', parent, 'forged');
      plan.leave('liar');
      plan.join('liar', { capacity: 0 });
    }
    plan.join('d', { capacity: 0 });
    assert.notEqual(parentOf(plan, 'd'), undefined);
  });

  test('rule 11: one who has too many keeps those who feed most, and the others go elsewhere', () => {
    const plan = planOf(2, { a: 3, b: 3, c: 2, d: 0, e: 0, f: 0, g: 0 });
    assert.equal(plan.childrenOf('a').length, 3);
    const big =
      plan.childrenOf('a').find((child) => plan.childrenOf(child).length > 0) ?? plan.childrenOf('a')[0];
    plan.capacity('a', 1);
    assert.deepEqual(plan.childrenOf('a'), [big]);
    for (const viewer of plan.viewers) assert.notEqual(parentOf(plan, viewer), undefined);
  });

  test('rule 12: running viewers stay where they are until all is calm; then they come up to the sharer', () => {
    const plan = planOf(2, { a: 2, b: 2, c: 0, d: 0 });
    plan.capacity(SHARER, 4);
    assert.equal(plan.childrenOf(SHARER).length, 2);
    for (let round = 0; round < CALM_ROUNDS; round++) assert.deepEqual(plan.improve(), []);
    assert.equal(plan.improve().length > 0, true);
    plan.improve();
    assert.deepEqual([...plan.childrenOf(SHARER)].sort(), ['a', 'b', 'c', 'd']);
    assert.deepEqual(plan.improve(), []);
  });

  test('rule 13: who has said nothing for long is given nobody while others may have them', () => {
    const plan = planOf(2, { quiet: 4, b: 4 });
    plan.heard('quiet', 1000);
    plan.heard('b', 5000);
    for (const viewer of ['c', 'd', 'e']) plan.join(viewer, { capacity: 0 });
    assert.deepEqual(plan.childrenOf('quiet'), []);
    plan.heard('quiet', 5001);
    for (const viewer of ['f', 'g']) plan.join(viewer, { capacity: 0 });
    assert.deepEqual(plan.childrenOf('quiet'), ['f', 'g']);
  });

  test('rule 14: one that was lost and says nothing gives its place back, until it is heard of again', () => {
    const plan = planOf(1, { gone: 1, child: 0 });
    plan.heard('gone', 1_000);
    plan.heard('child', 3_000);
    plan.lost('child', 'gone', 'silent');
    assert.equal(parentOf(plan, 'gone'), undefined);
    assert.equal(parentOf(plan, 'child'), SHARER);
    plan.capacity(SHARER, 2);
    assert.equal(parentOf(plan, 'gone'), undefined);
    plan.heard('gone', 3_100);
    plan.improve();
    assert.equal(parentOf(plan, 'gone'), SHARER);
  });

  test('who joins again keeps the place; who is unknown changes nothing', () => {
    const plan = planOf(2, { a: 2 });
    assert.deepEqual(plan.join('a', { capacity: 2 }), []);
    assert.deepEqual(plan.join(SHARER, { capacity: 2 }), []);
    assert.deepEqual(plan.leave('x'), []);
    assert.deepEqual(plan.capacity('x', 3), []);
    assert.deepEqual(plan.fedBy('x', 'a'), []);
    assert.equal(plan.placeOf('x'), undefined);
  });
});

type Step = readonly [
  kind: 'join' | 'leave' | 'capacity' | 'lost' | 'fedBy' | 'improve',
  who: number,
  value: number,
];

const steps = fc.array(
  fc.tuple(
    fc.constantFrom('join', 'join', 'join', 'leave', 'capacity', 'lost', 'fedBy', 'improve'),
    fc.nat(30),
    fc.nat(5),
  ) as fc.Arbitrary<Step>,
  { maxLength: 120 },
);

function take(
  plan: NamedPlan,
  capacities: Map<string, number>,
  [kind, n, value]: Step,
  now: number,
): readonly NamedPlace[] {
  const who = `v${n}`;
  const { parent = '', backup = '' } = plan.placeOf(who) ?? {};
  plan.heard(who, now);
  if (kind === 'leave') return plan.leave(who);
  if (kind === 'improve') return plan.improve();
  if (kind === 'fedBy') return plan.fedBy(who, value < 3 ? parent : backup);
  if (kind === 'lost')
    return plan.lost(
      who,
      value < 4 ? parent : backup,
      (['silent', 'gone', 'forged'] as const)[value % 3] ?? 'gone',
    );
  if (kind === 'join' && plan.placeOf(who) !== undefined) return [];
  const target = kind === 'capacity' && n === 30 ? SHARER : who;
  if (target === SHARER || kind === 'join' || plan.placeOf(who) !== undefined) capacities.set(target, value);
  return kind === 'join' ? plan.join(who, { capacity: value }) : plan.capacity(target, value);
}

describe('whatever happens to it', () => {
  test('no loops, nobody above its capacity, and nobody waits while there is a place', () => {
    fc.assert(
      fc.property(steps, fc.nat(4), (all, capacity) => {
        const plan = planOf(capacity);
        const capacities = new Map([[SHARER, capacity]]);
        const known = new Map<string, NamedPlace>();
        for (const [at, step] of all.entries()) {
          for (const place of take(plan, capacities, step, at * 100)) {
            assert.ok(place.number > (known.get(place.viewer)?.number ?? 0));
            known.set(place.viewer, place);
          }
          assert.deepEqual(
            plan.faults((who) => capacities.get(who) ?? 0),
            [],
          );
          for (const viewer of plan.viewers) assert.deepEqual(known.get(viewer), plan.placeOf(viewer));
        }
        if (all.some(([kind]) => kind === 'lost')) return;
        const waiting = plan.viewers.filter((viewer) => parentOf(plan, viewer) === undefined);
        const free = [SHARER, ...plan.viewers]
          .filter((who) => Number.isFinite(plan.depthOf(who)))
          .some((who) => plan.childrenOf(who).length < (capacities.get(who) ?? 0));
        if (free) assert.deepEqual(waiting, []);
        // Whoever can feed others waits for nobody who cannot: there is always one to give way.
        const able = waiting.filter((viewer) => (capacities.get(viewer) ?? 0) > 0);
        if ((capacities.get(SHARER) ?? 0) > 0) assert.deepEqual(able, []);
      }),
      { numRuns: 300 },
    );
  });

  test('the loss of one parent brings no backup above its capacity and the reserve', () => {
    const plan = planOf(4);
    for (let n = 0; n < 300; n++) plan.join(`v${n}`, { capacity: n % 4 });
    for (const parent of plan.viewers) {
      const loads = new Map<string, number>();
      for (const child of plan.childrenOf(parent)) {
        const backup = plan.placeOf(child)?.backup ?? '';
        loads.set(backup, (loads.get(backup) ?? 0) + 1);
      }
      for (const [backup, load] of loads) {
        const capacity =
          backup === SHARER ? 4 : backup === '' ? Number.POSITIVE_INFINITY : Number(backup.slice(1)) % 4;
        assert.ok(
          plan.childrenOf(backup).length + load <= capacity + BACKUP_RESERVE,
          `${backup} of ${parent}`,
        );
      }
    }
  });

  test('… and where there are few others, some have none', () => {
    const plan = planOf(2, { a: 8, b: 1 });
    for (let n = 0; n < 8; n++) plan.join(`v${n}`, { capacity: 0 });
    const backups = plan.childrenOf('a').map((child) => plan.placeOf(child)?.backup);
    assert.equal(backups.filter((backup) => backup === SHARER).length, BACKUP_RESERVE);
    assert.ok(backups.includes(undefined));
  });

  test('five hundred come and half of them go: the others are fed', () => {
    const plan = planOf(6);
    for (let n = 0; n < 500; n++) plan.join(`v${n}`, { capacity: n % 3 === 0 ? 0 : 4 });
    for (let n = 0; n < 500; n += 2) plan.leave(`v${n}`);
    for (const viewer of plan.viewers) assert.notEqual(parentOf(plan, viewer), undefined);
  });
});
