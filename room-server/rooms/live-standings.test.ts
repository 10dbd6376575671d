import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ACTS,
  type FeedId,
  LASTING_ACTS,
  PRIVACY_MODES,
  type PrivacyMode,
  ROLES,
  type Role,
  Watchers,
} from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import fc from 'fast-check';
import { OPERATOR } from './actor.ts';
import type { EndingOf } from './endings.ts';
import { LiveStandings, MAX_MODE_WORDS } from './live-standings.ts';
import { coreInMemory, feedOf } from './test-core.ts';

const ROOM = feedOf(250);
const [ANA, BOB, CAT, DAN, EVE] = [1, 2, 3, 4, 5].map(feedOf) as [FeedId, FeedId, FeedId, FeedId, FeedId];

/** A room in which all whom the test names are connected; `log` is what happened, in order. */
async function room(people: readonly FeedId[]) {
  const core = await coreInMemory(ROOM);
  const clock = new VirtualClock();
  const connected = new Set(people);
  const met = new Set<FeedId>();
  const log: unknown[] = [];
  const modes = new Watchers<{ before: PrivacyMode; after: PrivacyMode }>();
  const live = new LiveStandings({
    ...core,
    settings: {
      get mode() {
        return core.settings.mode;
      },
      watchMode: (told) => modes.add(told),
    },
    endings: { say: (endings: readonly EndingOf[]) => void log.push(...endings) },
    words: {
      changed: (who, role) => void log.push({ standing: role ?? 'external', who }),
      tell: (who, role) => void log.push({ told: role ?? 'external', who }),
    },
    connected: () => [...connected],
    met: () => [...met],
    expel: (who) => {
      if (connected.delete(who)) log.push({ expelled: who });
    },
    seesAll: (who) => void log.push({ sees: who }),
    clock,
  });
  const setMode = (after: PrivacyMode) => {
    const before = core.settings.mode;
    core.settings.mode = after;
    if (before !== after) modes.tell({ before, after });
  };
  const flush = () => {
    clock.advance(0);
    return log.splice(0);
  };
  return { ...core, live, connected, met, setMode, flush };
}

describe('a change of role', () => {
  test('says the word with its reason, and then ends the connections of whoever may do less', async () => {
    const { members, flush } = await room([ANA, BOB]);
    await members.add(OPERATOR, ANA, 'owner');
    await members.add(OPERATOR, BOB, 'moderator');
    flush();
    await members.setRole(OPERATOR, BOB, 'viewer', 'a rest');
    assert.deepEqual(flush(), [
      { standing: 'viewer', who: BOB },
      { why: 'demoted', who: BOB, reason: 'a rest' },
      { expelled: BOB },
    ]);
    await members.remove(OPERATOR, BOB, '');
    assert.deepEqual(flush(), [
      { standing: 'external', who: BOB },
      { why: 'removed', who: BOB, reason: '' },
    ]);
  });

  test('that widens ends nothing', async () => {
    const { members, flush, connected } = await room([BOB]);
    await members.add(OPERATOR, BOB, 'participant');
    await members.setRole(OPERATOR, BOB, 'owner', '');
    const told = ['participant', 'owner'].flatMap((role) => [{ told: role, who: BOB }, { sees: BOB }]);
    assert.deepEqual(flush(), told);
    assert.ok(connected.has(BOB));
  });

  test('to viewer narrows a stranger of an open room, from viewer it lets them see all', async () => {
    const { members, flush } = await room([BOB]);
    await members.add(OPERATOR, BOB, 'viewer');
    const demoted = { why: 'demoted', who: BOB, reason: '' };
    assert.deepEqual(flush(), [{ standing: 'viewer', who: BOB }, demoted, { expelled: BOB }]);
    await members.setRole(OPERATOR, BOB, 'participant', '');
    assert.deepEqual(flush(), [{ standing: 'participant', who: BOB }, { sees: BOB }]);
  });

  test('of somebody who is banned holds when they are back', async () => {
    const { members, bans, flush } = await room([BOB]);
    await members.add(OPERATOR, BOB, 'moderator');
    await bans.add(OPERATOR, BOB, { reason: 'spam', expiresAt: null });
    assert.deepEqual(flush().slice(2), [{ why: 'banned', who: BOB, reason: 'spam' }, { expelled: BOB }]);
    await members.setRole(OPERATOR, BOB, 'participant', '');
    await bans.lift(OPERATOR, BOB);
    assert.deepEqual(flush(), []);
  });
});

