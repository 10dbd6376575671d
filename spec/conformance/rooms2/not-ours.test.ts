import assert from 'node:assert/strict';
import { after, before, describe, mock, test } from 'node:test';
import type { RoomConnection } from '@open-rooms/client';
import { type FeedId, generateKeyPair, signAliasRegistration, writeSignature } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import { coreInMemory, feedOf } from '../../../room-server/rooms/test-core.ts';
import { memoryStore } from '../../../room-server/store/memory.ts';
import { within } from '../../stock/deadline.ts';
import { anybody } from '../roles/muxrpc-probes.ts';
import { PeopledRoom } from '../roles/peopled-room.ts';
import { cookieOf, signedIn } from './browser-session.ts';
import { EIGHT, eightAtOnce } from './eight.ts';

/** What somebody who reads `room.attendants` knows of who is there. */
class Reader {
  readonly there = new Set<FeedId>();
  readonly wrong: string[] = [];
  readonly #peer: RoomConnection;
  #changed = Promise.withResolvers<void>();

  constructor(peer: RoomConnection) {
    this.#peer = peer;
  }

  get id(): FeedId {
    return this.#peer.id;
  }

  async read(): Promise<void> {
    for await (const event of this.#peer.remote['room.attendants']()) {
      if (event.type === 'state') for (const id of event.ids) this.#joined(id);
      else if (event.type === 'joined') this.#joined(event.id);
      else if (!this.there.delete(event.id)) this.wrong.push(`${event.id} left twice`);
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    }
  }

  async knows(ids: ReadonlySet<FeedId>): Promise<void> {
    const all = async () => {
      while (this.there.size !== ids.size || [...ids].some((id) => !this.there.has(id)))
        await this.#changed.promise;
    };
    await within('a reader to know who is there', all());
  }

  close(): void {
    this.#peer.close();
  }

  #joined(id: FeedId): void {
    if (this.there.has(id)) this.wrong.push(`${id} joined twice`);
    this.there.add(id);
  }
}

