import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sodium } from '../node/sodium.ts';
import { MAX_AHEAD_MS, MAX_EXCEPTIONS } from './limits.ts';
import { ChatLog, type LogOptions } from './log.ts';
import type { ChatRecord } from './message.ts';
import { END, START, shortOf } from './position.ts';
import { TestPeople } from './test-people.ts';

const people = new TestPeople(sodium);
const [alice, bob, carol] = [people.person(1), people.person(2), people.person(3)];
const NOW = 1767225600000;

function logOf(records: readonly ChatRecord[] = [], options: Partial<LogOptions> = {}): ChatLog {
  const log = new ChatLog({ crypto: sodium, conversation: people.room, me: alice.id, ...options });
  for (const record of records) log.add(record, NOW, record.author === alice.id);
  return log;
}

function texts(log: ChatLog): string[] {
  return log.messages.map(({ text }) => text);
}

function keptBy(log: ChatLog) {
  return log.takeChanges() ?? { put: [], drop: [] };
}

describe('what a log shows', () => {
  const first = people.said(bob, NOW - 5000, 'first');
  const second = people.said(carol, NOW - 4000, 'second');

  test('stands in the order of its times, and each record once', () => {
    const log = logOf([second, first]);
    assert.deepEqual(texts(log), ['first', 'second']);
    assert.equal(log.add(first, NOW), 'known');
    assert.equal(log.messages, log.messages, 'nothing changed, so it is the same array');
  });

  test('has the last text of whoever wrote it, not what others say it was', () => {
    const log = logOf([
      people.said(bob, NOW - 2000, { kind: 'edit', target: first.id, text: 'changed twice' }),
      people.said(bob, NOW - 3000, { kind: 'edit', target: first.id, text: 'changed' }),
      people.said(carol, NOW - 1000, { kind: 'edit', target: first.id, text: 'forged' }),
      people.said(carol, NOW - 1000, { kind: 'delete', target: first.id }),
      first,
    ]);
    assert.deepEqual(texts(log), ['changed twice']);
    assert.equal(log.messages[0]?.editedAt, NOW - 2000);
  });

  test('has nothing of what its author deleted, and keeps nothing of it', () => {
    const edit = people.said(bob, NOW - 3000, { kind: 'edit', target: first.id, text: 'changed' });
    const deletion = people.said(bob, NOW - 2000, { kind: 'delete', target: first.id });
    const late = people.said(bob, NOW - 1000, { kind: 'edit', target: first.id, text: 'back again' });
    const log = logOf([first, edit, deletion, late]);
    assert.deepEqual(texts(log), []);
    assert.deepEqual(log.records, [deletion]);
    assert.deepEqual(
      keptBy(log).put.map(({ id }) => id),
      [deletion.id],
    );
    for (const { id } of [first, edit, late]) assert.ok(!log.lacks(shortOf(id)));
  });

  test('does not depend on the order in which records come', () => {
    const authors = [alice, bob, carol];
    const act = fc.record({ author: fc.nat(2), kind: fc.nat(5), target: fc.nat(9), time: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), fc.infiniteStream(fc.nat()), (acts, random) => {
        const records: ChatRecord[] = [];
        for (const { author: who, kind, target, time } of acts) {
          const author = authors[who] ?? alice;
          const about = records[target]?.id ?? first.id;
          records.push(
            people.said(
              author,
              NOW - time,
              kind < 2
                ? `text ${records.length}`
                : kind === 2
                  ? { kind: 'delete', target: about }
                  : kind === 3
                    ? { kind: 'read', upTo: { time: NOW - target, id: about }, except: [] }
                    : { kind: 'edit', target: about, text: `edit ${records.length}` },
            ),
          );
        }
        const shuffled = records
          .map((record) => ({ record, at: random.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ record }) => record);
        const [one, other] = [logOf(records), logOf(shuffled)];
        assert.deepEqual(one.records, other.records);
        assert.deepEqual(one.messages, other.messages);
        assert.equal(one.digestBefore(END), other.digestBefore(END));
        const stored = keptBy(one);
        const again = logOf();
        again.load(stored.put);
        assert.deepEqual([again.messages, again.records], [one.messages, one.records]);
        assert.equal(again.takeChanges(), undefined);
      }),
      { numRuns: 150 },
    );
  });
});

