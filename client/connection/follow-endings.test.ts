import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Ending, type EndingsEvent, feedIdOf, signEnding, signStanding } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { ENDINGS_AT_ONCE, followEndings } from './follow-endings.ts';

const keys = sodium.signKeyPair(new Uint8Array(32).fill(1));
const ROOM = feedIdOf(keys.publicKey);
const [BOB, CAROL] = [2, 3].map((n) => feedIdOf(new Uint8Array(32).fill(n))) as [typeof ROOM, typeof ROOM];

/** The room's word that somebody was removed, at a time of its own. */
function removed(who: typeof ROOM, at: number): EndingsEvent {
  return {
    type: 'ending',
    ending: signEnding(sodium, keys.secretKey, { room: ROOM, why: 'removed', who, at }),
  };
}

/** The same, which the room did not sign. */
function forged(who: typeof ROOM, at: number): EndingsEvent {
  const { signature } = signEnding(sodium, keys.secretKey, { room: ROOM, why: 'stopped', at: 1 });
  return { type: 'ending', ending: { room: ROOM, why: 'removed', who, at, signature } };
}

/** What is heard of what a room says, and how many signatures were looked at. */
async function heardOf(said: readonly EndingsEvent[], whom: readonly string[]) {
  let checks = 0;
  const standings: string[] = [];
  const heard: [Ending['who'], number, boolean][] = [];
  const source = (async function* () {
    yield* said;
  })();
  await followEndings({
    remote: { 'room.endings': () => source },
    room: ROOM,
    crypto: {
      verify: (...signed) => {
        checks++;
        return sodium.verify(...signed);
      },
    },
    clock: new VirtualClock(),
    // The room's clock is 9000 ms behind ours.
    now: () => 10_000,
    concerns: ({ who }) => who !== undefined && whom.includes(who),
    onEnding: ({ who, at }, isNew) => heard.push([who, at, isNew]),
    onBegin: () => standings.push('anew'),
    onStanding: ({ who, role }) => standings.push(`${who} ${role}`),
  });
  return { heard, checks, standings };
}

describe('what a room says of links that end', () => {
  test('is heard by our own clock, and what is new as such', async () => {
    const said: EndingsEvent[] = [{ type: 'now', at: 1000 }, removed(BOB, 999), removed(BOB, 1000)];
    const { heard, checks } = await heardOf(said, [BOB]);
    assert.deepEqual(heard, [
      [BOB, 9999, false],
      [BOB, 10_000, true],
    ]);
    assert.equal(checks, 2);
  });

  test('is not looked at where it concerns nobody whom one is linked to', async () => {
    const said: EndingsEvent[] = [{ type: 'now', at: 0 }];
    for (let at = 0; at < 2_000; at++) said.push(removed(CAROL, at));
    const { heard, checks } = await heardOf([...said, removed(BOB, 5)], [BOB]);
    assert.deepEqual(heard, [[BOB, 10_005, true]]);
    assert.equal(checks, 1);
  });

  test('of somebody is told as it came, and that it is told anew', async () => {
    const word = { room: ROOM, who: CAROL, role: 'viewer', at: 1 } as const;
    const standing = signStanding(sodium, keys.secretKey, word);
    const { standings } = await heardOf(
      [
        { type: 'now', at: 0 },
        { type: 'standing', standing },
      ],
      [],
    );
    assert.deepEqual(standings, ['anew', `${CAROL} viewer`]);
  });

  test('is looked at so often, and then no more, where the room did not sign it', async () => {
    const said: EndingsEvent[] = [{ type: 'now', at: 0 }];
    for (let at = 0; at < 2 * ENDINGS_AT_ONCE; at++) said.push(forged(BOB, at));
    const { heard, checks } = await heardOf(said, [BOB]);
    assert.deepEqual(heard, []);
    // A bucket lets one more pass than it holds.
    assert.equal(checks, ENDINGS_AT_ONCE + 1);
  });
});
