import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { connect } from 'node:tls';
import { until } from '../../hostile/deadline.ts';
import { freePort } from '../../programs/free-port.ts';
import { type Pebble, type PebbleOptions, startPebble } from '../../programs/pebble.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startRoomProcess } from '../server-process.ts';
import { ask, presented } from './https.ts';

const DOMAIN = 'room.test';

interface Ports {
  readonly https: number;
  readonly http: number | 'off';
}

/** A room that gets its certificate from pebble, at these ports. */
function startRoom(pebble: Pebble, { https, http }: Ports, data: string, log = 'warn') {
  return startRoomProcess({
    name: 'Garden',
    data,
    env: { NODE_EXTRA_CA_CERTS: pebble.authority },
    flags: [
      ...['--domain', DOMAIN, '--acme-email', 'ann@room.test', '--acme-directory', pebble.directory],
      ...['--http-port', `${https}`, '--acme-http-port', `${http}`, '--log-level', log],
    ],
  });
}

/** A test with a certificate authority and a data directory. */
function withPebble(
  name: string,
  run: (pebble: Pebble, data: string) => Promise<void>,
  options: PebbleOptions = {},
): void {
  test(name, async (t: TestContext) => {
    await using pebble = await startPebble(t, options);
    await using folder = await temporaryDirectory();
    if (pebble !== undefined) await run(pebble, folder.path);
  });
}

/** What a new connection gets for the domain, where the authority vouches for it; `undefined` where it does not. */
async function trusted(port: number, root: string): Promise<string | undefined> {
  const socket = connect({ host: '127.0.0.1', port, servername: DOMAIN, ca: root });
  try {
    await once(socket, 'secureConnect');
    return socket.getPeerCertificate().fingerprint256;
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

/** Waits for a certificate that the authority vouches for, other than this one. */
async function certificateAt(port: number, root: string, other?: string): Promise<string> {
  let found: string | undefined;
  await until('a certificate of the authority', async () => {
    found = await trusted(port, root);
    return found !== undefined && found !== other;
  });
  return found ?? '';
}

describe('a certificate by ACME', () => {
  withPebble(
    'comes over the port of https alone, is kept, and is all that browsers need',
    async (pebble, data) => {
      const root = await pebble.root();
      const ports = { https: pebble.tlsPort, http: 'off' } as const;
      let first = '';
      {
        await using room = await startRoom(pebble, ports, data);
        assert.equal(room.wsAddress.startsWith(`wss://${DOMAIN}:443~shs:`), true);
        first = await certificateAt(ports.https, root);
        // By its address: names of tests lead nowhere outside.
        const at = `https://127.0.0.1:${ports.https}`;
        const page = await ask(`${at}/room`, root, 'text/html', DOMAIN);
        assert.equal(page.status, 200);
        const whois = await ask(`${at}/whois`, root, 'text/plain', DOMAIN);
        assert.equal(whois.body, `${room.ready.addresses[0]}\n`);
        assert.equal(await upgrades(ports.https, root), 101);
      }
      await using _again = await startRoom(pebble, ports, data);
      assert.equal(await presented(`https://127.0.0.1:${ports.https}`), first);
    },
  );

  withPebble(
    'says why it does not come, and comes over plain HTTP at the next start',
    async (pebble, data) => {
      // The authority finds nobody at its port of https.
      const ports = { https: await freePort(), http: pebble.httpPort };
      await using first = await startRoom(pebble, ports, data);
      // Another program may have been given the port meanwhile: then it is met, and something else is said.
      const why = /No certificate for room\.test: the certificate authority says .*443 of room\.test/;
      await until('a sentence', async () => why.test(first.stderr()));
      assert.match(first.stderr(), /The next attempt is at \d{4}-/);
      const before = await presented(`https://127.0.0.1:${ports.https}`);
      await first.kill();

      await using _second = await startRoom(pebble, ports, data);
      const came = await certificateAt(ports.https, await pebble.root());
      assert.notEqual(came, before);
      const sent = await fetch(`http://127.0.0.1:${ports.http}/room?x`, { redirect: 'manual' });
      assert.deepEqual([sent.status, sent.headers.get('location')], [307, `https://${DOMAIN}/room?x`]);
    },
  );

  withPebble(
    'is renewed before it ends, also where another program has the port of plain HTTP',
    async (pebble, data) => {
      const root = await pebble.root();
      const ports = { https: pebble.tlsPort, http: Number(new URL(pebble.directory).port) };
      await using room = await startRoom(pebble, ports, data);
      assert.match(room.stderr(), /another program uses it.*The room goes on without it/);
      const first = await certificateAt(ports.https, root);
      await certificateAt(ports.https, root, first);
      await room.kill();
    },
    { validitySeconds: 6 },
  );
});

async function upgrades(port: number, root: string): Promise<number | undefined> {
  const socket = connect({ host: '127.0.0.1', port, servername: DOMAIN, ca: root });
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const key = { 'sec-websocket-key': Buffer.alloc(16).toString('base64'), host: DOMAIN };
  const asked = request({ createConnection: () => socket, headers: { ...headers, ...key } }).end();
  const [answer] = await once(asked, 'upgrade');
  socket.destroy();
  return answer.statusCode;
}
