import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { DOCTOR_CODES, type Finding } from './finding.ts';
import { coversHost, judgeCertificate, type ShownCertificate } from './judge-certificate.ts';
import { judgeClock } from './judge-clock.ts';
import { judgeDisk, judgeFolder, judgeKey, judgeMount } from './judge-data.ts';
import { type DatabaseFacts, judgeDatabase } from './judge-database.ts';
import { judgeMemory, judgeOpenFiles, judgeProgram } from './judge-machine.ts';
import { judgeHost, judgeTried, type Tried } from './judge-reach.ts';
import { judgePort, judgeReady, judgeRoom, type PortFacts, type RoomFacts } from './judge-room.ts';
import { mountOf } from './mount-table.ts';

const MIB = 1024 * 1024;
const DAY = 86_400_000;
const NOW = Date.UTC(2030, 0, 31, 12);

/** The mark and the code of a finding, which is one sentence or more, each whole. */
function verdict({ outcome, code, sentence }: Finding): string {
  assert.match(sentence, /^[^\s].*[.?)"]$|^.*chmod .*"$/, sentence);
  const isBad = outcome === 'failed' || outcome === 'warning';
  assert.equal(code !== undefined, isBad, sentence);
  return isBad ? `${outcome} ${code}` : outcome;
}

describe('the machine', () => {
  test('by its program', () => {
    const facts = { version: '1.0.0', platform: 'linux', arch: 'x64' };
    assert.equal(verdict(judgeProgram({ ...facts, node: '24.0.0' })), 'ok');
    assert.equal(verdict(judgeProgram({ ...facts, node: '22.11.0' })), 'failed node-too-old');
  });

  test('by its memory', () => {
    const judged = (available: number) =>
      verdict(judgeMemory({ available, total: 1024 * MIB, used: 90 * MIB }));
    assert.equal(judged(128 * MIB), 'ok');
    assert.equal(judged(128 * MIB - 1), 'warning memory-scarce');
    assert.equal(judged(32 * MIB - 1), 'failed memory-scarce');
  });

  test('by the files that may be open', () => {
    const judged = (limit: number | undefined) => judgeOpenFiles({ limit, isRooms: true });
    assert.equal(verdict(judged(1280)), 'ok');
    assert.equal(verdict(judged(Number.POSITIVE_INFINITY)), 'ok');
    assert.equal(verdict(judged(undefined)), 'skipped');
    assert.equal(verdict(judged(1024)), 'warning files-few');
    assert.match(judged(1024).sentence, /1024 files.*about 744 connections.*LimitNOFILE/);
  });
});

describe('the data directory', () => {
  const account = { id: 1000 };
  const folder = { path: '/srv/garden', found: 'folder', access: { mode: 0o700, owner: 1000 } } as const;

  test('by what may be done there', () => {
    assert.equal(verdict(judgeFolder(folder, account)), 'ok');
    assert.equal(verdict(judgeFolder({ ...folder, found: 'missing' }, account)), 'failed no-data');
    assert.equal(verdict(judgeFolder({ ...folder, found: 'no-folder' }, account)), 'failed no-data');
    const others = { mode: 0o700, owner: 998 };
    const closed = judgeFolder({ ...folder, found: 'closed', access: others }, account);
    assert.equal(verdict(closed), 'failed data-closed');
    assert.match(closed.sentence, /account 998, and this is 1000/);
    assert.equal(verdict(judgeFolder({ ...folder, isWritable: false }, account)), 'failed data-closed');
    const open = { ...folder, access: { mode: 0o777, owner: 1000 } };
    assert.equal(verdict(judgeFolder(open, account)), 'failed data-open');
  });

  test('by its key', () => {
    const key = {
      path: '/srv/garden/secret',
      access: { mode: 0o600, owner: 1000 },
      hasDatabase: true,
    } as const;
    assert.equal(verdict(judgeKey({ ...key, state: 'good' })), 'ok');
    assert.equal(verdict(judgeKey({ ...key, state: 'missing' })), 'failed key-missing');
    assert.equal(verdict(judgeKey({ ...key, state: 'missing', hasDatabase: false })), 'skipped');
    assert.equal(verdict(judgeKey({ ...key, state: 'damaged', why: 'it is empty' })), 'failed key-damaged');
    assert.equal(verdict(judgeKey({ ...key, state: 'unreadable' })), 'failed data-closed');
    const open = judgeKey({ ...key, state: 'good', access: { mode: 0o640, owner: 1000 } });
    assert.equal(verdict(open), 'failed key-open');
    assert.match(open.sentence, /mode 0640.*chmod 600 "\/srv\/garden\/secret"$/);
  });

  test('by the space that is left', () => {
    const judged = (free: number, freeFiles?: number) =>
      verdict(judgeDisk({ path: '/srv', free, freeFiles }));
    assert.equal(judged(512 * MIB, 1), 'ok');
    assert.equal(judged(512 * MIB - 1), 'warning disk-scarce');
    assert.equal(judged(64 * MIB - 1), 'failed disk-full');
    assert.equal(judged(512 * MIB, 0), 'failed disk-full');
  });

  test('by how its disk is mounted', () => {
    const table = [
      '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
      '30 22 8:2 / /srv ro,relatime - ext4 /dev/sdb1 rw',
      '31 30 8:3 / /srv/my\\040garden rw,noexec - ext4 /dev/sdc1 rw',
      '32 22 8:4 / /bad rw - ext4 /dev/sdd1 ro,errors=remount-ro',
    ].join('\n');
    const judged = (path: string) => judgeMount(mountOf(table, path));
    assert.equal(verdict(judged('/home/x')), 'ok');
    assert.equal(verdict(judged('/srvother')), 'ok');
    assert.equal(verdict(judged('/srv/garden')), 'failed read-only');
    assert.equal(verdict(judged('/bad')), 'failed read-only');
    assert.equal(verdict(judged('/srv/my garden/data')), 'ok');
    assert.match(judged('/srv/my garden/data').sentence, /noexec/);
    assert.equal(verdict(judgeMount(undefined)), 'skipped');
  });

  test('by its database', () => {
    const known = ['0001-room', '0002-aliases'];
    const whole: DatabaseFacts = {
      ...{ path: '/srv/garden/room.db', state: 'read', bytes: 4096, logBytes: 0, ran: known },
      access: { mode: 0o600, owner: 1000 },
    };
    const judged = (facts: Partial<DatabaseFacts>, isRunning = false) =>
      verdict(judgeDatabase({ ...whole, ...facts }, known, isRunning));
    assert.equal(judged({}), 'ok');
    assert.equal(judged({ state: 'missing' }), 'skipped');
    assert.equal(judged({ state: 'missing' }, true), 'failed database-missing');
    assert.equal(judged({ state: 'damaged', why: 'torn' }), 'failed database-damaged');
    assert.equal(judged({ state: 'unreadable', why: 'denied' }), 'failed database-unreadable');
    assert.equal(judged({ ran: [...known, '0003-later'] }), 'failed database-newer');
    assert.equal(judged({ ran: ['0001-room'] }), 'warning database-older');
    assert.equal(judged({ access: { mode: 0o644, owner: 1000 } }), 'warning database-open');
    assert.equal(judged({ logBytes: 64 * MIB + 1 }, true), 'warning log-large');
  });
});

