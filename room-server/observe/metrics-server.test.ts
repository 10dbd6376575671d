import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, describe, test } from 'node:test';
import { DROP_REASON_LIST, DROP_REASONS } from './drop-reasons.ts';
import { createMetrics } from './metrics.ts';
import { startMetricsServer } from './metrics-server.ts';

const PAGE = new URL('../../spec/observability.md', import.meta.url);
const metrics = createMetrics();
const server = await startMetricsServer(metrics, 0);
after(() => server[Symbol.asyncDispose]());

async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const [response] = await once(
    request(new URL(path, server.url), { method, headers, agent: false }).end(),
    'response',
  );
  return {
    status: response.statusCode as number,
    type: String(response.headers['content-type']),
    body: await text(response),
  };
}

describe('the metrics server', () => {
  test('tells the counts as they stand, again and again', async () => {
    metrics.connections.tcp = 3;
    metrics.accepted.websocket = 5;
    metrics.handshakes.failed = 2;
    metrics.tunnels.open = 1;
    metrics.tunnels.bytesForwarded = 4_294_967_296;
    metrics.attendants = 7;
    metrics.drops['wrong-network-key'] += 1;
    const { status, type, body } = await ask('/metrics');
    assert.equal(status, 200);
    assert.match(type, /^text\/plain; version=0\.0\.4/);
    for (const line of [
      '# TYPE open_rooms_connections gauge',
      'open_rooms_connections{transport="tcp"} 3',
      'open_rooms_connections{transport="websocket"} 0',
      '# TYPE open_rooms_connections_accepted_total counter',
      'open_rooms_connections_accepted_total{transport="websocket"} 5',
      'open_rooms_handshakes_total{result="failed"} 2',
      'open_rooms_attendants 7',
      'open_rooms_tunnels 1',
      'open_rooms_tunnel_bytes_total 4294967296',
      'open_rooms_drops_total{reason="wrong-network-key"} 1',
      'open_rooms_drops_total{reason="too-slow"} 0',
    ]) {
      assert.ok(body.includes(`${line}\n`), line);
    }
    assert.match(body, /^process_resident_memory_bytes \d+$/m);
    metrics.connections.tcp = 2;
    assert.match((await ask('/metrics')).body, /^open_rooms_connections\{transport="tcp"\} 2$/m);
    assert.match((await ask('/metrics')).body, /^open_rooms_drops_total\{reason="wrong-network-key"\} 1$/m);
  });

  test('says that it is alive', async () => {
    assert.deepEqual(await ask('/healthz'), { status: 200, type: 'text/plain; charset=utf-8', body: 'ok\n' });
  });

  test('says why it is not ready', async () => {
    assert.deepEqual((await ask('/readyz')).status, 200);
    await using stopping = await startMetricsServer(createMetrics(), 0, async () => 'The room is stopping.');
    const answer = await fetch(new URL('/readyz', stopping.url));
    assert.deepEqual([answer.status, await answer.text()], [503, 'The room is stopping.\n']);
  });

  test('tells whoever asks of a fault of its own, and goes on', async () => {
    const broken = async () => Promise.reject(new Error('no such thing'));
    await using server = await startMetricsServer(createMetrics(), 0, broken);
    const answer = await fetch(new URL('/readyz', server.url));
    assert.deepEqual([answer.status, await answer.text()], [500, 'Error: no such thing\n']);
    assert.equal((await fetch(new URL('/healthz', server.url))).status, 200);
  });

  test('tells when a certificate ends only where there is one', async () => {
    const line = /^open_rooms_certificate_ends_seconds (\d+)$/m;
    assert.doesNotMatch((await ask('/metrics')).body, line);
    metrics.certificateEnds = 1_900_000_000;
    assert.equal(line.exec((await ask('/metrics')).body)?.[1], '1900000000');
    metrics.certificateEnds = null;
    assert.doesNotMatch((await ask('/metrics')).body, line);
  });

  test('answers nothing else, and no other name', async () => {
    assert.equal((await ask('/')).status, 404);
    assert.equal((await ask('/metrics', {}, 'POST')).status, 405);
    assert.equal((await ask('/metrics', { host: 'rebound.example:9464' })).status, 403);
    assert.equal((await ask('/metrics', { host: 'localhost' })).status, 200);
  });

  test('listens on loopback', () => {
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  });

  test('can be disposed twice', async () => {
    const other = await startMetricsServer(createMetrics(), 0);
    await other[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
  });

  test('passes on that its port is in use', async () => {
    await assert.rejects(startMetricsServer(createMetrics(), Number(new URL(server.url).port)), {
      code: 'EADDRINUSE',
    });
  });

  test('has every metric and every reason in the specification', async () => {
    const page = await readFile(PAGE, 'utf8');
    const { body } = await ask('/metrics');
    const names = body.matchAll(/^# TYPE (open_rooms_\w+) (\w+)$/gm);
    for (const [, name, kind] of names)
      assert.match(page, new RegExp(`^\\| \`${name}\` \\| ${kind} \\|`, 'm'));
    const rows = DROP_REASON_LIST.map((reason) => `| \`${reason}\` | ${DROP_REASONS[reason]} |\n`).join('');
    assert.ok(page.includes(`|---|---|\n${rows}`), `spec/observability.md has to hold these rows:\n${rows}`);
  });
});
