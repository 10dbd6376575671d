import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RoomConnection } from '@open-rooms/client';
import {
  administration,
  type CallType,
  ConnectionEnded,
  generateKeyPair,
  type OperationName,
  RemoteError,
  roomContract,
  STANDINGS,
  type Standing,
  type Stream,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { OPERATOR } from '../../room-server/rooms/actor.ts';
import { PeopledRoom } from '../conformance/roles/peopled-room.ts';
import { signedIn } from '../conformance/rooms2/browser-session.ts';
import { AnyJson, escaped } from './any-json.ts';
import { within } from './deadline.ts';
import { seeded } from './seeded.ts';

/** The same at every run, unless others are asked for. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_206);
/** Calls of each method, and requests at each path. */
const CALLS = 12;

/** What asks for more than it says, and is not to be done to the room at random: it would end the test. */
const LEFT: readonly string[] = ['settings.set'];

/** Pages that read a body, with the fields that they know. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  '/claim': ['code', 'name', 'description', 'owner'],
  '/invite/consume': ['id', 'invite'],
  '/create-invite': ['uses'],
  '/login': ['cid', 'cc'],
  '/withssb/finalize': ['sc'],
  '/session/revoke': ['id'],
  '/logout': [],
};

const PAGES = [
  ...[
    '/',
    '/join',
    '/join-fallback',
    '/join-manually',
    '/create-invite',
    '/alias/',
    '/notice/',
    '/notice/list',
  ],
  ...[
    '/notice/show',
    '/login',
    '/withssb/login',
    '/withssb/events',
    '/withssb/finalize',
    '/session',
    '/logout',
  ],
  ...['/claim/', '/whois', '/api/v1/', '/api/v1/audit/export', '/assets/', '/room/'],
];

describe(`any JSON to everything that takes some (FUZZ_SEED=${SEED})`, () => {
  let room: PeopledRoom;
  let json: AnyJson;
  let peers: Record<Standing, RoomConnection>;
  before(async () => {
    room = await PeopledRoom.start('open');
    const ids = (['participant', 'viewer', 'external'] as const).map((standing) => room.idOf(standing));
    json = new AnyJson(seeded(SEED), ids);
    const connected = STANDINGS.map(async (standing) => [
      standing,
      await room.connect(room.people[standing]),
    ]);
    peers = Object.fromEntries(await Promise.all(connected)) as Record<Standing, RoomConnection>;
  });
  after(async () => {
    for (const peer of Object.values(peers)) peer.close();
    await room[Symbol.asyncDispose]();
  });

  /** A newcomer is let in and answered, and nothing that went wrong was a fault of the room. */
  async function unharmed(): Promise<void> {
    const newcomer = await within('a newcomer to be let in', room.connect(generateKeyPair(sodium)));
    assert.equal(await newcomer.remote['tunnel.announce'](), true);
    for await (const ids of newcomer.remote['tunnel.endpoints']()) if (ids.includes(newcomer.id)) break;
    newcomer.close();
    assert.deepEqual(room.faults, []);
    const verdict = await room.server.operations['audit.verify'](OPERATOR, {});
    assert.deepEqual([verdict.whole, verdict.fault], [true, null]);
    const [owner] = (await room.server.operations['members.list'](OPERATOR, {})).filter(
      ({ role }) => role === 'owner',
    );
    assert.ok(owner, 'the room has an owner');
  }

  /** The connection of somebody, anew where the room has ended it: they may have demoted themselves. */
  async function peerOf(standing: Standing): Promise<RoomConnection> {
    const peer = peers[standing];
    const isOpen = await Promise.race([peer.closed.then(() => false), Promise.resolve(true)]);
    if (!isOpen) peers[standing] = await room.connect(room.people[standing]);
    return peers[standing];
  }

  for (const standing of ['owner', 'participant', 'invite'] as const)
    test(`${CALLS} calls of each method, as ${standing}`, async () => {
      for (const [name, method] of Object.entries(roomContract)) {
        if (LEFT.includes(name) && standing === 'owner') continue;
        const peer = await peerOf(standing);
        const calls = Array.from({ length: CALLS }, () => callAny(peer, name, method.type, json));
        for (const outcome of await within(`${name} to be answered`, Promise.all(calls)))
          assert.ok(outcome === undefined || isRefusal(outcome), `${name}: ${String(outcome)}`);
      }
      await unharmed();
    });

  for (const by of ['owner', 'external'] as const)
    test(`${CALLS} requests at each path of the API, as a program of ${by}`, async () => {
      for (const name of Object.keys(administration) as OperationName[]) {
        if (LEFT.includes(name) && by === 'owner') continue;
        await Promise.all(Array.from({ length: CALLS }, () => askAny(room, by, name, json)));
      }
      await unharmed();
    });

  test('settings of any kind, by an owner', async () => {
    const owner = await peerOf('owner');
    for (let time = 0; time < CALLS; time++) {
      const outcome = await callAny(owner, 'settings.set', 'async', json);
      assert.ok(outcome === undefined || isRefusal(outcome), String(outcome));
      await askAny(room, 'owner', 'settings.set', json);
    }
    // Whatever it is now, a newcomer is let in again.
    await room.server.operations['settings.set'](OPERATOR, { mode: 'open' });
    await unharmed();
  });

  test(`${CALLS} bodies at each page that reads one, as JSON and as forms, by strangers and whoever is signed in`, async () => {
    const cookie = await signedIn(room, 'moderator');
    for (const [path, fields] of Object.entries(FORMS))
      for (let time = 0; time < CALLS; time++) {
        const type = json.pick([
          'application/json',
          'application/x-www-form-urlencoded',
          'text/plain',
          'multipart/form-data',
        ]);
        const accept = json.pick(['application/json', 'text/html']);
        const body = type.endsWith('urlencoded')
          ? fields.map((field) => `${field}=${escaped(json.text())}`).join('&')
          : json.body(fields);
        const headers = {
          'content-type': type,
          accept,
          ...(path !== '/logout' && time % 2 === 0 && { cookie }),
        };
        const answer = await room.page(path, { method: 'POST', headers, body });
        const text = await answer.text();
        assert.ok(answer.status < 500, `POST ${path} ${type} ${body}: ${answer.status} ${text}`);
      }
    await unharmed();
  });

  test(`${CALLS} addresses of each page`, async () => {
    for (const page of PAGES)
      for (let time = 0; time < CALLS; time++) {
        const path = page + (page.endsWith('/') && page !== '/' ? escaped(json.text()) : '') + json.query();
        const accept = json.pick(['text/html', 'application/json', '*/*']);
        const answer = await room.page(path, { headers: { accept } });
        await answer.body?.cancel();
        assert.ok(answer.status < 500, `GET ${path}: ${answer.status}`);
      }
    await unharmed();
  });
});

