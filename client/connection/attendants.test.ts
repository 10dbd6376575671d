import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FeedId, feedIdOf } from '@open-rooms/protocol';
import fc from 'fast-check';
import { Attendants } from './attendants.ts';

const [own, anna, ben, cleo] = [0, 1, 2, 3].map((n) => feedIdOf(new Uint8Array(32).fill(n))) as [
  FeedId,
  FeedId,
  FeedId,
  FeedId,
];

/** A list, and what a watcher is told of it. */
function watched() {
  const attendants = new Attendants(own);
  const told: string[] = [];
  attendants.watch({ joined: (id) => told.push(`+${name(id)}`), left: (id) => told.push(`-${name(id)}`) });
  return { attendants, told };
}

function name(id: FeedId): string {
  return ['own', 'anna', 'ben', 'cleo'][[own, anna, ben, cleo].indexOf(id)] ?? id;
}

test('who looks is left out', () => {
  const { attendants, told } = watched();
  attendants.replace([own, anna]);
  attendants.joined(own);
  assert.deepEqual(attendants.snapshot(), [anna]);
  assert.deepEqual([attendants.size, attendants.has(anna), attendants.has(own)], [1, true, false]);
  assert.deepEqual(told, ['+anna']);
});

test('after a reconnect only who really came or went is told', () => {
  const { attendants, told } = watched();
  attendants.replace([anna, ben]);
  told.length = 0;
  attendants.replace([ben, cleo]);
  assert.deepEqual(told, ['-anna', '+cleo']);
});

test('a room that tells the same twice, or that somebody left who was not there, is not repeated', () => {
  const { attendants, told } = watched();
  attendants.joined(anna);
  attendants.joined(anna);
  attendants.left(ben);
  attendants.left(anna);
  attendants.left(anna);
  assert.deepEqual(told, ['+anna', '-anna']);
});

test('whatever a room tells, joined and left take turns for each', () => {
  const person = fc.constantFrom(own, anna, ben, cleo);
  const event = fc.oneof(
    fc.record({ kind: fc.constantFrom('joined', 'left'), id: person }),
    fc.record({ kind: fc.constant('replace'), ids: fc.array(person) }),
  );
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const { attendants, told } = watched();
      for (const event of events) {
        if ('ids' in event) attendants.replace(event.ids);
        else if (event.kind === 'joined') attendants.joined(event.id);
        else attendants.left(event.id);
      }
      for (const who of ['anna', 'ben', 'cleo']) {
        const own = told.filter((line) => line.endsWith(who));
        assert.ok(own.every((line, index) => line.startsWith(index % 2 === 0 ? '+' : '-')));
      }
      assert.ok(!attendants.has(own));
    }),
  );
});
