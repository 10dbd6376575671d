import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import type { Certificate } from '../certificate.ts';
import { makeSelfSigned } from '../self-signed.ts';
import { testLog } from '../test-log.ts';
import { AcmeCertificate } from './acme-certificate.ts';
import type { Issued, IssueOptions } from './issue.ts';

const NOW = Date.UTC(2030, 0, 15);
const DAY_MS = 86_400_000;
const DOMAIN = 'room.example';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-acme-'));
after(() => rm(folder, { recursive: true }));

/** A room with a certificate authority that does what the test says. */
async function setting(start: Partial<{ acmeDirectory: string }> = {}) {
  const directory = await mkdtemp(join(folder, 'x'));
  const { log, lines } = testLog();
  const clock = new VirtualClock();
  const turn = { now: NOW };
  const asked: IssueOptions[] = [];
  const answers: (Issued | Error)[] = [];
  const issue = async (options: IssueOptions) => {
    asked.push(options);
    const answer = answers.shift() ?? new Error('nothing is left to answer');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const base = { domain: DOMAIN, email: null, directory, clock, log, now: () => turn.now, issue };
  const open = (more: Partial<{ acmeDirectory: string; domain: string }> = {}) =>
    AcmeCertificate.open({ ...base, acmeDirectory: 'https://ca.example/dir', ...start, ...more });
  return { directory, lines, clock, turn, asked, answers, open };
}

function changed(certificate: AcmeCertificate): Promise<Certificate> {
  return new Promise((resolve) => certificate.onChanged(resolve));
}

/** Until what was begun has come to rest: files are written in it. */
async function told(lines: readonly string[], pattern: RegExp): Promise<void> {
  while (!lines.some((line) => pattern.test(line))) await new Promise((resolve) => setImmediate(resolve));
}

describe('a certificate by ACME', () => {
  test('comes, takes the place of one of our own making, and is kept for this user alone', async () => {
    const { open, answers, asked, directory } = await setting();
    const issued = await makeSelfSigned([DOMAIN], NOW);
    answers.push(issued);
    using first = await open();
    assert.equal(first.ownFingerprint, first.current.leaf.fingerprint256);
    const came = changed(first);
    first.begin(true);
    assert.equal((await came).leaf.fingerprint256, issued.leaf.fingerprint256);
    assert.equal(first.ownFingerprint, null);
    assert.equal(asked[0]?.proof, 'tls-alpn-01');
    for (const name of await readdir(directory))
      assert.equal((await stat(join(directory, name))).mode & 0o777, 0o600, name);

    using second = await open();
    second.begin(true);
    assert.equal(second.current.leaf.fingerprint256, issued.leaf.fingerprint256);
    assert.equal(asked.length, 1);
  });

  test('is asked for anew for another name, and of another authority', async () => {
    const { open, answers } = await setting();
    const issued = await makeSelfSigned([DOMAIN], NOW);
    answers.push(issued, issued, await makeSelfSigned(['other.example'], NOW));
    using first = await open();
    const came = changed(first);
    first.begin(true);
    await came;
    using moved = await open({ acmeDirectory: 'https://other-ca.example/dir' });
    // What is there does until the new one has come.
    assert.equal(moved.ownFingerprint, null);
    const again = changed(moved);
    moved.begin(true);
    await again;
    using renamed = await open({ domain: 'other.example' });
    assert.notEqual(renamed.ownFingerprint, null);
    const third = changed(renamed);
    renamed.begin(true);
    assert.ok((await third).leaf.checkHost('other.example'));
  });

  test('stays while its renewal fails, says why, and is renewed in the end', async () => {
    const { open, answers, asked, clock, turn, lines } = await setting();
    const old = await makeSelfSigned([DOMAIN], NOW);
    const fresh = await makeSelfSigned([DOMAIN], NOW + 300 * DAY_MS);
    answers.push(old, new Error('the name is not known'), fresh);
    using certificate = await open();
    const came = changed(certificate);
    certificate.begin(true);
    await came;
    await told(lines, /is here/);
    turn.now = NOW + 300 * DAY_MS;
    clock.advance(3_600_000);
    await told(lines, /the name is not known.*The next attempt is at 2030-11-11/);
    assert.equal(certificate.current.leaf.fingerprint256, old.leaf.fingerprint256);
    assert.match(certificate.failure ?? '', /the name is not known/);
    turn.now += 3 * 60_000;
    const renewed = changed(certificate);
    await new Promise((resolve) => setImmediate(resolve));
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(3_600_000);
    assert.equal((await renewed).leaf.fingerprint256, fresh.leaf.fingerprint256);
    assert.equal(certificate.failure, undefined);
    assert.deepEqual(
      asked.map(({ proof }) => proof),
      ['tls-alpn-01', 'tls-alpn-01', 'http-01'],
    );
  });

  test('leaves nothing that runs when the room ends', async () => {
    const { open, answers, clock, lines } = await setting();
    answers.push(new Error('no'));
    const certificate = await open();
    certificate.begin(false);
    await told(lines, /next attempt/);
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    certificate[Symbol.dispose]();
    assert.equal(clock.waiting, 0);
  });
});