describe('what a log refuses', () => {
  test('comes from more than a day ahead, until that is near', () => {
    const log = logOf();
    const early = people.said(bob, NOW + MAX_AHEAD_MS + 1, 'tomorrow');
    assert.equal(log.add(early, NOW), 'refused');
    assert.ok(log.lacks(shortOf(early.id)));
    assert.equal(log.add(early, NOW + 1), 'new');
  });

  test('comes from somebody who is blocked, then and before', () => {
    const blocked = new Set<string>();
    const [before, after] = [people.said(bob, NOW - 1, 'before'), people.said(bob, NOW, 'after')];
    const log = logOf([before], { isBlocked: (author) => blocked.has(author) });
    blocked.add(bob.id);
    log.forget(bob.id);
    assert.equal(log.add(after, NOW), 'refused');
    assert.deepEqual([texts(log), keptBy(log).drop], [[], [before.id]]);
    blocked.clear();
    assert.ok(!log.lacks(shortOf(after.id)));
    log.reconsider();
    assert.equal(log.add(after, NOW), 'new');
  });

  test('lies before all that a full log holds; the oldest go', () => {
    const records = Array.from({ length: 6 }, (_, n) =>
      people.said([bob, carol][n % 2] ?? bob, NOW + n, `${n}`),
    );
    const log = logOf(records, { maxRecords: 4 });
    assert.deepEqual(texts(log), ['2', '3', '4', '5']);
    const old = people.said(alice, NOW - 1, 'old');
    assert.deepEqual([log.add(old, NOW), texts(log).length], ['refused', 4]);
    assert.ok(log.isFullBefore(START) && !log.isFullBefore(END));
  });

  test('by bytes, too; and whoever has most of them loses their own', () => {
    const small = people.said(carol, NOW - 10, 'hello');
    const large = Array.from({ length: 5 }, (_, n) => people.said(bob, NOW + n, `${n}${'x'.repeat(1000)}`));
    const log = logOf([small, ...large], { maxBytes: 3600 });
    assert.deepEqual(
      texts(log).map((text) => text.slice(0, 5)),
      ['hello', '2xxxx', '3xxxx', '4xxxx'],
    );
  });

  test('is damaged in the store', () => {
    const log = logOf([people.said(bob, NOW, 'good')]);
    const [good] = keptBy(log).put;
    assert.ok(good !== undefined);
    const again = logOf();
    again.load([
      good,
      { id: 'cut', bytes: good.bytes.slice(0, 40) },
      { id: 'other', bytes: good.bytes },
      { id: 'empty', bytes: new Uint8Array(0) },
    ]);
    assert.deepEqual(texts(again), ['good']);
    assert.deepEqual(keptBy(again), { put: [], drop: ['cut', 'other', 'empty'] });
  });
});

describe('the time of what is written', () => {
  test('is now, or just behind what was read', () => {
    assert.equal(logOf().timeFor(NOW), NOW);
    assert.equal(logOf([people.said(bob, NOW + 5000, 'ahead')]).timeFor(NOW), NOW + 5001);
  });

  test('stays within what others take, whatever somebody wrote', () => {
    const log = logOf([people.said(bob, NOW + MAX_AHEAD_MS, 'a day ahead')]);
    assert.equal(log.timeFor(NOW), NOW + MAX_AHEAD_MS / 2);
  });
});

