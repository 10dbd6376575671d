import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CheckReport, checkRoom, type MappedAddress, type NetworkProbe } from '@open-rooms/client';
import { nodeNetwork } from '@open-rooms/client/node';
import type { IceServer } from '@open-rooms/protocol';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { STUN_ASKED_MS } from '../../../client/check/limits.ts';
import { until } from '../../hostile/deadline.ts';
import { startCoturn } from '../../turn/coturn.ts';
import { startOurRoom } from '../our-room.ts';
import { quickRuntime } from './quick-runtime.ts';
import { SmallRoom } from './small-room.ts';

const PATH_STEPS = ['stun', 'turn', 'path'];
const SECRET = 'correct horse';
const STUN: IceServer = { urls: ['stun:192.0.2.1:3478'] };
const TURN: IceServer = { urls: ['turn:192.0.2.2:3478'], username: 'u', credential: 'p' };

/** What no server of these tests answers is not waited for. */
const runtime = { ...quickRuntime, clock: { ...quickRuntime.clock, after: soon } };

function soon(ms: number, run: () => void): Disposable {
  return quickRuntime.clock.after(ms === STUN_ASKED_MS ? 0 : ms, run);
}

/** The steps about paths, as a transcript; what is fine is left without an outcome. */
function transcript({ steps }: CheckReport): string[] {
  return steps
    .filter(({ name }) => PATH_STEPS.includes(name))
    .map(({ name, outcome, code }) => (outcome === 'ok' ? name : `${name} ${code ?? outcome}`));
}

function sentenceOf({ steps }: CheckReport, name: string): string {
  return steps.findLast((step) => step.name === name)?.sentence ?? '';
}

/** A network in which STUN servers, by their host, answer so, and TURN servers relay or not. */
function network(seen: Readonly<Record<string, Omit<MappedAddress, 'by'>>>, relays = false): NetworkProbe {
  return {
    openUdp: () => ({
      askStun: (host) => {
        const mapped = seen[host];
        return mapped === undefined ? new Promise(() => undefined) : Promise.resolve({ ...mapped, by: host });
      },
      [Symbol.dispose]: () => undefined,
    }),
    tryRelay: async ({ urls }) => (urls[0]?.includes('tcp') ? undefined : relays),
  };
}

/** Checks a small room that names these servers, in a network. */
async function checkIn(probe: NetworkProbe, ...ice: readonly IceServer[]): Promise<CheckReport> {
  const metadata = { name: 'Small', membership: false, features: ['tunnel'], ice };
  await using room = await SmallRoom.start({
    broken: () => ({ 'room.metadata': (_guest, stream) => stream.send(metadata) }),
  });
  return await checkRoom(room.address, runtime, NETWORK_KEY, { network: probe });
}

const check = (address: string) => checkRoom(address, quickRuntime, NETWORK_KEY, { network: nodeNetwork });

describe('the path that browsers would get in our room', () => {
  test('is direct where its STUN sees us at an address of our own', async () => {
    await using room = await startOurRoom();
    const report = await check(room.address);
    assert.ok(report.ok, report.verdict);
    assert.deepEqual([report.path, transcript(report)], ['direct', ['stun', 'path']]);
    const seen =
      /^stun:127\.0\.0\.1:\d+ sees this machine at 127\.0\.0\.1:\d+, an address of this machine\.$/;
    assert.match(sentenceOf(report, 'stun'), seen);
    assert.match(sentenceOf(report, 'path'), /get direct paths: no router is in between/);
  });

  test('is told even to whoever reaches the room by another name', async () => {
    await using room = await startOurRoom();
    const report = await check(room.wsAddress.replace('127.0.0.1', 'localhost'));
    assert.match(sentenceOf(report, 'stun'), /^stun:localhost:\d+ sees/);
  });

  test('is not found out where the room has no STUN', async () => {
    await using room = await startOurRoom({ flags: ['--stun-port', 'off'] });
    const report = await check(room.address);
    assert.ok(report.ok, report.verdict);
    assert.deepEqual([report.path, transcript(report)], [null, ['path skipped']]);
    assert.match(sentenceOf(report, 'path'), /names no STUN and no TURN/);
  });

  test('is tried out with its TURN server, which takes what the room makes of their secret', async (t) => {
    await using coturn = await startCoturn(t, { secret: SECRET });
    if (coturn === undefined) return;
    const flags = ['--turn', coturn.url, '--turn', coturn.tcpUrl, '--turn-secret', SECRET];
    await using room = await startOurRoom({ flags });
    const report = await check(room.address);
    assert.ok(report.ok, report.verdict);
    assert.deepEqual(transcript(report), ['stun', 'turn', 'turn skipped', 'path']);
    await until('coturn to say so', () => coturn.hasRelayed());
  });

  test('names a TURN server that has another secret', async (t) => {
    await using coturn = await startCoturn(t, { secret: 'other' });
    if (coturn === undefined) return;
    await using room = await startOurRoom({ flags: ['--turn', coturn.url, '--turn-secret', SECRET] });
    const report = await check(room.address);
    assert.deepEqual([report.ok, transcript(report)], [true, ['stun', 'turn turn-refused', 'path']]);
    assert.match(report.verdict, /does not relay: it does not take the credentials that the room makes/);
  });
});

