import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { OPERATOR } from '../rooms/actor.ts';
import type { Store } from '../store/port.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import type { AuditVerdict } from './audit.ts';
import { TestLog } from './testing.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-audit-'));
after(() => rm(folder, { recursive: true }));
let files = 0;

const ENTRIES = 6;

/** A log of six entries on the disk, as a room that stopped left it. */
async function written(): Promise<string> {
  const path = join(folder, `${++files}.db`);
  await using store = await openSqliteStore(path);
  const log = new TestLog(store.audit);
  const audit = await log.open();
  const by = { kind: 'feed', id: audit.room, address: '203.0.113.7' } as const;
  for (let n = 1; n <= ENTRIES; n++)
    audit.takeDown({ event: 'member_add', by, subject: `${n}`, reason: 'r' });
  await audit[Symbol.asyncDispose]();
  return path;
}

function change(path: string, sql: string): void {
  using database = new DatabaseSync(path);
  database.exec(sql);
}

async function opened<T>(path: string, work: (log: TestLog, store: Store) => Promise<T>): Promise<T> {
  await using store = await openSqliteStore(path);
  return await work(new TestLog(store.audit), store);
}

function verify(path: string): Promise<AuditVerdict> {
  return opened(path, async (log) => {
    const audit = await log.open();
    return await audit.verify();
  });
}

const path = await written();
/** The pristine table is put back after each change. */
change(path, 'create table kept as select * from audit; create table kept_head as select * from audit_head;');

function restore(): void {
  change(
    path,
    'delete from audit; insert into audit select * from kept; delete from audit_head; insert into audit_head select * from kept_head;',
  );
}

describe('a log on the disk', () => {
  test('is whole as the room left it', async () => {
    const verdict = await verify(path);
    assert.deepEqual([verdict.entries, verdict.whole, verdict.fault], [ENTRIES, true, null]);
    assert.equal(verdict.head?.id, ENTRIES);
  });

  const COLUMNS = ['event', 'by_whom', 'address', 'address_hash', 'subject', 'message', 'reason', 'previous'];
  const sqls = fc.oneof(
    fc
      .tuple(fc.constantFrom(...COLUMNS, 'signature', 'address_salt'), fc.integer({ min: 1, max: ENTRIES }))
      .map(([column, id]) => [id, `update audit set ${column} = ${column} || 'A' where id = ${id}`] as const),
    fc
      .integer({ min: 1, max: ENTRIES })
      .map((id) => [id, `update audit set at = at + 1 where id = ${id}`] as const),
    fc.integer({ min: 1, max: ENTRIES }).map((id) => [id, `delete from audit where id = ${id}`] as const),
    fc
      .integer({ min: 1, max: ENTRIES })
      .map((id) => [id, `update audit set signature = x'00' where id = ${id}`] as const),
    fc
      .tuple(fc.integer({ min: 1, max: ENTRIES - 1 }), fc.integer({ min: 1, max: ENTRIES - 1 }))
      .map(([one, by]) => [one, Math.min(ENTRIES, one + by)] as const)
      .map(
        ([one, other]) =>
          [
            one,
            `update audit set id = -1 where id = ${one}; update audit set id = ${one} where id = ${other}; update audit set id = ${other} where id = -1`,
          ] as const,
      ),
  );

  test('shows any one change, deletion or swap of rows at the first entry that it touches', async () => {
    await fc.assert(
      fc.asyncProperty(sqls, async ([id, sql]) => {
        restore();
        change(path, sql);
        const { whole, fault } = await verify(path);
        assert.deepEqual([whole, /^Entry (\d+) /.exec(fault ?? '')?.[1]], [false, String(id)], sql);
      }),
      { numRuns: 25 },
    );
    restore();
  });

  test('that was cut shows the hole for ever, however much is written behind it', async () => {
    restore();
    change(path, 'delete from audit where id > 4');
    await opened(path, async (log) => {
      const audit = await log.open();
      assert.deepEqual(log.said, [
        'The audit log is not as this room left it: the log had ended with entry 6, but entry 4 was the last, or another.',
      ]);
      audit.started('open-rooms');
      await audit[Symbol.asyncDispose]();
    });
    assert.equal((await verify(path)).fault, 'Entries 5 to 6 are missing.');
    restore();
  });

  test('whose head is gone, or another’s, has that written down', async () => {
    for (const sql of ['delete from audit_head', "update audit_head set signature = 'x'"]) {
      restore();
      change(path, `${sql}; delete from audit where id > 5`);
      await opened(path, async (log) => {
        const audit = await log.open();
        audit.started('open-rooms');
        const [start] = await audit.list({ event: 'server_start' }, 1);
        assert.match(start?.message ?? '', /word for the end of the log was/);
        assert.equal(log.said.length, 1);
        await audit[Symbol.asyncDispose]();
      });
    }
    restore();
  });

  test('that is put back to an older one under a running server shows it', async () => {
    await opened(path, async (log) => {
      const audit = await log.open();
      audit.takeDown({ event: 'ban_add', by: OPERATOR });
      await audit.list({}, 1);
      restore();
      assert.equal(
        (await audit.verify()).fault,
        'The log ends with entry 6, but this server has written up to entry 7.',
      );
    });
  });

  test('is walked once for all who ask at the same time', async () => {
    await opened(path, async (log) => {
      const audit = await log.open();
      const [one, other] = [audit.verify(), audit.verify()];
      assert.equal(one, other);
      await one;
    });
  });
});

test('what is erased is not left in the file', async () => {
  const file = await written();
  await opened(file, async (log, store) => {
    await store.audit.eraseAddresses(ENTRIES, 100);
    assert.deepEqual(log.said, []);
  });
  assert.equal((await readFile(file)).includes('203.0.113.7'), false);
});
