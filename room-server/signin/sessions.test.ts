import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, Refused } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import type { Happening } from '../audit/happening.ts';
import { memorySessions } from '../store/memory/sessions.ts';
import type { SessionStore } from '../store/ports/sessions.ts';
import {
  MAX_SESSIONS_PER_PERSON,
  SESSION_IDLE_MS,
  SESSION_MAX_MS,
  type SessionParts,
  Sessions,
} from './sessions.ts';
import { sessionsOperations } from './sessions-operations.ts';

const alice = feedIdOf(new Uint8Array(32).fill(1));
const bob = feedIdOf(new Uint8Array(32).fill(2));
const HOUR = 60 * 60_000;

interface Run {
  readonly sessions: Sessions;
  readonly parts: SessionParts;
  readonly happenings: Happening[];
  readonly turn: { now: number; out: Set<string> };
}

async function open(store: SessionStore = memorySessions()): Promise<Run> {
  const turn = { now: 1_764_000_000_000, out: new Set<string>() };
  const happenings: Happening[] = [];
  const parts: SessionParts = {
    store,
    crypto: sodium,
    now: () => turn.now,
    takeDown: (happening) => void happenings.push(happening),
    maySignIn: (id) => !turn.out.has(id),
    onFault: (error) => assert.fail(String(error)),
  };
  return { sessions: await Sessions.open(parts), parts, happenings, turn };
}

const events = ({ happenings }: Run) =>
  happenings.map(({ event, subject, reason }) => [event, subject, reason ?? '']);

