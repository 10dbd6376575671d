import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { type Actor, OPERATOR } from '../rooms/actor.ts';
import { auditOperations } from './audit-operations.ts';
import { ROOM_KEY, START, TestLog, until } from './testing.ts';
import { MAX_WAITING_ENTRIES, RETRY_MS } from './writer.ts';

const BOB: Actor = { kind: 'feed', id: feedIdOf(new Uint8Array(32).fill(2)), address: '203.0.113.7' };

const DAY_MS = 24 * 60 * 60_000;

describe('the audit log', () => {
  test('keeps what is told, in its order, and answers the newest first', async () => {
    const log = new TestLog();
    const audit = await log.open();
    audit.takeDown({ event: 'ban_add', by: BOB, subject: '@eve', message: 'banned', reason: 'spam' });
    log.clock.advance(5);
    audit.takeDown({ event: 'ban_lift', by: OPERATOR, subject: '@eve' });
    audit.takeDown({ event: 'member_off_limit', by: null, address: '2001:db8::1' });
    const { 'audit.list': list } = auditOperations(audit);
    const entries = await list(OPERATOR, { limit: 100 });
    const rest = { address: null, message: '', reason: '' };
    assert.deepEqual(entries, [
      {
        ...rest,
        id: 3,
        at: START + 5,
        event: 'member_off_limit',
        by: '',
        address: '2001:db8::1',
        subject: '',
      },
      { ...rest, id: 2, at: START + 5, event: 'ban_lift', by: 'operator', subject: '@eve' },
      {
        id: 1,
        at: START,
        event: 'ban_add',
        by: BOB.kind === 'feed' ? BOB.id : '',
        address: '203.0.113.7',
        subject: '@eve',
        message: 'banned',
        reason: 'spam',
      },
    ]);
    assert.deepEqual(
      (await list(OPERATOR, { limit: 1, before: 3 })).map(({ id }) => id),
      [2],
    );
    assert.deepEqual(
      (await list(OPERATOR, { limit: 9, event: 'ban_add', since: START, until: START + 1 })).map(
        ({ id }) => id,
      ),
      [1],
    );
    assert.deepEqual(await list(OPERATOR, { limit: 9, since: START + 6 }), []);
  });

  test('makes one line of whatever it is told', async () => {
    const log = new TestLog();
    const audit = await log.open();
    audit.takeDown({ event: 'ban_add', by: OPERATOR, reason: `a\nb\u0000\u202e\ud800${'x'.repeat(900)}` });
    const [entry] = await audit.list({}, 1);
    assert.match(entry?.reason ?? '', /^a\uFFFDb\uFFFD\uFFFD\uFFFDx{10}/);
    assert.equal(entry?.reason.length, 500);
    assert.equal((await audit.verify()).whole, true);
  });

  test('writes those who come within a quarter of a second at once, and what moderators do in the next turn', async () => {
    const log = new TestLog();
    const audit = await log.open();
    for (let n = 0; n < 50; n++) {
      audit.takeDown({ event: 'room_join', by: BOB });
      log.clock.advance(4);
    }
    assert.deepEqual(log.batches, []);
    log.clock.advance(50);
    await until(log.clock, () => log.batches.length === 1);
    assert.deepEqual(log.batches, [50]);
    audit.takeDown({ event: 'room_leave', by: BOB });
    audit.takeDown({ event: 'ban_add', by: OPERATOR });
    await until(log.clock, () => log.batches.length === 2);
    assert.deepEqual(log.batches, [50, 2]);
    assert.equal(log.clock.waiting, 0);
  });

  test('says when the server starts and stops, and whether it had stopped in order', async () => {
    const log = new TestLog();
    {
      await using audit = await log.open();
      audit.started('open-rooms 1');
    }
    const killed = await log.open();
    killed.started('open-rooms 2');
    await killed.list({}, 1);
    await using audit = await log.open();
    audit.started('open-rooms 3');
    const entries = await audit.list({}, 9);
    assert.deepEqual(entries.map(({ event, message }) => `${event}: ${message}`).toReversed(), [
      'server_start: open-rooms 1',
      'server_stop: stopped in order',
      'server_start: open-rooms 2',
      'server_start: open-rooms 3; it had not stopped in order before',
    ]);
    assert.deepEqual(log.said, []);
  });

  test('that nothing was told when it ends has nothing', async () => {
    const log = new TestLog();
    const audit = await log.open();
    await audit[Symbol.asyncDispose]();
    await audit[Symbol.asyncDispose]();
    audit.takeDown({ event: 'ban_add', by: OPERATOR });
    assert.deepEqual(await log.store.newest({}, 9), []);
    assert.equal(await log.store.head(), undefined);
  });
});

