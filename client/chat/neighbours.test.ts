import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf } from '@open-rooms/protocol';
import { chooseNeighbours, MAX_CHOSEN, rankBy } from './neighbours.ts';

/** Ids that are spread as keys are. */
function peopleOf(count: number): FeedId[] {
  return Array.from({ length: count }, (_, index) => {
    const key = new Uint8Array(32);
    new DataView(key.buffer).setUint32(0, Math.imul(index + 1, 0x9e3779b1));
    new DataView(key.buffer).setUint32(4, index);
    return feedIdOf(key);
  });
}

/** Whom everybody reaches, however many steps it takes, beginning with the first. */
function reached(
  links: ReadonlyMap<FeedId, ReadonlySet<FeedId>>,
  from: FeedId,
): { size: number; steps: number } {
  const seen = new Set([from]);
  let steps = 0;
  for (let edge = [from]; edge.length > 0; steps++) {
    edge = edge.flatMap((id) => [...(links.get(id) ?? [])].filter((other) => !seen.has(other)));
    for (const id of edge) seen.add(id);
  }
  return { size: seen.size, steps: steps - 1 };
}

/** Both sides of each choice. */
function graphOf(people: readonly FeedId[], seesOf = (own: FeedId) => people.filter((id) => id !== own)) {
  const links = new Map<FeedId, Set<FeedId>>(people.map((id) => [id, new Set<FeedId>()]));
  people.forEach((own, index) => {
    for (const id of chooseNeighbours(own, seesOf(own), rankBy(index * 7919))) {
      links.get(own)?.add(id);
      links.get(id)?.add(own);
    }
  });
  return links;
}

describe('neighbours', () => {
  test('are all others in a small room, and as many as allowed in a large one', () => {
    const people = peopleOf(100);
    const [own, ...others] = people;
    assert.ok(own);
    assert.deepEqual(chooseNeighbours(own, [], rankBy(1)), new Set());
    for (const count of [1, 3, MAX_CHOSEN])
      assert.equal(chooseNeighbours(own, others.slice(0, count), rankBy(1)).size, count);
    assert.equal(chooseNeighbours(own, others, rankBy(1)).size, MAX_CHOSEN);
  });

  test('connect everybody, by few links each and in few steps', () => {
    for (const count of [2, 8, 50, 1000]) {
      const people = peopleOf(count);
      const links = graphOf(people);
      const most = Math.max(...[...links.values()].map(({ size }) => size));
      const { size, steps } = reached(links, people[0] as FeedId);
      assert.equal(size, count);
      assert.ok(most <= 30 && steps <= 5, `${count} people: ${most} links, ${steps} steps`);
    }
  });

  test('connect everybody even where each sees only a part of the others', () => {
    const people = peopleOf(200);
    const sees = (own: FeedId) => {
      const rank = rankBy(own.charCodeAt(5));
      return people.filter((id) => id !== own && rank(id) % 3 === 0);
    };
    assert.equal(reached(graphOf(people, sees), people[0] as FeedId).size, 200);
  });

  test('change by one or two when somebody comes or goes', () => {
    const people = peopleOf(60);
    const [own, ...others] = people as [FeedId, ...FeedId[]];
    const rank = rankBy(99);
    const all = chooseNeighbours(own, others, rank);
    for (const gone of others) {
      const without = chooseNeighbours(
        own,
        others.filter((id) => id !== gone),
        rank,
      );
      const changed = [...all].filter((id) => id !== gone && !without.has(id));
      assert.ok(changed.length <= 1, `${changed.length} others changed`);
      assert.equal(without.has(gone), false);
    }
  });

  test('cannot be foretold by whoever makes keys for it', () => {
    const people = peopleOf(1000);
    const [own, ...others] = people as [FeedId, ...FeedId[]];
    const choices = [1, 2, 3].map((seed) => [...chooseNeighbours(own, others, rankBy(seed))].slice(1).sort());
    assert.notDeepEqual(choices[0], choices[1]);
    assert.notDeepEqual(choices[1], choices[2]);
  });
});
