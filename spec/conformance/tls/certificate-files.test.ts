import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Certificate } from '@open-rooms/room-server/net/tls/certificate.ts';
import { makeSelfSigned } from '@open-rooms/room-server/net/tls/self-signed.ts';
import { until } from '../../hostile/deadline.ts';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { Command } from '../command-line/command.ts';

import { openRooms, startRoomProcess } from '../server-process.ts';
import { ask, dial, presented } from './https.ts';

const first = await makeSelfSigned(['127.0.0.1'], Date.now());
const second = await makeSelfSigned(['127.0.0.1'], Date.now());
const third = await makeSelfSigned(['127.0.0.1'], Date.now());

/** A folder with a certificate and its key, as a tool for certificates leaves them. */
async function certificateFiles(pair: Pick<Certificate, 'cert' | 'key'>) {
  const folder = await temporaryDirectory();
  const [certFile, keyFile] = [join(folder.path, 'fullchain.pem'), join(folder.path, 'privkey.pem')];
  /** Some tools write into a file, others put another in its place. */
  const put = async (path: string, text: string, inPlace: boolean) => {
    await writeFile(inPlace ? path : `${path}.new`, text);
    if (!inPlace) await rename(`${path}.new`, path);
  };
  const write = async ({ cert, key }: Pick<Certificate, 'cert' | 'key'>, inPlace = true) => {
    await put(certFile, cert, inPlace);
    await put(keyFile, key, inPlace);
  };
  await write(pair);
  const flags = ['--tls-cert', certFile, '--tls-key', keyFile];
  return { flags, certFile, keyFile, write, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** Resolves once new connections get this certificate. */
async function presents(url: string, { leaf }: Certificate): Promise<void> {
  const { fingerprint256 } = leaf;
  await until(`the certificate ${fingerprint256}`, async () => (await presented(url)) === fingerprint256);
}

describe('a room with certificate files', () => {
  test('serves them; when they change, new connections get the new ones and the others go on', async () => {
    await using files = await certificateFiles(first);
    await using room = await startRoomProcess({ name: 'Tea', flags: files.flags });
    const { ready } = room;
    assert.match((await ask(ready.http, first.cert)).body, /<h1>Tea<\/h1>/);

    await using home = await temporaryDirectory();
    const options = { home: home.path, env: { NODE_EXTRA_CA_CERTS: files.certFile }, keepsInput: true };
    await using peer = new Command(['peer', room.wsAddress, '--json'], options);
    await peer.prints(/"event":"listed"/);
    const old = await dial(ready.http, first.cert);

    await files.write(second);
    await presents(ready.http, second);
    await files.write(third, false);
    await presents(ready.http, third);

    old.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
    const [answer] = await within('an answer', once(old, 'data'));
    assert.match(String(answer), /^HTTP\/1\.1 200 /);
    assert.doesNotMatch(peer.stdout, /"state":"away"/);
    assert.equal(room.stderr().match(/The certificate was read again/g)?.length, 2);
    await room.kill();
  });

  test('keeps the old ones where the new are damaged, says so once, and takes the mended ones', async () => {
    await using files = await certificateFiles(first);
    await using room = await startRoomProcess({ name: 'Tea', flags: files.flags });
    const { ready } = room;
    await files.write({ cert: second.cert, key: first.key });
    const warning = /it is the key of another certificate\..*The old certificate stays/;
    await until('the warning', () => warning.test(room.stderr()));
    assert.equal(await presented(ready.http), first.leaf.fingerprint256);
    await files.write(second);
    await presents(ready.http, second);
    await room.kill();
  });

  test('reads them again at SIGHUP', {
    skip: process.platform === 'win32' && 'Windows sends no SIGHUP',
  }, async () => {
    await using files = await certificateFiles(first);
    await using room = await startRoomProcess({ name: 'Tea', flags: files.flags });
    await files.write(second);
    process.kill(room.ready.pid, 'SIGHUP');
    await presents(room.ready.http, second);
    await room.kill();
  });
});

describe('certificate files that cannot be used', () => {
  const cases: readonly [
    name: string,
    flags: (files: { certFile: string; keyFile: string }) => string[],
    sentence: RegExp,
  ][] = [
    [
      'the key of another certificate',
      ({ certFile, keyFile }) => ['--tls-cert', certFile, '--tls-key', keyFile],
      /^Cannot use the key .*privkey\.pem: it is the key of another certificate\. Give --tls-cert and --tls-key/,
    ],
    [
      'a file that is not there',
      ({ keyFile }) => ['--tls-cert', `${keyFile}.gone`, '--tls-key', keyFile],
      /^Cannot read the certificate .*\.gone: ENOENT/,
    ],
    [
      'one of two',
      ({ certFile }) => ['--tls-cert', certFile],
      /^Cannot use --tls-cert alone: a certificate and its key belong together/,
    ],
  ];
  for (const [name, flags, sentence] of cases) {
    test(`${name}: exit code 2 and one sentence`, async () => {
      await using files = await certificateFiles({ cert: first.cert, key: second.key });
      await using data = await temporaryDirectory();
      const ports = ['--port', '--http-port', '--whois-port', '--metrics-port'].flatMap((flag) => [
        flag,
        '0',
      ]);
      const args = ['start', '--json', '--data', data.path, ...ports, ...flags(files)];
      const { code, stdout, stderr } = await openRooms(...args);
      assert.equal(code, 2);
      assert.match(stderr, sentence);
      assert.equal(stderr.trimEnd().split('\n').length, 1);
      const { ready, error } = JSON.parse(stdout);
      assert.deepEqual([ready, error.code], [false, 'bad-setting']);
      assert.match(error.sentence, sentence);
    });
  }
});