function fieldsOf(name: OperationName): string[] {
  const { input } = administration[name];
  const inner = 'wrapped' in input ? input.wrapped : input;
  return Object.keys(inner.entries);
}

/** Asks for the path of an operation with anything; fails where the answer is neither what it does nor a clear refusal. */
async function askAny(room: PeopledRoom, by: Standing, name: OperationName, json: AnyJson): Promise<void> {
  const [method = '', path = ''] = administration[name].http.split(' ');
  const at = path.replaceAll(/\{\w+\}/g, () => escaped(json.text()) || 'x') + json.query();
  const body = method === 'GET' ? undefined : json.body(fieldsOf(name));
  const { status, json: answer } = await room.api(by, method, at, body);
  const isClear = status < 300 || (status < 500 && typeof answer.error?.sentence === 'string');
  assert.ok(isClear, `${method} ${at} ${body}: ${status} ${JSON.stringify(answer)}`);
}

/** Calls a method with anything; resolves with the error that it ended with, if any. */
async function callAny(
  { remote }: RoomConnection,
  name: string,
  type: CallType | 'sync',
  json: AnyJson,
): Promise<unknown> {
  const args = Array.from({ length: json.upTo(4) }, () => json.value(3));
  // Any arguments: the reader of arguments is what is tried, which the types would keep us from.
  const call = (remote as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
  try {
    const answer = call?.(...args);
    if (type === 'source') for await (const _ of answer as AsyncIterable<unknown>) break;
    else if (type === 'duplex') await ended(answer as Stream, remote.whoami);
    else await answer;
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A duplex is ended at once. Where it is refused, that comes before the answer to what is asked after it. */
async function ended(stream: Stream, ask: () => Promise<unknown>): Promise<void> {
  let refusal: string | undefined;
  stream.receiver = {
    onFrame: () => undefined,
    onEnd: (error) => {
      refusal = error;
    },
  };
  await ask();
  stream.end();
  if (refusal !== undefined) throw new RemoteError(refusal);
}

/** A sentence of the room's, of some length; or that the connection is over, as it is for whoever demotes themselves. */
function isRefusal(error: unknown): boolean {
  if (error instanceof ConnectionEnded) return true;
  return error instanceof RemoteError && error.message.length > 10;
}
