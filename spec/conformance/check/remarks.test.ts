import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CheckReport, checkRoom, type Runtime, type WebRequest } from '@open-rooms/client';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { quickRuntime } from './quick-runtime.ts';
import { SmallRoom, type SmallRoomOptions } from './small-room.ts';
import { web } from './strangers.ts';

const check = (text: string, runtime: Runtime = quickRuntime) => checkRoom(text, runtime, NETWORK_KEY);

/** Names and outcomes of all steps, as a transcript; what is fine is left without an outcome. */
function transcript({ steps }: CheckReport): string[] {
  return steps.map(({ name, outcome, code }) => (outcome === 'ok' ? name : `${name} ${code ?? outcome}`));
}

const IN_THE_ROOM = [
  'isRoom',
  'announce',
  'metadata',
  'attendants',
  'arrival',
  'tunnel',
  'departure',
  'latency',
  'path skipped',
];

describe('a room that works', () => {
  test('in one page of code: every step is taken', async () => {
    await using room = await SmallRoom.start();
    const seen: string[] = [];
    const report = await checkRoom(room.address, quickRuntime, NETWORK_KEY, {
      onStep: ({ name }) => seen.push(name),
    });
    assert.deepEqual(transcript(report), ['handshake', ...IN_THE_ROOM]);
    assert.deepEqual(
      seen,
      report.steps.map(({ name }) => name),
    );
    assert.equal(report.room, room.id);
    assert.equal(report.verdict, 'The room "Small" works: two peers met in it and talked through a tunnel.');
  });

  const remarks: readonly [what: string, remark: string, says: RegExp, SmallRoomOptions, Runtime?][] = [
    [
      'of the first generation',
      'metadata first-generation',
      /works.*first generation of room methods only/,
      { broken: () => ({ 'room.metadata': undefined, 'room.attendants': undefined }) },
    ],
    [
      'that does not say that it has tunnels',
      'metadata no-tunnel-feature',
      /features lack "tunnel"/,
      { broken: () => ({ 'room.metadata': (_guest, stream) => stream.send({ features: ['room2'] }) }) },
    ],
    [
      'with a clock that is a day ahead',
      'latency clock-off',
      /clock is 1440 minutes ahead of this machine's/,
      { broken: () => ({ 'tunnel.ping': (_guest, stream) => stream.send(Date.now() + 86_400_000) }) },
    ],
    [
      'that is slow',
      'tunnel slow',
      /It is slow: \d+ ms there and back/,
      {},
      // Every moment counts as ten seconds.
      { ...quickRuntime, clock: { ...quickRuntime.clock, now: () => quickRuntime.clock.now() * 10_000 } },
    ],
  ];
  for (const [what, remark, says, options, runtime] of remarks) {
    test(`${what}: a remark, and no fault`, async () => {
      await using room = await SmallRoom.start(options);
      const report = await check(room.address, runtime);
      assert.ok(report.ok, report.verdict);
      assert.ok(transcript(report).includes(remark), transcript(report).join());
      assert.match(report.verdict, says);
    });
  }
});

/** A world wide web in which only these URLs answer. */
function webOf(answers: Readonly<Record<string, string>>): Runtime {
  return {
    ...quickRuntime,
    ask: async ({ url }: WebRequest) => {
      const body = answers[url];
      if (body === undefined)
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      return { status: 200, body };
    },
  };
}