describe('what the reference server does wrong, and we do not', () => {
  let room: PeopledRoom;
  before(async () => {
    room = await PeopledRoom.start('open');
  });
  after(() => room[Symbol.asyncDispose]());

  test('who subscribes while others come and go misses nobody, and hears of nobody twice', async () => {
    const readers: Reader[] = [];
    const passing: RoomConnection[] = [];
    await Promise.all(
      Array.from({ length: 3 * EIGHT }, async (_, n) => {
        const peer = await room.connect(generateKeyPair(sodium));
        if (n % 3 === 0) {
          await peer.remote['tunnel.announce']();
          passing.push(peer);
          if (n % 2 === 0) peer.close();
          return;
        }
        const reader = new Reader(peer);
        readers.push(reader);
        void reader.read().catch(() => undefined);
      }),
    );
    for (const peer of passing) peer.close();
    const there = new Set(readers.map(({ id }) => id));
    for (const reader of readers) await reader.knows(there);
    assert.deepEqual(
      readers.flatMap(({ wrong }) => wrong),
      [],
    );
    for (const reader of readers) reader.close();
  });

  test('an owner is not removed, demoted or banned by a moderator, and the last one by nobody', async () => {
    const owner = encodeURIComponent(room.idOf('owner'));
    for (const by of ['moderator', 'owner'] as const) {
      const answers = [
        await room.api(by, 'DELETE', `/members/${owner}`),
        await room.api(by, 'PATCH', `/members/${owner}`, { role: 'viewer' }),
        await room.api(by, 'POST', '/bans', { who: room.idOf('owner') }),
      ];
      assert.deepEqual(
        answers.map(({ status }) => status),
        [403, 403, 403],
        by,
      );
    }
    for (const act of ['members.remove', 'bans.add'] as const) {
      const wish = { who: room.idOf('owner'), reason: '', expiresAt: null };
      await assert.rejects(room.server.operations[act](OPERATOR, wish), /the last owner of this room/);
    }
    assert.equal((await room.api('owner', 'GET', '/keys')).status, 200);
  });

  test('members, bans and notices are the business of moderators alone, in every mode', async () => {
    for (const mode of ['open', 'community', 'restricted'] as const) {
      await room.server.operations['settings.set'](OPERATOR, { mode });
      for (const by of ['participant', 'viewer'] as const) {
        const answers = [
          await room.api(by, 'POST', '/members', { who: anybody() }),
          await room.api(by, 'POST', '/bans', { who: anybody() }),
          await room.api(by, 'PUT', '/notices/news/en', { content: 'mine' }),
        ];
        assert.deepEqual(
          answers.map(({ status }) => status),
          [403, 403, 403],
          `${mode} ${by}`,
        );
      }
    }
    await room.server.operations['settings.set'](OPERATOR, { mode: 'open' });
  });

  test('secrets are nobody’s to guess: none of them comes from Math.random', async () => {
    const random = mock.method(Math, 'random', () => 0.5);
    try {
      const secrets = await eightAtOnce(async () => {
        const { url } = await room.server.operations['invites.create'](OPERATOR, wishFor(1));
        const { key } = await room.server.operations['keys.create'](OPERATOR, { name: 'bot' });
        const page = await (await room.page('/withssb/login')).text();
        const cookie = await signedIn(room, 'participant');
        return [
          new URL(url).searchParams.get('invite') ?? '',
          key.slice('open-rooms-'.length),
          /name="sc" value="([^"]+)"/.exec(page)?.[1] ?? '',
          cookie.slice(cookie.indexOf('=') + 1),
        ];
      });
      assert.equal(new Set(secrets.flat()).size, 4 * EIGHT);
      for (const secret of secrets.flat()) assert.match(secret, /^[\w-]{43}=?$/, '256 bits');
    } finally {
      random.mock.restore();
    }
  });

  test('nobody is called nothing', async () => {
    const member = await room.connect(room.people.participant);
    const registration = { alias: '', userId: member.id, roomId: member.room };
    const { secretKey } = room.people.participant;
    const word = writeSignature(signAliasRegistration(sodium, secretKey, registration));
    await assert.rejects(member.remote['room.registerAlias']('', word), /^RemoteError: invalid alias ""/);
    for (const path of ['/alias/', '/alias/%20']) assert.equal((await room.page(path)).status, 404);
    member.close();
  });

  test('a server stops at once, with all that is open', async () => {
    const other = await PeopledRoom.start('open');
    const peers = await Promise.all(Object.values(other.people).map((keys) => other.connect(keys)));
    const sources = peers.slice(0, 3).map((peer) => new Reader(peer).read().catch(() => 'over'));
    const login = await other.page('/withssb/login');
    const sc = /name="sc" value="([^"]+)"/.exec(await login.text())?.[1] ?? '';
    const events = await other.page(`/withssb/events?${new URLSearchParams({ sc })}`, {
      headers: { cookie: cookieOf(login) },
    });
    assert.equal(events.status, 200, 'a page waits');
    await within('the server to stop', other[Symbol.asyncDispose]());
    await Promise.all(sources);
  });
});

describe('bans, where the store fails', () => {
  const [owner, bob] = [feedOf(1), feedOf(2)];
  const broken = () => Promise.reject(new Error('SQLITE_IOERR: disk I/O error'));

  test('hold: who is banned is let in by no fault of the disk', async () => {
    const store = memoryStore();
    const { members, bans, gate } = await coreInMemory(feedOf(250), store);
    await members.add(OPERATOR, owner, 'owner');
    await bans.add(OPERATOR, bob, { reason: 'spam', expiresAt: null });
    for (const name of ['bans', 'ban', 'lift'] as const) mock.method(store.bans, name, broken);
    assert.deepEqual([gate.mayEnter(bob), gate.may(bob, 'look')], ['banned', false]);
    await assert.rejects(bans.lift(OPERATOR, bob), /disk I\/O error/);
    assert.equal(gate.mayEnter(bob), 'banned');
    await assert.rejects(bans.add(OPERATOR, feedOf(3), { reason: '', expiresAt: null }), /disk I\/O error/);
  });

  test('keep a room from starting that cannot read them', async () => {
    const store = memoryStore();
    mock.method(store.bans, 'bans', broken);
    await assert.rejects(coreInMemory(feedOf(250), store), /disk I\/O error/);
  });
});

function wishFor(uses: number) {
  return { role: 'participant', uses, note: '', notBefore: null, expiresAt: null } as const;
}