describe('a disk that refuses', () => {
  test('stops nobody: entries wait, in their order, and are written when it takes them', async () => {
    const log = new TestLog();
    const audit = await log.open();
    log.isFull = true;
    for (let n = 0; n < 3; n++) audit.takeDown({ event: 'ban_add', by: OPERATOR, subject: String(n) });
    assert.deepEqual(await audit.list({}, 9), []);
    assert.deepEqual([log.said, log.counts.waiting], [['refused'], 3]);
    log.clock.advance(RETRY_MS);
    await audit.list({}, 9);
    assert.deepEqual(log.said, ['refused'], 'it is said once');
    log.isFull = false;
    log.clock.advance(RETRY_MS);
    await until(log.clock, () => log.counts.entries === 3);
    const subjects = (await audit.list({}, 9)).map(({ subject }) => subject);
    assert.deepEqual(subjects, ['2', '1', '0']);
    assert.deepEqual(
      [log.said, log.counts],
      [['refused', 'recovered 0'], { entries: 3, waiting: 0, lost: 0 }],
    );
    assert.equal((await audit.verify()).whole, true);
  });

  test('for too long loses what memory has no place for, and the log says how many', async () => {
    const log = new TestLog();
    const audit = await log.open();
    log.isFull = true;
    for (let n = 0; n < MAX_WAITING_ENTRIES + 7; n++) audit.takeDown({ event: 'ban_add', by: OPERATOR });
    await audit.list({}, 1);
    assert.deepEqual(log.said, ['full', 'refused']);
    assert.deepEqual(log.counts, { entries: 0, waiting: MAX_WAITING_ENTRIES, lost: 7 });
    log.isFull = false;
    log.clock.advance(RETRY_MS);
    await until(log.clock, () => log.counts.entries === MAX_WAITING_ENTRIES + 1);
    const [last] = await audit.list({}, 1);
    assert.equal(last?.event, 'entries_lost');
    assert.match(last?.message ?? '', /^7 entries were lost/);
    assert.deepEqual(log.said, ['full', 'refused', 'recovered 7']);
    assert.ok(Math.max(...log.batches) <= 200, 'in batches that hold nobody up');
  });

  test('at the end is said, and ends nothing else', async () => {
    const log = new TestLog();
    const audit = await log.open();
    audit.started('open-rooms');
    log.isFull = true;
    await audit[Symbol.asyncDispose]();
    assert.deepEqual(log.said, ['refused', '2 entries of the audit log were not written.']);
    assert.equal(log.clock.waiting, 0);
  });
});