test('the clock, by a server, by what the room wrote and by its certificate', () => {
  const asked = (theirs: number) => ({ from: 'acme.example', theirs });
  const judged = (facts: Partial<Parameters<typeof judgeClock>[0]>) =>
    verdict(judgeClock({ now: NOW, ...facts }));
  assert.equal(judged({}), 'skipped');
  assert.equal(judged({ asked: { from: 'acme.example', why: 'nobody listens there' } }), 'skipped');
  assert.equal(judged({ asked: asked(NOW - 29_999) }), 'ok');
  assert.equal(judged({ asked: asked(NOW - 30_000) }), 'warning clock-off');
  assert.equal(judged({ asked: asked(NOW + 300_000) }), 'failed clock-off');
  assert.equal(judged({ newestEntry: NOW + 60_000 }), 'skipped');
  assert.equal(judged({ newestEntry: NOW + 60_001, asked: asked(NOW) }), 'failed clock-behind');
  assert.equal(judged({ certificateFrom: NOW + 60_001 }), 'failed clock-behind');
  const { sentence } = judgeClock({ now: NOW, asked: asked(NOW + 7_200_000) });
  assert.match(sentence, /says 2030-01-31 12:00 UTC, 2 hours behind that of acme\.example\. .*NTP/);
});

describe('the room', () => {
  const running: RoomFacts = {
    ...{ state: 'running', pid: 7, startedAt: NOW - DAY, now: NOW, version: '1.0.0' },
    ...{ listens: ['TCP ports 8008, 3000'], notReady: null },
  };
  const judged = (facts: RoomFacts) => verdict(judgeRoom(facts, '/srv/garden', '1.0.0'));

  test('by whether it runs, and as what', () => {
    assert.equal(judged(running), 'ok');
    assert.equal(judged({ ...running, version: '0.9.0' }), 'warning other-version');
    assert.equal(judged({ state: 'stopped' }), 'warning not-running');
    assert.equal(judged({ state: 'older' }), 'warning other-version');
    assert.equal(judged({ state: 'silent' }), 'failed no-answer');
    assert.equal(judged({ state: 'closed' }), 'failed other-account');
  });

  test('by whether it can do its work', () => {
    const judgedReady = (facts: RoomFacts) => {
      const finding = judgeReady(facts);
      return finding && verdict(finding);
    };
    assert.equal(judgedReady(running), 'ok');
    assert.equal(judgedReady({ ...running, notReady: 'Its disk is full.' }), 'failed not-ready');
    assert.equal(judgedReady({ state: 'stopped' }), undefined);
  });

  test('by its ports before it starts', () => {
    const port: PortFacts = {
      ...{ port: 3000, flag: '--http-port', transport: 'TCP', state: 'free', isOptional: false, host: null },
    };
    const judgedPort = (facts: Partial<PortFacts>) => verdict(judgePort({ ...port, ...facts }));
    assert.equal(judgedPort({}), 'ok');
    assert.equal(judgedPort({ state: 'in-use' }), 'failed port-in-use');
    assert.equal(
      judgedPort({ state: 'in-use', isOptional: true, transport: 'UDP' }),
      'warning port-optional',
    );
    assert.equal(judgedPort({ state: 'refused' }), 'failed port-refused');
    assert.equal(judgedPort({ state: 'no-address', host: '192.0.2.1' }), 'failed host-unavailable');
    assert.equal(judgedPort({ state: 'unknown' }), 'skipped');
  });

  test('by whether it answers: a router that does not lead back says nothing', () => {
    const judgedAt = (by: Tried['by'], answer: Tried['answer']) =>
      verdict(judgeTried({ name: 'peers', place: 'room.example:8008', by, answer }));
    const another = { is: 'another', why: 'it names no room' } as const;
    const none = { is: 'none', why: 'nothing comes back in time' } as const;
    assert.equal(judgedAt('router', { is: 'the-room', milliseconds: 0.2 }), 'ok');
    assert.equal(judgedAt('inside', another), 'failed other-program');
    assert.equal(judgedAt('inside', none), 'failed silent');
    assert.equal(judgedAt('router', another), 'warning not-from-here');
    assert.equal(judgedAt('router', none), 'warning not-from-here');
  });

  test('by where its name leads', () => {
    const own = ['127.0.0.1', '::1', '192.0.2.7'];
    const judgedHost = (host: string | null, ...addresses: string[]) =>
      verdict(judgeHost({ host, addresses, own }));
    assert.equal(judgedHost(null), 'skipped');
    assert.equal(judgedHost('room.example'), 'failed no-such-host');
    assert.equal(judgedHost('room.example', '192.0.2.7'), 'ok');
    assert.equal(judgedHost('room.example', '203.0.113.9'), 'ok');
    assert.equal(judgedHost('room.example', '127.0.1.1', '::1'), 'warning host-loopback');
    assert.match(
      judgeHost({ host: 'room.example', addresses: ['203.0.113.9'], own }).sentence,
      /which is 203\.0\.113\.9, is no address of this machine: a router/,
    );
  });
});