describe('sessions', () => {
  test('a token is whose it was given, and no other text is anybody’s', async () => {
    const { sessions } = await open();
    const token = await sessions.create(alice, 'Browser');
    const other = await sessions.create(bob, 'Browser');
    assert.equal(sessions.of(token)?.id, alice);
    assert.equal(sessions.of(other)?.id, bob);
    assert.match(token, /^[\w-]{43}$/);
    const [session] = sessions.list(alice);
    for (const text of ['', `${token}A`, token.slice(1), token.toLowerCase(), session?.id ?? '', 'undefined'])
      assert.equal(sessions.of(text), undefined);
  });

  test('the token is kept nowhere', async () => {
    const store = memorySessions();
    const { sessions } = await open(store);
    const token = await sessions.create(alice, 'Browser');
    assert.doesNotMatch(JSON.stringify(await store.sessions()), new RegExp(token));
  });

  test('end a day after their last use, and a week after they began however much they are used', async () => {
    const { sessions, turn } = await open();
    const left = await sessions.create(alice, 'left alone');
    const used = await sessions.create(alice, 'used');
    for (let ms = 0; ms + 20 * HOUR < SESSION_MAX_MS; ms += 20 * HOUR) {
      turn.now += 20 * HOUR;
      assert.equal(sessions.of(used)?.id, alice, `${ms}`);
      if (ms === 0) assert.equal(sessions.list(alice).length, 2);
      else assert.equal(sessions.of(left), undefined);
    }
    const [session] = sessions.list(alice);
    assert.equal(session?.expiresAt, (session?.createdAt ?? 0) + SESSION_MAX_MS);
    turn.now = session?.expiresAt ?? 0;
    assert.deepEqual([sessions.of(used), sessions.list(alice)], [undefined, []]);
  });

  test('survive a restart, with the time of their last use; those that are over do not', async () => {
    const store = memorySessions();
    const before = await open(store);
    const token = await before.sessions.create(alice, 'Browser');
    const over = await before.sessions.create(bob, 'Browser');
    before.turn.now += SESSION_IDLE_MS - 1;
    assert.equal(before.sessions.of(token)?.id, alice);
    const after = await Sessions.open({ ...before.parts, now: () => before.turn.now + HOUR });
    assert.equal(after.of(token)?.id, alice);
    assert.equal(after.of(over), undefined);
    assert.deepEqual(
      (await store.sessions()).map(({ feed }) => feed),
      [alice],
    );
  });

  test('one person has so many, also eight at once; the one used longest ago goes', async () => {
    const run = await open();
    const { sessions, turn } = run;
    const first = await sessions.create(alice, 'first');
    turn.now += HOUR;
    const second = await sessions.create(alice, 'second');
    turn.now += HOUR;
    assert.equal(sessions.of(first)?.id, alice);
    const eight = () => Promise.all(Array.from({ length: 8 }, (_, n) => sessions.create(alice, `${n}`)));
    await eight();
    assert.equal(sessions.list(alice).length, MAX_SESSIONS_PER_PERSON);
    await sessions.create(alice, 'one more');
    assert.equal(sessions.of(second), undefined);
    assert.equal(sessions.of(first)?.id, alice);
    turn.now += 1;
    await eight();
    assert.equal(sessions.list(alice).length, MAX_SESSIONS_PER_PERSON);
    const created = run.happenings.filter(({ event }) => event === 'session_create').length;
    const destroyed = run.happenings.filter(({ event }) => event === 'session_destroy').length;
    assert.equal(created - destroyed, MAX_SESSIONS_PER_PERSON);
    assert.equal((await run.parts.store.sessions()).length, MAX_SESSIONS_PER_PERSON);
  });

  test('are ended by their owner alone', async () => {
    const run = await open();
    const { sessions } = run;
    const token = await sessions.create(alice, 'Browser');
    const [session] = sessions.list(alice);
    const id = session?.id ?? '';
    await assert.rejects(sessions.revoke(bob, id), { name: 'Refused', code: 'not-found' });
    assert.equal(sessions.of(token)?.session, id);
    await sessions.revoke(alice, id, 'lost');
    assert.equal(sessions.of(token), undefined);
    await assert.rejects(sessions.revoke(alice, id), { code: 'not-found' });
    assert.deepEqual(events(run), [
      ['session_create', id, ''],
      ['session_destroy', id, 'lost'],
    ]);
  });

  test('of somebody who may not sign in any more are none', async () => {
    const { sessions, turn } = await open();
    const token = await sessions.create(alice, 'Browser');
    turn.out.add(alice);
    assert.equal(sessions.of(token), undefined);
  });

  test('all of somebody end at once, those that are just being made, too', async () => {
    const store = memorySessions();
    const gate = Promise.withResolvers<void>();
    const slow: SessionStore = {
      ...store,
      create: async (session) => {
        if (session.agent === 'slow') await gate.promise;
        await store.create(session);
      },
    };
    const { sessions } = await open(slow);
    const token = await sessions.create(alice, 'Browser');
    const theirs = await sessions.create(bob, 'Browser');
    const making = sessions.create(alice, 'slow');
    assert.equal(await sessions.revokeAll(alice), 2);
    gate.resolve();
    await assert.rejects(making, (error) => error instanceof Refused && error.code === 'not-allowed');
    assert.deepEqual([sessions.of(token), sessions.of(theirs)?.id], [undefined, bob]);
    assert.deepEqual(
      (await store.sessions()).map(({ feed }) => feed),
      [bob],
    );
  });

  test('what the disk does not take is no session', async () => {
    const full = async () => {
      throw new Refused('unavailable', 'The disk is full.');
    };
    const { sessions } = await open({ ...memorySessions(), create: full });
    await assert.rejects(sessions.create(alice, 'Browser'), { code: 'unavailable' });
    assert.deepEqual(sessions.list(alice), []);
  });
});

describe('the operations on sessions', () => {
  test('show one’s own, and which of them one uses; end one, or all', async () => {
    const { sessions } = await open();
    const operations = sessionsOperations(sessions);
    const token = await sessions.create(alice, 'first');
    await sessions.create(alice, 'second');
    await sessions.create(bob, 'his');
    const current = sessions.of(token)?.session ?? '';
    const actor = { kind: 'feed', id: alice, session: current } as const;
    const list = await operations['sessions.list'](actor, {});
    assert.deepEqual(list.map((each) => [each.agent, each.current]).sort(), [
      ['first', true],
      ['second', false],
    ]);
    await operations['sessions.revoke'](actor, { id: current });
    assert.equal(sessions.of(token), undefined);
    await operations['sessions.revoke'](actor, { id: 'all' });
    assert.deepEqual([sessions.list(alice), sessions.list(bob).length], [[], 1]);
  });

  test('whoever runs the server has none', async () => {
    const operations = sessionsOperations((await open()).sessions);
    assert.deepEqual(await operations['sessions.list']({ kind: 'operator' }, {}), []);
    await assert.rejects(operations['sessions.revoke']({ kind: 'operator' }, { id: 'all' }), {
      code: 'not-allowed',
    });
  });
});
