import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import type { Certificate } from './certificate.ts';
import { OwnCertificate } from './own-certificate.ts';
import { testLog } from './test-log.ts';

const NOW = Date.UTC(2030, 0, 15);
const DAY_MS = 86_400_000;

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-tls-'));
after(() => rm(folder, { recursive: true }));
let folders = 0;

/** A data directory with what tests turn: the date, and the names of the server. */
async function setting() {
  const directory = await mkdtemp(join(folder, `${folders++}-`));
  const turn = { now: NOW, must: ['localhost', '192.0.2.7'], also: ['box.local'] };
  const { log, lines } = testLog();
  const clock = new VirtualClock();
  const open = () => OwnCertificate.open({ directory, names: () => turn, clock, now: () => turn.now, log });
  const file = (name: string) => join(directory, name);
  return { directory, turn, lines, clock, open, file };
}

describe("a room's own certificate", () => {
  test('is made at the first start, for its account alone, and found again at the next', async () => {
    const { open, file, lines } = await setting();
    using first = await open();
    assert.equal(first.current.leaf.subjectAltName, 'DNS:localhost, IP Address:192.0.2.7, DNS:box.local');
    assert.equal(first.ownFingerprint, first.current.leaf.fingerprint256);
    if (process.platform !== 'win32') {
      for (const name of ['tls-key.pem', 'tls-cert.pem'])
        assert.equal((await stat(file(name))).mode & 0o777, 0o600);
    }
    using second = await open();
    assert.equal(second.ownFingerprint, first.ownFingerprint);
    assert.deepEqual(lines, []);
  });

  test('stays while its names do, whatever else comes and goes', async () => {
    const { open, turn } = await setting();
    using first = await open();
    turn.must = ['localhost'];
    turn.also = ['2001:db8::1'];
    using second = await open();
    assert.equal(second.ownFingerprint, first.ownFingerprint);
  });

  test('is made again for a new name, and keeps those that it had', async () => {
    const { open, turn, lines } = await setting();
    using first = await open();
    turn.must = ['localhost', 'room.example'];
    using second = await open();
    assert.notEqual(second.ownFingerprint, first.ownFingerprint);
    for (const host of ['localhost', 'room.example', 'box.local'])
      assert.ok(second.current.leaf.checkHost(host));
    assert.ok(second.current.leaf.checkIP('192.0.2.7'));
    assert.match(lines.join(), /info: The room has a new certificate.*does not name room\.example/);
    turn.must = ['192.0.2.7'];
    using third = await open();
    assert.equal(third.ownFingerprint, second.ownFingerprint);
  });

  test('is made again when it is about to end, or has not begun, without the names that are gone', async () => {
    const { open, turn, lines } = await setting();
    using first = await open();
    turn.now = NOW + 360 * DAY_MS;
    using same = await open();
    assert.equal(same.ownFingerprint, first.ownFingerprint);
    turn.now = NOW + 370 * DAY_MS;
    turn.must = ['localhost'];
    using second = await open();
    assert.notEqual(second.ownFingerprint, first.ownFingerprint);
    assert.equal(second.current.leaf.checkIP('192.0.2.7'), undefined);
    assert.match(lines.join(), /the old one ends/);
    turn.now = NOW - DAY_MS;
    using third = await open();
    assert.notEqual(third.ownFingerprint, second.ownFingerprint);
  });

  test('is looked at every hour while the room runs', async () => {
    const { open, turn, clock } = await setting();
    const own = await open();
    const { promise, resolve } = Promise.withResolvers<Certificate>();
    own.onChanged(resolve);
    turn.must = ['192.0.2.9'];
    clock.advance(3_600_000);
    assert.ok((await promise).leaf.checkIP('192.0.2.9'));
    assert.ok(own.current.leaf.checkIP('192.0.2.9'));
    own[Symbol.dispose]();
    assert.equal(clock.waiting, 0);
  });

  test('that is damaged, or whose key is another, is made again with a warning', async () => {
    const { open, file, lines } = await setting();
    using first = await open();
    const other = await setting();
    using _other = await other.open();
    await writeFile(file('tls-key.pem'), await readFile(other.file('tls-key.pem')));
    using second = await open();
    assert.notEqual(second.ownFingerprint, first.ownFingerprint);
    assert.match(
      lines.join(),
      /warn: Cannot use the room's own key .*tls-key\.pem: it is the key of another certificate\. A new/,
    );
    await writeFile(file('tls-cert.pem'), 'nothing');
    using third = await open();
    assert.notEqual(third.ownFingerprint, second.ownFingerprint);
    assert.match(lines.join(), /own certificate .*tls-cert\.pem: it is no certificate in PEM/);
  });

  test('that cannot be kept keeps the room from starting', async () => {
    const { open, directory } = await setting();
    await rm(directory, { recursive: true });
    await assert.rejects(open(), {
      name: 'StartError',
      code: 'data-unwritable',
      message: /Cannot keep the room's certificate in/,
    });
  });
});