describe('a certificate', () => {
  const good: ShownCertificate = {
    ...{ source: 'acme', names: ['room.example', '*.room.example'], from: NOW - DAY, to: NOW + 90 * DAY },
    ...{ failure: null, untrusted: null },
  };
  const judged = (facts: Partial<ShownCertificate>, host: string | null = 'room.example') =>
    verdict(judgeCertificate({ ...good, ...facts }, host, NOW));

  test('by its time, its names, and who vouches for it', () => {
    assert.equal(judged({}), 'ok');
    assert.equal(judged({ source: 'self-signed' }), 'ok');
    assert.equal(judged({}, null), 'ok');
    assert.equal(judged({ to: NOW }), 'failed certificate-ended');
    assert.equal(judged({ from: NOW + 1 }), 'failed certificate-early');
    assert.equal(judged({}, 'other.example'), 'failed certificate-name');
    assert.equal(judged({ to: NOW + 14 * DAY - 1 }), 'warning certificate-ends');
    assert.equal(
      judged({ untrusted: 'unable to verify the first certificate' }),
      'warning certificate-untrusted',
    );
  });

  test('by why it was not renewed', () => {
    const failure = 'The authority does not reach port 80.';
    const finding = judgeCertificate({ ...good, failure }, 'room.example', NOW);
    assert.equal(verdict(finding), 'warning certificate-not-renewed');
    assert.match(finding.sentence, /ends in 90 days\. The authority does not reach port 80\.$/);
    assert.equal(judged({ failure, to: NOW - 1 }), 'failed certificate-ended');
  });

  test('by why there is none yet', () => {
    assert.equal(judged({ source: 'stopgap' }), 'warning certificate-not-issued');
    const failure = 'The authority does not reach port 80.';
    const finding = judgeCertificate({ ...good, source: 'stopgap', failure }, 'room.example', NOW);
    assert.equal(verdict(finding), 'failed certificate-not-issued');
    assert.match(finding.sentence, /does not reach port 80\.$/);
  });

  test('covers a host as browsers see it: a star stands for one label', () => {
    const names = ['Room.example', '*.room.example', '192.0.2.7', '2001:DB8:0:0:0:0:0:7'];
    for (const host of ['room.example', 'bob.ROOM.example', '192.0.2.7', '2001:db8::7'])
      assert.ok(coversHost(names, host), host);
    for (const host of ['example', 'a.b.room.example', '192.0.2.8'])
      assert.ok(!coversHost(names, host), host);
    assert.ok(!coversHost(['*.0.2.7'], '192.0.2.7'));
  });
});

test('every fault stands in the specification', () => {
  const page = readFileSync(new URL('../../spec/doctor.md', import.meta.url), 'utf8');
  assert.deepEqual(
    DOCTOR_CODES.filter((code) => !page.includes(`| \`${code}\` |`)),
    [],
  );
});
