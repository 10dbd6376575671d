import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf, type KeyPair, solveSignIn } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { SOLUTION_MS } from './ask-solution.ts';
import type { TestApp } from './test-apps.ts';
import { alice, bob, browser, cc, idOf, no, room, world } from './test-world.ts';

const solving =
  (keys: KeyPair, own: string, sid: FeedId = room): TestApp =>
  (sc, asked) => {
    if (asked !== own) return { fail: 'The client nonce "cc" is unknown or has expired' };
    const cid = feedIdOf(keys.publicKey);
    return { send: solveSignIn(sodium, keys.secretKey, { sid, cid, sc, cc: asked }) };
  };

describe('client-initiated', () => {
  test('the app that made cc signs its browser in', async () => {
    const { signIns, made, asked, clock } = world([[alice, solving(alice, cc)]]);
    assert.equal(await signIns.byClient(idOf(alice), cc, browser), 'token-1');
    assert.deepEqual([made, asked.length], [[idOf(alice)], 1]);
    assert.equal(clock.waiting, 0);
  });

  test('only one of several devices knows cc', async () => {
    const { signIns } = world([
      [alice, solving(alice, 'another')],
      [alice, () => undefined],
      [alice, solving(alice, cc)],
    ]);
    assert.equal(await signIns.byClient(idOf(alice), cc, browser), 'token-1');
  });

  for (const [why, apps] of [
    ['nobody is there', []],
    ['cc is somebody else’s', [[bob, solving(bob, cc)]]],
    ['the app did not make cc', [[alice, solving(alice, 'another')]]],
    ['a stranger has signed', [[alice, solving(bob, cc)]]],
    ['it is for another room', [[alice, solving(alice, cc, idOf(bob))]]],
    ['it is no signature', [[alice, () => ({ send: 'yes' })]]],
    [
      'it is of another time',
      [
        [
          alice,
          () => ({
            send: solveSignIn(sodium, alice.secretKey, {
              sid: room,
              cid: idOf(alice),
              sc: 'A'.repeat(43),
              cc,
            }),
          }),
        ],
      ],
    ],
  ] as const) {
    test(`refused where ${why}`, async () => {
      const { signIns, made, clock } = world(apps);
      await assert.rejects(signIns.byClient(idOf(alice), cc, browser), no('no-answer'));
      assert.deepEqual([made, clock.waiting], [[], 0]);
    });
  }

  test('an app that says nothing is waited for so long, and asked so often at once', async () => {
    const { signIns, clock, asked } = world([[alice, () => undefined]]);
    const waiting = Array.from({ length: 4 }, () => signIns.byClient(idOf(alice), cc, browser));
    await assert.rejects(signIns.byClient(idOf(alice), cc, browser), no('busy'));
    const settled = Promise.allSettled(waiting);
    clock.advance(SOLUTION_MS);
    assert.deepEqual(
      (await settled).map(({ status }) => status),
      Array(4).fill('rejected'),
    );
    assert.equal(asked.length, 4);
    const again = assert.rejects(signIns.byClient(idOf(alice), cc, browser), no('no-answer'));
    clock.advance(SOLUTION_MS);
    await again;
  });

  test('who has proven their key and is no member is told so', async () => {
    const { signIns, out, made } = world([[alice, solving(alice, cc)]]);
    out.add(idOf(alice));
    await assert.rejects(signIns.byClient(idOf(alice), cc, browser), no('no-member'));
    assert.deepEqual(made, []);
  });

  test('what is no challenge is not passed on', async () => {
    const { signIns, asked } = world([[alice, () => undefined]]);
    for (const text of ['', 'short', 'x'.repeat(10_000), `${cc}&`])
      await assert.rejects(signIns.byClient(idOf(alice), text, browser), no('unreadable'));
    assert.deepEqual(asked, []);
  });
});

test('server-initiated: a solution that somebody else signed is taken down, and signs nobody in', () => {
  const { signIns, told, made } = world();
  const { sc } = signIns.begin('a browser', '192.0.2.1');
  const sol = solveSignIn(sodium, bob.secretKey, { sid: room, cid: idOf(alice), sc, cc });
  assert.throws(() => signIns.solve(idOf(alice), sc, cc, sol), { code: 'not-allowed' });
  assert.deepEqual(
    told.map(({ event }) => event),
    ['peer_id_mismatch'],
  );
  assert.deepEqual(made, []);
});