describe('a change of mode', () => {
  test('says a word for each outsider who is there or met somebody, and ends their connections, no others', async () => {
    const { members, met, setMode, flush, connected } = await room([ANA, BOB, CAT, DAN]);
    await members.add(OPERATOR, ANA, 'owner');
    await members.add(OPERATOR, BOB, 'viewer');
    for (const id of [ANA, BOB]) connected.add(id);
    flush();
    met.add(ANA).add(EVE);
    setMode('community');
    assert.deepEqual(flush(), [
      ...[CAT, DAN, EVE].map((who) => ({ why: 'mode', who })),
      { expelled: CAT },
      { expelled: DAN },
    ]);
    connected.add(CAT);
    setMode('restricted');
    assert.deepEqual(flush(), [{ why: 'mode', who: CAT }, { why: 'mode', who: EVE }, { expelled: CAT }]);
    setMode('open');
    assert.deepEqual(flush(), []);
    assert.deepEqual([...connected].sort(), [ANA, BOB].sort());
  });

  test('of very many says one word for everybody', async () => {
    const crowd = Array.from({ length: MAX_MODE_WORDS + 1 }, (_, n) => `@${n}.ed25519` as FeedId);
    const { setMode, flush, connected } = await room(crowd);
    setMode('restricted');
    assert.deepEqual(flush()[0], { why: 'mode' });
    assert.equal(connected.size, 0);
  });
});

test('the key of an invite that is spent goes when it was answered, where it is not welcome by itself', async () => {
  const { keys, live, settings, connected, flush } = await room([EVE]);
  keys.add(EVE);
  settings.mode = 'restricted';
  live.sweep();
  flush();
  assert.ok(connected.has(EVE));
  keys.delete(EVE);
  live.sweep();
  assert.ok(connected.has(EVE), 'the answer goes first');
  assert.deepEqual(flush(), [{ expelled: EVE }]);
});

type Change = readonly [kind: string, who: number, role: Role, mode: PrivacyMode];

test('whoever may go on with less has nothing open afterwards and a word that says so; nobody else loses anything', async () => {
  const people = [ANA, BOB, CAT, DAN];
  const change = fc.tuple(
    fc.constantFrom('add', 'set', 'remove', 'ban', 'lift', 'mode', 'mode'),
    fc.nat(people.length - 1),
    fc.constantFrom(...ROLES),
    fc.constantFrom(...PRIVACY_MODES),
  ) as fc.Arbitrary<Change>;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 20 }), async (changes) => {
      const { members, bans, gate, connected, setMode, flush } = await room([]);
      for (const [kind, whom, role, mode] of changes) {
        for (const id of people) if (gate.mayEnter(id) === 'yes') connected.add(id);
        const here = [...connected];
        const able = new Map(here.map((id) => [id, ACTS.filter((act) => gate.may(id, act))]));
        const who = people[whom] ?? ANA;
        const refusals = (error: Error) => assert.equal(error.name, 'Refused', error.message);
        if (kind === 'add') await members.add(OPERATOR, who, role).catch(refusals);
        else if (kind === 'set') await members.setRole(OPERATOR, who, role, '').catch(refusals);
        else if (kind === 'remove') await members.remove(OPERATOR, who, '').catch(refusals);
        else if (kind === 'ban')
          await bans.add(OPERATOR, who, { reason: '', expiresAt: null }).catch(refusals);
        else if (kind === 'lift') await bans.lift(OPERATOR, who).catch(refusals);
        else setMode(mode);
        const log = flush();
        for (const id of here) {
          const lost = (able.get(id) ?? []).filter((act) => !gate.may(id, act));
          const word = log.findIndex((entry) => isWordOf(entry, id));
          const expelled = log.findIndex((entry) => isExpelled(entry, id));
          if (lost.some((act) => LASTING_ACTS.includes(act))) {
            assert.ok(!connected.has(id), `${id} may not ${lost} any more`);
            assert.ok(word >= 0 && word < expelled, 'and hears of it first');
          }
          if (lost.length === 0) assert.ok(connected.has(id) && word < 0, `${id} may go on`);
        }
      }
    }),
  );
});

function isWordOf(entry: unknown, id: FeedId): boolean {
  return typeof entry === 'object' && entry !== null && 'why' in entry && 'who' in entry && entry.who === id;
}

function isExpelled(entry: unknown, id: FeedId): boolean {
  return typeof entry === 'object' && entry !== null && 'expelled' in entry && entry.expelled === id;
}
