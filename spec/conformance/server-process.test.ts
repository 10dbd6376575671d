import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isFeedId } from '@open-rooms/protocol';
import { stockInvite } from '../stock/muxrpc.ts';
import { ssbKeys } from '../stock/packages.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { portOf } from './our-room.ts';
import { openRooms, startRoomProcess } from './server-process.ts';

const LOOPBACK = [
  '--host',
  '127.0.0.1',
  '--port',
  '0',
  '--http-port',
  '0',
  '--whois-port',
  '0',
  '--metrics-port',
  '0',
];

/** Which port is free near one that is taken may be another one a moment later. */
function withoutFree(sentence: string): string {
  return sentence.replace(/\d+, which is free,/, 'another port');
}

/** Starts a server that must not start, with and without `--json`; answers what it says. */
async function refusal(...flags: string[]): Promise<{ code: string; sentence: string }> {
  const plain = await openRooms('start', ...LOOPBACK, ...flags);
  assert.deepEqual({ code: plain.code, stdout: plain.stdout }, { code: 2, stdout: '' });
  const json = await openRooms('start', '--json', ...LOOPBACK, ...flags);
  const { ready, error } = JSON.parse(json.stdout);
  assert.deepEqual(
    { code: json.code, ready, stderr: withoutFree(json.stderr) },
    { code: 2, ready: false, stderr: withoutFree(plain.stderr) },
  );
  assert.equal(`${error.sentence}\n`, json.stderr, 'one sentence, on one line');
  return error;
}

describe('start --json', () => {
  test('says where everything is, on loopback and on the ports that it opened', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const { ready, id, addresses, http, whois, metrics, stun, pid, ...rest } = room.ready;
    assert.deepEqual(rest, { name: 'Garden', claim: null });
    assert.equal(ready, true);
    assert.ok(isFeedId(id));
    const key = id.slice(1, -'.ed25519'.length);
    const port = (url: string) => new URL(url).port;
    const net = /^net:127\.0\.0\.1:(\d+)~shs:(.*)$/.exec(addresses[0]);
    assert.equal(net?.[2], key);
    assert.deepEqual(addresses.slice(1), [`ws://127.0.0.1:${port(http)}~shs:${key}`]);
    assert.equal(new Set([net?.[1], port(http), port(whois), port(metrics)]).size, 4);
    assert.match(stun ?? '', /^stun:127\.0\.0\.1:\d+$/);
    assert.equal(await (await fetch(whois)).text(), `${addresses[0]}\n`);
    assert.equal((await fetch(http)).status, 200);
    assert.equal((await fetch(metrics)).status, 200);
    process.kill(pid, 0);
  });

  test('leads to the claim page until the room has a name', async () => {
    await using room = await startRoomProcess();
    const { name, claim, http } = room.ready;
    assert.equal(name, null);
    assert.ok(claim?.startsWith(`${http}/claim/`));
  });
});

describe('start refuses with one sentence, exit code 2, and a code for scripts', () => {
  for (const flag of ['--port', '--http-port', '--whois-port', '--metrics-port']) {
    test(`a port in use: ${flag}`, async () => {
      await using room = await startRoomProcess({ name: 'Garden' });
      await using data = await temporaryDirectory();
      const { port } = new URL(room.ready.metrics);
      const { code, sentence } = await refusal('--data', data.path, flag, port);
      assert.equal(code, 'port-in-use');
      assert.match(
        sentence,
        new RegExp(`^Cannot listen on port ${port}: another program uses it\\..* ${flag} `),
      );
    });
  }

  test('a data directory in use, which stays as it is', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const files = await readdir(room.data);
    const { code, sentence } = await refusal('--data', room.data);
    assert.equal(code, 'data-in-use');
    assert.ok(sentence.startsWith(`The data directory ${room.data} is in use by another process.`), sentence);
    assert.deepEqual(await readdir(room.data), files);
  });

  test('a data directory that cannot be made, not even by root', async () => {
    await using folder = await temporaryDirectory();
    const file = join(folder.path, 'file');
    await writeFile(file, 'in the way');
    for (const path of [file, join(file, 'data')]) {
      const { code, sentence } = await refusal('--data', path);
      assert.equal(code, 'data-unwritable');
      assert.ok(sentence.startsWith(`Cannot use the data directory ${path}: `), sentence);
    }
  });

  test('a flag that is not there', async () => {
    const { code, sentence } = await refusal('--prot', '8008');
    assert.equal(code, 'bad-usage');
    assert.match(sentence, /--prot.*--port/);
  });

  test('a port that is none', async () => {
    const { code, sentence } = await refusal('--port', '70000');
    assert.equal(code, 'bad-setting');
    assert.match(sentence, /70000/);
  });
});

describe('commands that find no server', () => {
  for (const command of ['invite', 'status']) {
    test(command, async () => {
      await using data = await temporaryDirectory();
      const { code, stdout, stderr } = await openRooms(command, '--data', data.path);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
      assert.ok(stderr.startsWith(`No room server is running on data directory ${data.path}: `), stderr);
    });
  }
});

describe('kill -9', () => {
  test('loses neither the key, nor the name, nor an invite; the data directory is free at once', async () => {
    await using data = await temporaryDirectory();
    await using before = await startRoomProcess({ name: 'Garden', description: 'Tea.', data: data.path });
    const invite = async () => (await openRooms('invite', '--data', data.path)).stdout.trim();
    const [first, second] = [await invite(), await invite()];
    const [alice, bob] = [ssbKeys().generate().id, ssbKeys().generate().id];
    assert.equal(await stockInvite(first, alice), true);
    await before.kill();

    const port = portOf(before.address);
    await using after = await startRoomProcess({ data: data.path, port });
    assert.deepEqual([after.id, after.ready.name, after.address], [before.id, 'Garden', before.address]);
    assert.equal(await stockInvite(second, bob), true);
    await assert.rejects(stockInvite(first, ssbKeys().generate().id), /has been used up/);
    const status = JSON.parse((await openRooms('status', '--json', '--data', data.path)).stdout);
    assert.deepEqual([status.id, status.name, status.claimed], [before.id, 'Garden', true]);
  });
});
