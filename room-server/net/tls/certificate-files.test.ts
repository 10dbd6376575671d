import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import type { Certificate } from './certificate.ts';
import { CertificateFiles } from './certificate-files.ts';
import { makeSelfSigned } from './self-signed.ts';
import { testLog } from './test-log.ts';

const NOW = Date.UTC(2030, 0, 15);
const DAY_MS = 86_400_000;

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-tls-'));
after(() => rm(folder, { recursive: true }));

const one = await makeSelfSigned(['room.example'], NOW);
const other = await makeSelfSigned(['room.example'], NOW);

async function setting(publicHost: string | null = 'room.example') {
  const directory = await mkdtemp(join(folder, 'x'));
  const [certFile, keyFile] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
  const write = async ({ cert, key }: Pick<Certificate, 'cert' | 'key'>) => {
    await writeFile(certFile, cert);
    await writeFile(keyFile, key);
  };
  await write(one);
  const { log, lines } = testLog();
  const clock = new VirtualClock();
  const turn: { now: number; reload?: () => void } = { now: NOW };
  const open = () =>
    CertificateFiles.open({
      ...{ certFile, keyFile, publicHost, clock, log, now: () => turn.now },
      onReload(listener) {
        turn.reload = listener;
        return { [Symbol.dispose]: () => undefined };
      },
    });
  return { certFile, keyFile, write, open, lines, clock, turn };
}

describe('certificate files', () => {
  test('are read', async () => {
    const { open, lines } = await setting();
    using files = await open();
    assert.equal(files.current.leaf.fingerprint256, one.leaf.fingerprint256);
    assert.equal(files.ownFingerprint, null);
    assert.deepEqual(lines, []);
  });

  const locked = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
  }).privateKey;
  const both = 'Give --tls-cert and --tls-key the two files of one certificate.';
  const faults: readonly [pair: { cert: string; key: string }, sentence: RegExp][] = [
    [
      { ...one, key: other.key },
      /^Cannot use the key .*key\.pem: it is the key of another certificate\. Give/,
    ],
    [{ ...one, key: 'nothing' }, /^Cannot use the key .*key\.pem: it is no private key in PEM/],
    [
      { ...one, key: locked },
      /^Cannot use the key .*key\.pem: it is locked with a passphrase; "openssl pkey/,
    ],
    [
      { cert: one.key, key: one.cert },
      /^Cannot use the certificate .*cert\.pem: it is no certificate in PEM/,
    ],
    [{ cert: '', key: '' }, /^Cannot use the certificate .*cert\.pem: it is no certificate in PEM/],
  ];
  for (const [pair, sentence] of faults) {
    test(`${sentence.source.slice(1, 80)} …`, async () => {
      const { open, write } = await setting();
      await write(pair);
      await assert.rejects(open(), (error: Error) => {
        assert.match(error.message, sentence);
        assert.ok(error.message.endsWith(both));
        return 'code' in error && error.code === 'bad-setting';
      });
    });
  }

  test('that are not there are named', async () => {
    const { open, certFile } = await setting();
    await rm(certFile);
    await assert.rejects(open(), {
      code: 'bad-setting',
      message: /^Cannot read the certificate .*cert\.pem: ENOENT/,
    });
  });

  test('that browsers will refuse are used, with a warning', async () => {
    const { open, lines, turn } = await setting('other.example');
    turn.now = NOW + 400 * DAY_MS;
    using _late = await open();
    turn.now = NOW - 400 * DAY_MS;
    using _early = await open();
    assert.equal(lines.length, 4);
    assert.match(
      lines[0] ?? '',
      /^warn: The certificate .* ended on 2031-02-15T.*: browsers refuse it\. Renew it\.$/,
    );
    assert.match(
      lines[1] ?? '',
      /^warn: The certificate .* does not name other\.example: browsers refuse it there\./,
    );
    assert.match(lines[2] ?? '', /^warn: The certificate .* begins on 2030-01-14T.*machine's clock right\?$/);
  });
});

describe('certificate files that change', () => {
  test('are read again when asked, and everybody is told', async () => {
    const { open, write, lines } = await setting();
    using files = await open();
    const told: string[] = [];
    files.onChanged(({ leaf }) => told.push(leaf.fingerprint256));
    await files.reload();
    assert.deepEqual(told, []);
    await write(other);
    await files.reload();
    assert.deepEqual(told, [other.leaf.fingerprint256]);
    assert.equal(files.current.leaf.fingerprint256, other.leaf.fingerprint256);
    assert.match(lines.join(), /^info: The certificate was read again/);
  });

  test('to something damaged leave the old one, with one warning', async () => {
    const { open, write, lines } = await setting();
    using files = await open();
    await write({ ...other, key: one.key });
    await files.reload();
    await files.reload();
    assert.equal(files.current.leaf.fingerprint256, one.leaf.fingerprint256);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^warn: Cannot use the key .*The old certificate stays in use\.$/);
    await write(other);
    await files.reload();
    assert.equal(files.current.leaf.fingerprint256, other.leaf.fingerprint256);
  });

  test('are seen by the folder, half a second after the last change, at a signal, and every minute', async () => {
    const { open, write, clock, turn } = await setting();
    const files = await open();
    const next = () =>
      new Promise<string>((resolve) => files.onChanged(({ leaf }) => resolve(leaf.fingerprint256)));
    const quiet = clock.waiting;
    let changed = next();
    await write(other);
    // The folder's events come when the system sends them.
    while (clock.waiting === quiet) await new Promise(setImmediate);
    clock.advance(500);
    assert.equal(await changed, other.leaf.fingerprint256);
    changed = next();
    await write(one);
    turn.reload?.();
    clock.advance(0);
    assert.equal(await changed, one.leaf.fingerprint256);
    changed = next();
    await write(other);
    clock.advance(60_000);
    assert.equal(await changed, other.leaf.fingerprint256);
    files[Symbol.dispose]();
    assert.equal(clock.waiting, 0);
  });
});
