import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { auditExportSchema, type SealedEntry, verifyExport } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { exportAudit } from '@open-rooms/room-server/audit-export/export-audit.ts';
import { openStoredAudit } from '@open-rooms/room-server/stored-audit.ts';
import * as v from 'valibot';
import { temporaryDirectory } from '../temporary-directory.ts';
import { enterBare } from './client/bare.ts';
import { startOurRoom } from './our-room.ts';
import { startRoomProcess } from './server-process.ts';

/** What a room that is stopped has written down; it has to be whole. */
async function writtenIn(data: string): Promise<readonly SealedEntry[]> {
  await using audit = await openStoredAudit(data);
  const verdict = await audit.verify();
  assert.deepEqual([verdict.fault, verdict.whole], [null, true]);
  const { body } = await exportAudit(audit, { format: 'json', timeZone: 'UTC' });
  const log = v.parse(auditExportSchema, await new Response(body).json());
  assert.deepEqual(verifyExport(sodium, log.room, log), { entries: verdict.entries, fault: undefined });
  assert.deepEqual(log.head, verdict.head);
  return log.entries;
}

describe('the audit log of a running room', () => {
  test('has its start, who came from where, what was refused, who left, and its end', async () => {
    await using data = await temporaryDirectory();
    await using room = await startOurRoom({ name: 'Garden', data: data.path });
    const bob = await enterBare(room);
    await assert.rejects(bob.remote['members.list']({}), /members/);
    bob[Symbol.dispose]();
    await room.stop();
    const entries = await writtenIn(data.path);
    const events = entries.map(({ event }) => event);
    assert.deepEqual(events, [
      'room_create',
      'server_start',
      'room_join',
      'no_role',
      'room_leave',
      'server_stop',
    ]);
    const [created, , joined, refused, left] = entries;
    assert.equal(created?.by, 'operator');
    assert.equal(joined?.address, '127.0.0.1');
    assert.deepEqual([refused?.by, refused?.subject], [joined?.by, 'manage-members']);
    assert.equal(left?.by, joined?.by);
  });

  test('is whole after a kill in the middle of a crowd, and says that it did not stop in order', async () => {
    await using data = await temporaryDirectory();
    await using room = await startRoomProcess({ name: 'Garden', data: data.path });
    const come = async () => {
      for (let times = 0; times < 10; times++) {
        using _peer = await enterBare(room);
      }
    };
    await Promise.all([come(), come(), come()]);
    await room.kill();
    const before = await writtenIn(data.path);
    assert.notEqual(before.at(-1)?.event, 'server_stop');
    await using again = await startOurRoom({ data: data.path });
    await again.stop();
    const after = await writtenIn(data.path);
    assert.deepEqual(after.slice(0, before.length), before);
    const [start, stop] = after.slice(before.length);
    assert.match(start?.message ?? '', /; it had not stopped in order before$/);
    assert.equal(stop?.event, 'server_stop');
  });
});

test('the log of a room that runs is not opened beside it, and no room is made where none is', async () => {
  await using data = await temporaryDirectory();
  await assert.rejects(openStoredAudit(data.path), { code: 'bad-usage' });
  await using _room = await startOurRoom({ name: 'Garden', data: data.path });
  await assert.rejects(openStoredAudit(data.path), { code: 'data-in-use' });
});