describe('delivery', () => {
  const mine = people.said(alice, NOW, 'mine');
  const receipt = (time: number, except: string[] = []) =>
    people.said(bob, time, { kind: 'read', upTo: mine, except });

  test('waits, is sent once somebody holds it, is read once somebody says so', () => {
    const log = logOf([mine]);
    assert.deepEqual(log.delivery(mine.id), { state: 'waiting', readBy: [] });
    log.given(mine.id);
    assert.equal(log.heldByOther([shortOf(mine.id)]), true);
    assert.equal(log.heldByOther([shortOf(mine.id)]), false);
    assert.deepEqual(log.delivery(mine.id), { state: 'sent', readBy: [] });
    log.add(receipt(NOW + 1), NOW);
    assert.deepEqual(log.delivery(mine.id), { state: 'read', readBy: [bob.id] });
    log.add(receipt(NOW + 2, [shortOf(mine.id)]), NOW);
    assert.deepEqual(log.delivery(mine.id), { state: 'sent', readBy: [] });
    const again = logOf();
    again.load(keptBy(log).put);
    assert.deepEqual(again.delivery(mine.id), { state: 'sent', readBy: [] });
  });

  test('a receipt from before the message was given to anybody does not mean it', () => {
    const log = logOf([mine]);
    log.add(receipt(NOW + 1), NOW);
    assert.equal(log.delivery(mine.id)?.state, 'waiting');
    log.given(mine.id);
    assert.equal(log.delivery(mine.id)?.state, 'waiting');
    log.add(receipt(NOW + 2), NOW);
    assert.equal(log.delivery(mine.id)?.state, 'read');
  });

  test('is told of messages of one’s own only', () => {
    const other = people.said(bob, NOW, 'other');
    assert.equal(logOf([other]).delivery(other.id), undefined);
  });
});

describe('reading', () => {
  const [one, two, three] = ['one', 'two', 'three'].map((text, n) => people.said(bob, NOW + n, text)) as [
    ChatRecord,
    ChatRecord,
    ChatRecord,
  ];
  const sign = (log: ChatLog) => log.add(people.said(alice, NOW + 100, log.receipt()), NOW + 100, true);

  test('goes up to a message, and is owed a receipt', () => {
    const log = logOf([one, two, three]);
    assert.deepEqual(log.unread, [one.id, two.id, three.id]);
    assert.deepEqual([log.read(two.id), log.read(two.id), log.read('none')], [true, false, false]);
    assert.deepEqual([log.unread, log.isReceiptDue], [[three.id], true]);
    assert.deepEqual(log.receipt(), { kind: 'read', upTo: { time: two.time, id: two.id }, except: [] });
    sign(log);
    assert.equal(log.isReceiptDue, false);
    const again = logOf();
    again.load(keptBy(log).put);
    assert.deepEqual(again.unread, [three.id]);
  });

  test('what comes late is unread, and the receipt takes it out', () => {
    const log = logOf([two]);
    log.read(two.id);
    sign(log);
    log.add(one, NOW);
    assert.deepEqual([log.unread, log.isReceiptDue], [[one.id], true]);
    assert.deepEqual(log.receipt().except, [shortOf(one.id)]);
  });

  test('on another device counts here, in whatever order it comes', () => {
    const theirs = people.said(alice, NOW + 50, { kind: 'read', upTo: two, except: [] });
    for (const records of [
      [theirs, one, two, three],
      [one, two, three, theirs],
    ]) {
      const log = logOf();
      for (const record of records) log.add(record, NOW);
      assert.deepEqual([log.unread, log.isReceiptDue], [[three.id], false]);
    }
  });

  test('a receipt with more exceptions than it can hold says less', () => {
    const old = Array.from({ length: MAX_EXCEPTIONS + 5 }, (_, n) =>
      people.said(bob, NOW - 1000 + n, `${n}`),
    );
    const log = logOf([two]);
    log.read(two.id);
    sign(log);
    for (const record of old) log.add(record, NOW);
    const { upTo, except } = log.receipt();
    assert.deepEqual([upTo.id, except.length], [old[MAX_EXCEPTIONS - 1]?.id, MAX_EXCEPTIONS]);
  });
});

describe('pages', () => {
  test('lead from the end to the start, and each says what is before it', () => {
    const records = Array.from({ length: 600 }, (_, n) => people.said(bob, NOW + n, `${n}`));
    const log = logOf(records);
    const newestFirst = records.map(({ id }) => shortOf(id)).reverse();
    const last = log.pageBefore(END);
    const middle = log.pageBefore(last.from);
    const first = log.pageBefore(middle.from);
    assert.deepEqual([...last.ids, ...middle.ids, ...first.ids], newestFirst);
    assert.deepEqual([first.from, first.ids.length], [START, 88]);
    assert.equal(last.digest, logOf(records.slice(0, 344)).digestBefore(END));
    assert.equal(first.digest, logOf().digestBefore(END));
  });
});
