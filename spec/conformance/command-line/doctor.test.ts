import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { VERSION } from '@open-rooms/room-server/config/version.ts';
import { makeSelfSigned } from '../../../room-server/net/tls/self-signed.ts';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startOurRoom } from '../our-room.ts';
import { openRooms, startRoomProcess } from '../server-process.ts';
import { ranHere } from './command-here.ts';

interface Finding {
  readonly name: string;
  readonly outcome: string;
  readonly code?: string;
  readonly sentence: string;
}

interface Diagnosis {
  readonly ok: boolean;
  readonly fault: string | null;
  readonly findings: readonly Finding[];
}

/** Every port free, so that a room of this machine is in nobody's way. */
const ANY_PORT = [
  '--port',
  '0',
  '--http-port',
  '0',
  '--whois-port',
  'off',
  '--metrics-port',
  'off',
  '--stun-port',
  'off',
];

/** What the doctor says of a data directory. */
async function diagnosed(data: string, ...flags: string[]): Promise<Diagnosis> {
  const { code, out, err } = await ranHere(['doctor', '--json', '--data', data, ...flags], { home: data });
  assert.equal(err, '');
  const diagnosis = JSON.parse(out) as Diagnosis;
  assert.equal(code, diagnosis.ok ? 0 : 1, out);
  return diagnosis;
}

/** All that failed or is a warning, by name and code. */
function troubles({ findings }: Diagnosis): string[] {
  const bad = findings.filter(({ outcome }) => outcome === 'failed' || outcome === 'warning');
  return bad.map(({ name, code }) => `${name} ${code}`);
}

function found({ findings }: Diagnosis, name: string): Finding {
  const finding = findings.find((each) => each.name === name);
  assert.ok(finding, `nothing is said of ${name}`);
  return finding;
}

/** A data directory that a room has left. */
async function leftRoom(scope: AsyncDisposableStack): Promise<string> {
  const { path: data } = scope.use(await temporaryDirectory());
  const room = await startOurRoom({ name: 'Garden', data });
  await room.stop();
  return data;
}