describe('the path that browsers would get', () => {
  const router = (port: number) => ({ text: `198.51.100.7:${port}`, isOwn: false });
  const own = { text: '203.0.113.9:1', isOwn: true };
  const blocked = network({});
  const tcp = { ...TURN, urls: ['turn:192.0.2.2:3478?transport=tcp'] };

  const cases: readonly [
    what: string,
    probe: NetworkProbe,
    ice: readonly IceServer[],
    path: CheckReport['path'],
    steps: readonly string[],
    says: RegExp,
  ][] = [
    [
      'behind a router that keeps a port',
      network({ '192.0.2.1': router(1), '192.0.2.2': router(1) }, true),
      [STUN, TURN],
      'direct',
      ['stun', 'turn', 'path'],
      /direct paths: the router between keeps its port/,
    ],
    [
      'behind a router that gives each far end another port',
      network({ '192.0.2.1': router(1), '192.0.2.2': router(2) }, true),
      [STUN, TURN],
      'relayed',
      ['stun', 'turn', 'path'],
      /relayed by turn:192\.0\.2\.2:3478: the router between gives each far end another port/,
    ],
    [
      'behind a router that only one server has seen',
      network({ '192.0.2.1': router(1) }),
      [STUN],
      'direct',
      ['stun', 'path'],
      /are likely to get direct paths: .* could tell whether the router keeps it; where it does not, they go through the room\.$/,
    ],
    [
      'behind a router that only the STUN and the TURN server of one address have seen',
      network({ '192.0.2.1': router(1) }, true),
      [STUN, { ...TURN, urls: ['turn:192.0.2.1:3478'] }],
      'direct',
      ['stun', 'turn', 'path'],
      /are likely to get direct paths: .* they are relayed by turn:192\.0\.2\.1:3478\.$/,
    ],
    [
      'behind a router of that kind, without a relay',
      network({ '192.0.2.1': router(1), '192.0.2.2': router(2) }),
      [STUN, TURN],
      'room',
      ['stun', 'turn turn-refused', 'path no-direct-path'],
      /go through the room, slower.*no TURN server that relays/,
    ],
    [
      'on the internet itself',
      network({ '192.0.2.1': own }),
      [STUN],
      'direct',
      ['stun', 'path'],
      /no router/,
    ],
    [
      'where UDP is blocked',
      blocked,
      [STUN],
      'room',
      ['stun stun-silent', 'path no-direct-path'],
      /go through the room.*no answer of STUN comes back/,
    ],
    [
      'where UDP is blocked, and a relay takes TCP',
      blocked,
      [STUN, tcp],
      'relayed',
      ['stun stun-silent', 'turn skipped', 'path'],
      /depend on turn:192\.0\.2\.2:3478\?transport=tcp, which only they can try/,
    ],
  ];
  for (const [what, probe, ice, path, steps, says] of cases) {
    test(`${what}: ${path}`, async () => {
      const report = await checkIn(probe, ...ice);
      assert.ok(report.ok, report.verdict);
      assert.deepEqual([report.path, transcript(report)], [path, steps]);
      assert.match(sentenceOf(report, 'path'), says);
    });
  }

  test('is nothing that a lying room can make last for ever', async () => {
    const servers = Array.from({ length: 50 }, () => ({ urls: Array.from({ length: 50 }, () => 'stun:a') }));
    const report = await checkIn(blocked, ...servers);
    assert.equal(transcript(report).length, 8 + 1);
  });
});
