import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { nodeRuntime } from '@open-rooms/client/node';
import { startStockApp } from '../../stock/app.ts';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { person } from '../client/person.ts';
import { Command, ran } from '../command-line/command.ts';
import { type OurRoom, startOurRoom } from '../our-room.ts';
import { spawnOpenRooms } from '../server-process.ts';
import { ask, presented } from './https.ts';

const SELF_SIGNED = ['--tls', 'self-signed'];

function certificateFile({ data }: OurRoom): string {
  return join(data, 'tls-cert.pem');
}

/** Lets a program of Node trust the room's certificate, as a person would who copied the file. */
function trusting(room: OurRoom): Record<string, string> {
  return { NODE_EXTRA_CA_CERTS: certificateFile(room) };
}

describe('a room with a certificate of its own', () => {
  test('serves its pages over https, and says so wherever it names itself', async () => {
    await using room = await startOurRoom({ flags: SELF_SIGNED });
    const { ready } = room;
    assert.match(ready.http, /^https:\/\/127\.0\.0\.1:\d+$/);
    assert.ok(ready.claim?.startsWith(`${ready.http}/claim/`), String(ready.claim));
    assert.match(ready.whois, /^http:\/\/127\.0\.0\.1:\d+\/whois$/);
    const key = room.id.slice(1, -'.ed25519'.length);
    const { port } = new URL(ready.http);
    assert.equal(ready.addresses.length, 2);
    assert.match(ready.addresses[0], /^net:127\.0\.0\.1:\d+~shs:/);
    assert.equal(ready.addresses[1], `wss://127.0.0.1:${port}~shs:${key}`);

    const ca = await readFile(certificateFile(room), 'utf8');
    const page = await ask(ready.claim ?? '', ca);
    assert.equal(page.status, 200);
    assert.match(page.body, /Name your room/);
    assert.equal(page.headers['strict-transport-security'], undefined);
    await assert.rejects(fetch(ready.http), /fetch failed/);
  });

  test('/whois stays plain on its own port, and names the wss address on both', async () => {
    await using room = await startOurRoom({ name: 'Tea', flags: SELF_SIGNED });
    const ca = await readFile(certificateFile(room), 'utf8');
    const plain = await fetch(room.ready.whois, { headers: { accept: 'application/json' } });
    const secure = await ask(`${room.ready.http}/whois`, ca, 'application/json');
    for (const told of [await plain.json(), JSON.parse(secure.body)] as { addresses: string[] }[]) {
      assert.deepEqual(told.addresses, room.ready.addresses);
    }
  });

  test('keeps its certificate over a restart', async () => {
    await using directory = await temporaryDirectory();
    const options = { data: directory.path, flags: SELF_SIGNED };
    const first = await startOurRoom(options);
    const fingerprint = await presented(first.ready.http);
    const { fingerprint256 } = new X509Certificate(await readFile(certificateFile(first)));
    assert.equal(fingerprint256, fingerprint);
    await first.stop();
    await using second = await startOurRoom(options);
    assert.equal(await presented(second.ready.http), fingerprint);
  });

  test('tells a person the fingerprint, and that browsers warn', async () => {
    await using directory = await temporaryDirectory();
    const ports = ['--port', '--http-port', '--whois-port', '--metrics-port'].flatMap((flag) => [flag, '0']);
    const args = ['start', '--host', '127.0.0.1', '--data', directory.path, ...ports, ...SELF_SIGNED];
    const program = spawnOpenRooms(args, { stdin: 'ignore' });
    let printed = '';
    program.stdout?.on('data', (bytes) => {
      printed += String(bytes);
      if (printed.includes('Stop with')) program.kill('SIGTERM');
    });
    await within('the room to stop', once(program, 'close'));
    const { fingerprint256 } = new X509Certificate(await readFile(join(directory.path, 'tls-cert.pem')));
    assert.ok(printed.replace(/\n {4}/g, ':').includes(fingerprint256), printed);
    assert.match(
      printed,
      /\nBrowsers warn once, since the room made its certificate: compare, then go on\.\n/,
    );
  });
});

describe('peers of a room with a certificate of its own', () => {
  test('one that trusts it comes in over wss while a stock app does over net: each sees the other', async () => {
    await using room = await startOurRoom({ name: 'Tea', flags: SELF_SIGNED });
    await using app = await startStockApp({ generation: 'room-client' });
    await app.connect(room.address);
    await using home = await temporaryDirectory();
    const options = { home: home.path, env: trusting(room), keepsInput: true };
    await using peer = new Command(['peer', room.wsAddress, '--json'], options);
    const [, id = ''] = await peer.prints(/"event":"started","id":"([^"]+)"/);
    await peer.prints(new RegExp(`"event":"(here|came)".*${app.id.replace(/[+/.]/g, '\\$&')}`));
    await app.waitForAttendant(room.id, id);
  });

  test('two that trust it meet over wss, and talk through a tunnel', async () => {
    await using room = await startOurRoom({ name: 'Tea', flags: SELF_SIGNED });
    await using home = await temporaryDirectory();
    for (const where of [room.wsAddress, new URL(room.ready.http).host]) {
      const { code, out } = await ran(['check', where], { home: home.path, env: trusting(room) });
      assert.equal(code, 0, out);
      assert.match(out, /two peers met in it and talked through a tunnel\.\n$/);
    }
  });

  test('one that does not trust it is told so over wss, and comes in over net', async () => {
    await using room = await startOurRoom({ name: 'Tea', flags: SELF_SIGNED });
    await using wary = await person({ runtime: { ...nodeRuntime, transports: ['wss'] } });
    await assert.rejects(wary.join(room.wsAddress), /or with a certificate that is not trusted here/);
    const { host } = new URL(room.ready.http);
    await assert.rejects(wary.join(host), /a certificate that this machine does not trust/);
    await using either = await person();
    const joined = await either.join(new URL(room.ready.whois).host);
    assert.equal(joined.metadata?.name, 'Tea');
    assert.equal(joined.id, room.id);
  });
});

test('plain http at a port with TLS is sent on to https; a plain WebSocket is refused', async () => {
  await using room = await startOurRoom({ name: 'Tea', flags: SELF_SIGNED });
  const { host } = new URL(room.ready.http);
  const answer = await fetch(`http://${host}/claim?x=1`, { redirect: 'manual' });
  assert.equal(answer.status, 307);
  assert.equal(answer.headers.get('location'), `https://${host}/claim?x=1`);
  assert.match(await answer.text(), /^This port speaks https: /);
  const plain = new WebSocket(`ws://${host}`);
  await within('the WebSocket to fail', once(plain, 'error'));
});

test('a room without TLS names the fix on its page, where it is asked for by the name of another machine', async () => {
  await using room = await startOurRoom({ name: 'Tea' });
  const page = async (host: string) => {
    const [answer] = await once(request(room.ready.http, { headers: { host } }).end(), 'response');
    return text(answer);
  };
  assert.doesNotMatch(await page('127.0.0.1'), /--tls/);
  assert.match(await page('room.example:3000'), /open-rooms start --domain NAME.*--tls self-signed/);
});