describe('the doctor finds', () => {
  test('nothing wrong with a room that is well, in a process of its own; monitors are told the same', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const { code, stdout, stderr } = await openRooms('doctor', '--data', room.data);
    assert.equal(stderr, '');
    assert.equal(code, 0, stdout);
    assert.match(stdout, new RegExp(`  ✓ room {8}The room runs for .* as process ${room.ready.pid}, `));
    for (const name of ['key', 'database', 'ready', 'peers', 'web', 'whois', 'stun'])
      assert.match(stdout, new RegExp(`^ {2}✓ ${name} `, 'm'), stdout);
    assert.match(stdout, /\n✓ Nothing is wrong/);
    const ready = await fetch(new URL('/readyz', room.ready.metrics));
    assert.deepEqual([ready.status, await ready.text()], [200, 'ready\n']);
    const status = await fetch(new URL('/status.json', room.ready.http));
    const { status: how, name, version } = (await status.json()) as Readonly<Record<string, unknown>>;
    assert.deepEqual([status.status, how, name, version], [200, 'up', 'Garden', VERSION]);
  });

  test('that a restricted room turns it away, which is right; and that no name is set', async () => {
    await using room = await startOurRoom({ name: 'Garden', flags: ['--mode', 'restricted'] });
    const diagnosis = await diagnosed(room.data);
    assert.deepEqual(troubles(diagnosis), []);
    assert.match(found(diagnosis, 'peers').sentence, /turns strangers away/);
    assert.equal(found(diagnosis, 'host').outcome, 'skipped');
    assert.match(found(diagnosis, 'outside').sentence, /open-rooms check HOST/);
  });

  test('that a room is stopped, and leaves what it left as it is', async () => {
    await using scope = new AsyncDisposableStack();
    const data = await leftRoom(scope);
    const left = await readdir(data);
    const diagnosis = await diagnosed(data, ...ANY_PORT);
    assert.deepEqual(await readdir(data), left);
    assert.deepEqual(troubles(diagnosis), ['room not-running']);
    assert.equal(diagnosis.ok, true);
    assert.equal(found(diagnosis, 'database').outcome, 'ok');
  });

  test('that there is no such directory', async () => {
    await using folder = await temporaryDirectory();
    const diagnosis = await diagnosed(join(folder.path, 'none'), ...ANY_PORT);
    assert.deepEqual(troubles(diagnosis), ['room not-running', 'data no-data']);
  });

  test('permissions that let others read the key, and the database', async (context) => {
    if (process.platform === 'win32') return context.skip('this system has no permission bits');
    await using scope = new AsyncDisposableStack();
    const data = await leftRoom(scope);
    await Promise.all([chmod(join(data, 'secret'), 0o644), chmod(join(data, 'room.db'), 0o640)]);
    const diagnosis = await diagnosed(data, ...ANY_PORT);
    assert.deepEqual(troubles(diagnosis), ['room not-running', 'key key-open', 'database database-open']);
    assert.equal(diagnosis.fault, 'key-open');
  });

  test('a key and a database that are damaged', async () => {
    await using scope = new AsyncDisposableStack();
    const data = await leftRoom(scope);
    await writeFile(join(data, 'secret'), '{"curve":"ed25519"');
    await writeFile(
      join(data, 'room.db'),
      'not a database, but long enough to be taken for one\n'.repeat(100),
    );
    const diagnosis = await diagnosed(data, ...ANY_PORT);
    assert.deepEqual(troubles(diagnosis), [
      'room not-running',
      'key key-damaged',
      'database database-damaged',
    ]);
  });

  test('a database of a newer version, and one of a clock that was ahead', async () => {
    await using scope = new AsyncDisposableStack();
    const data = await leftRoom(scope);
    {
      using database = new DatabaseSync(join(data, 'room.db'));
      database.exec("insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')");
      database.exec(`update audit set at = ${Date.now() + 86_400_000}`);
    }
    const diagnosis = await diagnosed(data, ...ANY_PORT);
    assert.deepEqual(troubles(diagnosis), [
      'room not-running',
      'database database-newer',
      'clock clock-behind',
    ]);
  });

  test('a port that somebody else has', async () => {
    await using scope = new AsyncDisposableStack();
    const data = await leftRoom(scope);
    const other = createTcpServer();
    scope.defer(() => void other.close());
    await within('the port', new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve)));
    const { port } = other.address() as AddressInfo;
    const diagnosis = await diagnosed(data, ...ANY_PORT, '--host', '127.0.0.1', '--http-port', `${port}`);
    assert.deepEqual(troubles(diagnosis), ['room not-running', 'port port-in-use']);
    assert.match(found(diagnosis, 'port').sentence, new RegExp(`TCP port ${port}.*--http-port another`));
  });

  test('a certificate that has ended, while the room runs and after', async () => {
    await using folder = await temporaryDirectory();
    const { cert, key } = await makeSelfSigned(['127.0.0.1', 'localhost'], Date.now() - 400 * 86_400_000);
    const files = [join(folder.path, 'cert.pem'), join(folder.path, 'key.pem')] as const;
    await Promise.all([writeFile(files[0], cert), writeFile(files[1], key)]);
    const tls = ['--tls-cert', files[0], '--tls-key', files[1]];
    const data = join(folder.path, 'data');
    const room = await startOurRoom({ name: 'Garden', data, flags: [...tls, '--log-level', 'silent'] });
    const running = await diagnosed(data).finally(() => room.stop());
    assert.deepEqual(troubles(running), ['https certificate-ended']);
    assert.equal(found(running, 'web').outcome, 'ok');
    const stopped = await diagnosed(data, ...ANY_PORT, ...tls);
    assert.deepEqual(troubles(stopped), ['room not-running', 'https certificate-ended']);
  });

  test('a clock that is not that of a server', async () => {
    await using scope = new AsyncDisposableStack();
    const data = await leftRoom(scope);
    const server = createServer((_request, response) => {
      response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString()).end();
    });
    scope.defer(() => void server.close());
    await within('the port', new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
    const { port } = server.address() as AddressInfo;
    const diagnosis = await diagnosed(data, ...ANY_PORT, '--clock', `http://127.0.0.1:${port}/`);
    assert.deepEqual(troubles(diagnosis), ['room not-running', 'clock clock-off']);
    assert.match(found(diagnosis, 'clock').sentence, /(59 minutes|1 hour) behind that of 127\.0\.0\.1/);
  });

  test('that nothing else is to be found at a name that leads to this machine alone', async () => {
    await using room = await startOurRoom({ name: 'Garden', flags: ['--public-host', 'localhost'] });
    const diagnosis = await diagnosed(room.data);
    assert.deepEqual(troubles(diagnosis), ['host host-loopback']);
    assert.equal(diagnosis.findings.filter(({ name }) => name === 'peers').length, 2);
  });

  test('a disk that is full', { timeout: 60_000 }, async (context) => {
    const program = fileURLToPath(import.meta.resolve('@open-rooms/room-server/main.mjs'));
    await using folder = await temporaryDirectory();
    const command = `mount -t tmpfs -o size=8m,mode=700 tmpfs "$1" && exec "$2" "$3" doctor --json --data "$1" ${ANY_PORT.join(' ')}`;
    const args = [
      '--user',
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      command,
      'sh',
      folder.path,
      process.execPath,
      program,
    ];
    const run = promisify(execFile);
    const isolated = await run('unshare', [
      '--user',
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      'mount -t tmpfs tmpfs /mnt',
    ]).then(
      () => true,
      () => false,
    );
    if (!isolated) return context.skip('no file system can be mounted here without being root');
    const { stdout } = await run('unshare', args).catch((error: { readonly stdout: string }) => error);
    const diagnosis = JSON.parse(stdout) as Diagnosis;
    assert.equal(diagnosis.fault, 'disk-full', stdout);
    assert.match(found(diagnosis, 'disk').sentence, /^Only 8\.0 MiB are free/);
  });
});

test('an address that is none is refused in one sentence', async () => {
  await using folder = await temporaryDirectory();
  const { code, err } = await ranHere(['doctor', '--clock', 'noon'], { home: folder.path });
  assert.equal(code, 2);
  assert.match(err, /^Cannot use "noon" for --clock: .*\n$/);
});

test('the doctor says which version it is', async () => {
  await using folder = await temporaryDirectory();
  const diagnosis = await diagnosed(folder.path, ...ANY_PORT);
  assert.ok(found(diagnosis, 'program').sentence.startsWith(`Open Rooms ${VERSION} on Node `));
});