describe('a host name', () => {
  test('every URL is asked, and what each answered is told', async () => {
    await using room = await SmallRoom.start();
    const report = await check('room.example', webOf({ 'http://room.example:26819/whois': room.address }));
    assert.ok(report.ok, report.verdict);
    assert.deepEqual(transcript(report), [
      ...['whois', ...Array(4).fill('whois skipped')],
      ...['handshake', ...IN_THE_ROOM],
    ]);
    assert.match(report.steps[1]?.sentence ?? '', /^https:\/\/room\.example\/whois does not answer: nobody/);
  });

  test('that answers elsewhere than on the port of the protocol: a remark', async () => {
    await using room = await SmallRoom.start();
    const report = await check('room.example', webOf({ 'https://room.example/whois': room.address }));
    assert.ok(report.ok, report.verdict);
    assert.deepEqual(transcript(report).slice(0, 2), ['whois whois-elsewhere', 'whois']);
    assert.match(
      report.verdict,
      /:26819\/whois does not answer.*Apps that know only the host name ask there/,
    );
  });

  test('of which two ports name two rooms: a fault', async () => {
    await using room = await SmallRoom.start();
    await using other = await SmallRoom.start();
    const answers = {
      'http://room.example:26819/whois': room.address,
      'https://room.example/whois': other.address,
    };
    const report = await check('room.example', webOf(answers));
    assert.equal(report.fault, 'whois-differs');
    assert.match(report.verdict, /names another room.*Two rooms share that host/);
  });

  test('that is an alias: its room is found behind the first dot', async () => {
    await using room = await SmallRoom.start({
      broken: ({ id }) => ({ 'tunnel.whois': (_guest, stream) => stream.send(id) }),
    });
    const web = webOf({ 'http://room.example:26819/whois': room.address });
    const report = await check('bob.room.example', web);
    assert.ok(report.ok, report.verdict);
    assert.deepEqual(transcript(report).slice(0, 2), ['whois skipped', 'whois']);
    assert.ok(transcript(report).includes('alias alias-not-online'));
    assert.match(report.verdict, /@bob@room\.example is @.+\.ed25519, who is not in the room now/);
  });
});

describe('an alias', () => {
  test('at a room without aliases: what to do instead', async () => {
    await using room = await SmallRoom.start();
    await using host = await web((_request, response) => response.end(room.address));
    const report = await check(`@bob@${host.place}`);
    assert.equal(report.fault, 'aliases-unsupported');
    assert.match(report.verdict, /does not tell who is known as "bob".*Ask them for their id instead/);
  });
});

describe('an invite that is claimed on a page', () => {
  test('is looked at, and never posted', async () => {
    await using room = await SmallRoom.start();
    const asked: string[] = [];
    await using host = await web((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const isPage = request.url?.startsWith('/join') === true;
      const postTo = `http://${request.headers.host}/claim`;
      const page = { status: 'successful', invite: 'tulip', postTo };
      response.end(isPage ? JSON.stringify(page) : room.address);
    });
    const report = await check(`http://${host.place}/join?invite=tulip`);
    assert.ok(report.ok, report.verdict);
    assert.deepEqual(asked, ['GET /join?invite=tulip&encoding=json', 'GET /whois']);
    assert.match(report.steps[0]?.sentence ?? '', /knows the invite\. It is not claimed: it stays good/);
  });

  test('that the page does not know is a fault', async () => {
    await using host = await web((_request, response) => {
      response.writeHead(404).end(JSON.stringify({ status: 'error', error: 'this invite does not exist' }));
    });
    const report = await check(`http://${host.place}/join?invite=tulip`);
    assert.equal(report.fault, 'bad-invite');
    assert.match(report.verdict, /this invite does not exist\. Ask for a new one/);
  });

  test('as an app is handed it: the token is kept', async () => {
    await using room = await SmallRoom.start();
    const asked: string[] = [];
    await using host = await web((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end(room.address);
    });
    const postTo = encodeURIComponent(`http://${host.place}/claim`);
    const report = await check(`ssb:experimental?action=claim-http-invite&invite=tulip&postTo=${postTo}`);
    assert.ok(report.ok, report.verdict);
    assert.deepEqual(asked, ['GET /whois']);
    assert.match(report.steps[0]?.sentence ?? '', /The invite is not claimed/);
  });
});

describe('a check', () => {
  test('of nothing readable says what can be read', async () => {
    const report = await check('room example');
    assert.equal(report.fault, 'unreadable');
    assert.deepEqual(transcript(report), ['destination unreadable']);
  });

  test('that is given up rejects with the reason, whatever it waits for', async () => {
    await using room = await SmallRoom.start({ broken: () => ({ 'tunnel.isRoom': () => undefined }) });
    const stop = new AbortController();
    const reason = new Error('Nobody waits for it any more.');
    const options = { signal: stop.signal, onStep: () => stop.abort(reason) };
    await assert.rejects(checkRoom(room.address, quickRuntime, NETWORK_KEY, options), reason);
    await assert.rejects(checkRoom(room.address, quickRuntime, NETWORK_KEY, options), reason);
  });
});
