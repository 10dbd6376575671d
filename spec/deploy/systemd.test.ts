import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startRoomProcess } from '../conformance/server-process.ts';
import { binaryMissing, openRoomsBinary } from '../programs/binary.ts';
import { programFromDebian } from '../programs/debian.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const UNIT = join(import.meta.dirname, '../../room-server/deploy/systemd/open-rooms.service');

/** What systemd calls how much a service could do, in tenths: "OK" is below 50, most services have above 90. */
const EXPOSURE_MAX = 20;

describe('the unit of systemd', { skip: binaryMissing }, () => {
  test('can be run, and gives the room little', async (t) => {
    const systemd = programFromDebian(t, 'systemd-analyze', 'systemd');
    if (systemd === undefined) return;
    await using folder = await temporaryDirectory();
    const unit = join(folder.path, 'open-rooms.service');
    // It is checked that the program is there.
    const text = await readFile(UNIT, 'utf8');
    await writeFile(unit, text.replace('/usr/local/bin/open-rooms', openRoomsBinary()));
    const verified = spawnSync(systemd, ['verify', '--man=no', unit], { encoding: 'utf8' });
    assert.deepEqual([verified.stderr, verified.status], ['', 0]);
    const flags = ['security', '--offline=true', `--threshold=${EXPOSURE_MAX}`, unit];
    const judged = spawnSync(systemd, flags, { encoding: 'utf8' });
    assert.equal(judged.status, 0, judged.stdout);
  });

  test('leaves the program what it needs', async () => {
    const text = await readFile(UNIT, 'utf8');
    // Code is compiled while it runs; addresses of the machine are asked for over netlink.
    assert.doesNotMatch(text, /^MemoryDenyWriteExecute/m);
    assert.match(text, /^RestrictAddressFamilies=.*AF_NETLINK/m);
    assert.match(text, /^AmbientCapabilities=CAP_NET_BIND_SERVICE$/m);
  });

  test('can reload a room that has no certificate to read again', async () => {
    const text = await readFile(UNIT, 'utf8');
    assert.match(text, /^ExecReload=\/bin\/kill -HUP \$MAINPID$/m);
    await using room = await startRoomProcess();
    process.kill(room.ready.pid, 'SIGHUP');
    assert.equal((await fetch(room.ready.http)).status, 200);
    // It throws where the room has ended by any other signal.
    await room.stop();
  });
});
