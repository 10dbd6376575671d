import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import { parse } from 'yaml';
import { openRooms } from '../conformance/server-process.ts';
import { binaryMissing, openRoomsBinary } from '../programs/binary.ts';
import { programFromDebian } from '../programs/debian.ts';
import { within } from '../stock/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const DEPLOY = join(import.meta.dirname, '../../room-server/deploy');
const UNIT = '/etc/systemd/system/open-rooms.service';
const ENVIRONMENT = '/etc/open-rooms/environment';

/** The word that whoever makes the machine chooses. */
const CLAIM = 'correct-horse-battery';

/** The part of cloud-init's own schema that the file uses. */
const fileSchema = v.strictObject({
  write_files: v.array(
    v.strictObject({
      path: v.string(),
      permissions: v.pipe(v.string(), v.regex(/^0[0-7]{3}$/)),
      content: v.string(),
    }),
  ),
  packages: v.array(v.string()),
  runcmd: v.array(v.string()),
});

/** systemd, as far as the file needs it: it starts what a unit says, with its variables. */
const SYSTEMCTL = `#!/bin/sh
set -eu
[ "$1" = enable ] || exit 0
set -a
eval "$(sed -n 's/^Environment=//p' ${UNIT})"
. ${ENVIRONMENT}
exec $(sed -n 's/^ExecStart=//p' ${UNIT})
`;

/** Serves the binary, as a server of downloads would. */
async function serve(file: string) {
  const server = createServer((_request, response) => void pipeline(createReadStream(file), response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${basename(file)}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

/** As it stands there. */
const asGiven = () => readFile(join(DEPLOY, 'cloud-init/open-rooms.yaml'), 'utf8');

/** The file, with the lines changed that its page says. */
async function userData(url: string, sha256: string) {
  const text = await asGiven();
  assert.match(text, /^#cloud-config\n/);
  // Any free port, and this machine alone: others may have the usual ones here.
  const ports = ['PORT', 'HTTP_PORT', 'WHOIS_PORT', 'METRICS_PORT', 'STUN_PORT'].map(
    (name) => `OPEN_ROOMS_${name}=0`,
  );
  const more = ['OPEN_ROOMS_HOST=127.0.0.1', 'OPEN_ROOMS_JSON=true', ...ports];
  const changed = text
    .replace(/OPEN_ROOMS_CLAIM=.*/, [`OPEN_ROOMS_CLAIM=${CLAIM}`, ...more].join('\n      '))
    .replace(/URL=.*/, `URL=${url}`)
    .replace(/SHA256=0+/, `SHA256=${sha256}`);
  return v.parse(fileSchema, parse(changed));
}

/** A machine on which cloud-init does its work: this one, but for the folders that it writes into. */
async function machine(bwrap: string, folder: string, data: v.InferOutput<typeof fileSchema>) {
  const at = (path: string) => join(folder, path);
  for (const { path, permissions, content } of data.write_files) {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), content);
    await chmod(at(path), Number.parseInt(permissions, 8));
  }
  for (const path of ['usr/local/bin', 'var/lib/open-rooms', 'fake'])
    await mkdir(at(path), { recursive: true });
  await writeFile(at('fake/systemctl'), SYSTEMCTL, { mode: 0o755 });
  // As cloud-init does: one script, which goes on after a line that fails.
  const script = data.runcmd.join('\n');
  const binds = [
    'etc/open-rooms',
    'etc/systemd/system',
    'usr/local/bin',
    'usr/local/sbin',
    'var/lib/open-rooms',
  ];
  const args = [
    ...[
      '--die-with-parent',
      '--clearenv',
      '--setenv',
      'PATH',
      '/tmp/fake:/usr/bin:/bin',
      '--ro-bind',
      '/',
      '/',
    ],
    ...['--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp', '--tmpfs', '/etc', '--tmpfs', '/usr/local'],
    ...['--tmpfs', '/var/lib', ...binds.flatMap((path) => ['--bind', at(path), `/${path}`])],
    ...['--ro-bind', at('fake'), '/tmp/fake'],
    ...['sh', '-c', script],
  ];
  const child: ChildProcess & { stdout: Readable; stderr: Readable } = spawn(bwrap, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return child;
}

describe('user data for cloud-init', { skip: binaryMissing }, () => {
  test('has the unit of systemd in it, to the letter', async () => {
    const data = await userData('https://downloads.example/x', '0'.repeat(64));
    const unit = data.write_files.find(({ path }) => path === UNIT);
    assert.equal(unit?.content, await readFile(join(DEPLOY, 'systemd/open-rooms.service'), 'utf8'));
    const secret = data.write_files.find(({ path }) => path === ENVIRONMENT);
    assert.equal(secret?.permissions, '0600');
  });

  test('starts nothing by a claim word that everybody can read in it', async () => {
    const [, word = ''] = /OPEN_ROOMS_CLAIM=(.*)/.exec(await asGiven()) ?? [];
    const refused = await openRooms('start', '--claim', word);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /the word of a claim link has 16/);
  });

  test('makes a room that is claimed with a word of its own, named, and joined', async (t) => {
    const bwrap = programFromDebian(t, 'bwrap', 'bubblewrap');
    if (bwrap === undefined || programFromDebian(t, 'curl', 'curl') === undefined) return;
    await using folder = await temporaryDirectory();
    const binary = openRoomsBinary();
    await using download = await serve(binary);
    const sha256 = createHash('sha256')
      .update(await readFile(binary))
      .digest('hex');
    const child = await machine(bwrap, folder.path, await userData(download.url, sha256));
    child.stderr.pipe(process.stderr);
    const closed = once(child, 'close');
    let running = child.pid ?? 0;
    try {
      const lines = createInterface({ input: child.stdout });
      const [line] = await within('the room to be ready', Promise.race([once(lines, 'line'), closed]));
      const { http, claim, addresses, pid } = JSON.parse(line);
      running = pid;
      assert.equal(claim, `${http}/claim/${CLAIM}`);
      const page = await (await fetch(claim, { headers: { accept: 'text/html' } })).text();
      assert.match(page, /Room name/);
      const form = new URLSearchParams({ name: 'Garden', description: '', code: CLAIM });
      const opened = await fetch(`${http}/claim`, {
        method: 'POST',
        body: form,
        headers: { accept: 'text/html' },
      });
      assert.match(await opened.text(), /Your room is open\./);
      const told = await fetch(http, { headers: { accept: 'application/json' } });
      const { invite } = (await told.json()) as { readonly invite: string };
      assert.ok(invite.startsWith(addresses[0]));
      const checked = await openRooms('check', invite);
      assert.match(checked.stdout, /The room "Garden" works/);
    } finally {
      process.kill(running, 'SIGTERM');
      await within('the room to stop', closed);
    }
  });

  test('runs nothing that has another sha256', async (t) => {
    const bwrap = programFromDebian(t, 'bwrap', 'bubblewrap');
    if (bwrap === undefined || programFromDebian(t, 'curl', 'curl') === undefined) return;
    await using folder = await temporaryDirectory();
    const other = join(folder.path, 'other');
    await writeFile(other, '#!/bin/sh\necho somebody else was here\n');
    await using download = await serve(other);
    const child = await machine(
      bwrap,
      join(folder.path, 'machine'),
      await userData(download.url, '1'.repeat(64)),
    );
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
    const [code] = await once(child, 'close');
    assert.notEqual(code, 0);
    assert.match(said, /FAILED|did NOT match/);
    assert.doesNotMatch(said, /somebody else/);
    await assert.rejects(readFile(join(folder.path, 'machine/usr/local/bin/open-rooms')));
  });
});