describe('a flood', () => {
  test('of refusals is counted beyond what fits, and hides nothing else', async () => {
    const log = new TestLog();
    const audit = await log.open();
    for (let n = 0; n < 5000; n++) audit.takeDown({ event: 'no_role', by: BOB, subject: 'ban' });
    audit.takeDown({ event: 'ban_add', by: BOB });
    audit.takeDown({ event: 'banned_attempt', by: BOB });
    assert.equal((await audit.list({}, 500)).length, 202);
    log.clock.advance(10 * 60_000);
    const entries = await audit.list({ event: 'no_role' }, 500);
    assert.equal(entries.length, 201);
    assert.equal(entries[0]?.message, 'and 4800 more, which are not listed one by one');
    assert.equal(log.clock.waiting, 0, 'and no timer goes on');
  });

  test('of one day does not silence the next', async () => {
    const log = new TestLog();
    const audit = await log.open();
    for (let day = 0; day < 2; day++) {
      for (let n = 0; n < 300; n++) audit.takeDown({ event: 'banned_attempt', by: BOB });
      await until(log.clock, () => log.counts.waiting === 0);
      log.clock.advance(DAY_MS);
      await until(log.clock, () => log.counts.waiting === 0);
    }
    assert.equal(log.counts.entries, 2 * 201);
  });

  test('does not count what whoever runs the server does', async () => {
    const log = new TestLog();
    const audit = await log.open();
    for (let n = 0; n < 300; n++) audit.takeDown({ event: 'api_action_denied', by: OPERATOR });
    assert.equal((await audit.list({}, 500)).length, 300);
  });

  test('hides nothing of what owners and moderators do by their right', async () => {
    const log = new TestLog();
    const audit = await log.open();
    for (let n = 0; n < 300; n++) audit.takeDown({ event: 'no_role', by: BOB, byRight: true });
    assert.equal((await audit.list({}, 500)).length, 300);
  });

  test('that is going on when the server stops is counted then', async () => {
    const log = new TestLog();
    const audit = await log.open();
    audit.started('');
    for (let n = 0; n < 202; n++) audit.takeDown({ event: 'banned_attempt', by: BOB });
    await audit[Symbol.asyncDispose]();
    const [stop, more] = await log.store.newest({}, 2);
    assert.deepEqual(
      [stop?.event, more?.message],
      ['server_stop', 'and 2 more, which are not listed one by one'],
    );
    assert.equal(log.clock.waiting, 0);
  });
});

describe('addresses', () => {
  test('are erased when their time is over, at the start and each day, and the log stays whole', async () => {
    const log = new TestLog();
    await using audit = await log.open();
    audit.takeDown({ event: 'room_join', by: BOB });
    log.clock.advance(10 * DAY_MS);
    audit.takeDown({ event: 'room_leave', by: BOB });
    audit.started('');
    assert.equal((await audit.list({}, 9)).filter(({ address }) => address !== null).length, 2);
    log.clock.advance(20 * DAY_MS);
    const erased = async () => (await audit.list({ event: 'address_erase' }, 9)).length === 1;
    await until(log.clock, erased);
    await until(log.clock, async () => (await audit.list({ event: 'room_join' }, 9))[0]?.address === null);
    assert.equal((await audit.list({ event: 'room_leave' }, 9))[0]?.address, '203.0.113.7');
    const [said] = await audit.list({ event: 'address_erase' }, 9);
    assert.deepEqual(
      [said?.subject, said?.message],
      ['1', 'addresses up to entry 1 are erased: they are kept for 30 days'],
    );
    assert.equal((await audit.verify()).whole, true);
  });

  test('are not even kept where the room keeps none, and those of before go', async () => {
    const log = new TestLog();
    await using audit = await log.open();
    audit.takeDown({ event: 'room_join', by: BOB });
    await audit.list({}, 1);
    log.days = 0;
    audit.takeDown({ event: 'room_leave', by: BOB });
    audit.started('');
    await until(log.clock, async () => (await audit.list({ event: 'room_join' }, 9))[0]?.address === null);
    const [left] = await audit.list({ event: 'room_leave' }, 9);
    assert.deepEqual([left?.address, left?.addressHash], [null, '']);
    assert.equal((await audit.verify()).whole, true);
  });

  test('stay while the disk does not take the word that they go', async () => {
    const log = new TestLog();
    const audit = await log.open();
    audit.takeDown({ event: 'room_join', by: BOB });
    await audit.list({}, 1);
    log.clock.advance(31 * DAY_MS);
    log.isFull = true;
    audit.started('');
    await until(log.clock, () => log.said.includes('refused'));
    assert.equal((await audit.list({}, 9))[0]?.address, '203.0.113.7');
    await audit[Symbol.asyncDispose]();
  });
});

test('the log is of its room', async () => {
  assert.equal((await new TestLog().open()).room, ROOM_KEY.id);
});
