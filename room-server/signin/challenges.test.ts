import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type KeyPair, newChallenge, solveSignIn } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { CHALLENGE_MS, FINISH_MS } from './challenges.ts';
import type { SignIns } from './sign-ins.ts';
import { alice, bob, browser, cc, idOf, no, room, world } from './test-world.ts';

const solved = (keys: KeyPair, sc: string, own = cc) =>
  [
    idOf(keys),
    sc,
    own,
    solveSignIn(sodium, keys.secretKey, { sid: room, cid: idOf(keys), sc, cc: own }),
  ] as const;

/** What a page of that browser hears of a sign-in. */
function hearing({ signIns }: ReturnType<typeof world>, sc: string, of = 'here') {
  const heard: string[] = [];
  const following = signIns.follow(
    sc,
    of,
    ({ event, data }) => heard.push(`${event}: ${data}`),
    () => heard.push('over'),
  );
  return { heard, following };
}

describe('server-initiated', () => {
  test('the browser hears it, and takes it once', async () => {
    const run = world();
    const { signIns, made, clock } = run;
    const { sc } = signIns.begin('here', '192.0.2.1');
    const { heard } = hearing(run, sc);
    clock.advance(6_000);
    assert.equal(signIns.solve(...solved(alice, sc)), true);
    const token = heard[3]?.replace('success: ', '') ?? '';
    assert.deepEqual(heard, [
      'ping: Waiting for solution (session age: 0s)',
      'ping: Waiting for solution (session age: 3s)',
      'ping: Waiting for solution (session age: 6s)',
      `success: ${token}`,
      'over',
    ]);
    assert.equal(clock.waiting, 0);
    assert.equal(await signIns.finish(token, 'here', browser), 'token-1');
    await assert.rejects(signIns.finish(token, 'here', browser), no('not-yours'));
    assert.deepEqual(made, [idOf(alice)]);
  });

  test('a page that comes late hears what became of it', () => {
    const run = world();
    const { sc } = run.signIns.begin('here', '');
    run.signIns.solve(...solved(alice, sc));
    const { heard } = hearing(run, sc);
    assert.match(heard.join(), /^success: [\w-]{43},over$/);
  });

  test('another browser hears nothing and takes nothing', async () => {
    const run = world();
    const { signIns } = run;
    const { sc } = signIns.begin('here', '');
    assert.throws(() => hearing(run, sc, 'elsewhere'), no('over'));
    signIns.solve(...solved(alice, sc));
    const { outcome } = signIns.challenge(sc) ?? assert.fail();
    for (const name of ['elsewhere', ''])
      await assert.rejects(signIns.finish(outcome?.data ?? '', name, browser), no('not-yours'));
    assert.equal(await signIns.finish(outcome?.data ?? '', 'here', browser), 'token-1');
  });

  test('a token that is guessed, or of the challenge itself, is none', async () => {
    const { signIns } = world();
    const { sc } = signIns.begin('here', '');
    signIns.solve(...solved(alice, sc));
    for (const token of ['', sc, 'A'.repeat(43), 'constructor'])
      await assert.rejects(signIns.finish(token, 'here', browser), no('not-yours'));
  });

  test('is answered once: no second answer, and no replay by another', () => {
    const { signIns } = world();
    const { sc } = signIns.begin('here', '');
    const answer = solved(alice, sc);
    assert.equal(signIns.solve(...answer), true);
    assert.throws(() => signIns.solve(...answer), /^SignInRefused|Refused: no such session/);
    assert.throws(() => signIns.solve(...solved(bob, sc)), { code: 'not-found' });
    assert.throws(() => signIns.solve(...solved(alice, newChallenge(sodium))), { code: 'not-found' });
  });

  for (const [why, answer, message] of [
    [
      'is of somebody else',
      (sc: string) => [idOf(bob), ...solved(alice, sc).slice(1)],
      /^not a valid solution/,
    ],
    [
      'is of other challenges',
      (sc: string) => [
        ...solved(alice, sc, newChallenge(sodium)).slice(0, 2),
        cc,
        solved(alice, sc, newChallenge(sodium))[3],
      ],
      /^not a valid solution/,
    ],
    ['is no signature', (sc: string) => [idOf(alice), sc, cc, 'yes'], /^signature is not valid base64 data/],
  ] as const) {
    test(`an answer that ${why} ends it, and the browser hears so`, async () => {
      const run = world();
      const { sc } = run.signIns.begin('here', '');
      const { heard } = hearing(run, sc);
      const args = answer(sc) as unknown as Parameters<SignIns['solve']>;
      assert.throws(() => run.signIns.solve(...args), { name: 'Refused', message });
      assert.deepEqual(heard.slice(1), ['failed: challenge validation failed', 'over']);
      assert.throws(() => run.signIns.solve(...solved(alice, sc)), { code: 'not-found' });
      assert.deepEqual(run.made, []);
    });
  }

  test('is over after so long: pages hear it, nothing is left running', () => {
    const run = world();
    const { sc } = run.signIns.begin('here', '');
    const { heard } = hearing(run, sc);
    run.clock.advance(CHALLENGE_MS);
    assert.deepEqual(heard.slice(-2), ['failed: no app has answered in time', 'over']);
    assert.throws(() => run.signIns.solve(...solved(alice, sc)), { code: 'not-found' });
    assert.equal(run.clock.waiting, 0);
  });

  test('what was answered is taken within so long', async () => {
    const { signIns, clock } = world();
    const { sc } = signIns.begin('here', '');
    signIns.solve(...solved(alice, sc));
    const token = signIns.challenge(sc)?.outcome?.data ?? '';
    clock.advance(FINISH_MS);
    await assert.rejects(signIns.finish(token, 'here', browser), no('not-yours'));
  });

  test('who was removed or signed out everywhere meanwhile does not arrive', async () => {
    const { signIns, out, made } = world();
    const [first, second] = [signIns.begin('here', ''), signIns.begin('here', '')];
    for (const { sc } of [first, second]) signIns.solve(...solved(alice, sc));
    const token = (sc: string) => signIns.challenge(sc)?.outcome?.data ?? '';
    out.add(idOf(alice));
    await assert.rejects(signIns.finish(token(first.sc), 'here', browser), no('no-member'));
    out.clear();
    const late = token(second.sc);
    await signIns.invalidateAll(idOf(alice));
    await assert.rejects(signIns.finish(late, 'here', browser), no('not-yours'));
    assert.deepEqual(made, []);
  });

  test('a page that goes away leaves nothing; more pages than so many are refused', () => {
    const run = world();
    const { sc } = run.signIns.begin('here', '');
    const pages = Array.from({ length: 4 }, () => hearing(run, sc));
    assert.throws(() => hearing(run, sc), no('busy'));
    for (const { following } of pages) following[Symbol.dispose]();
    assert.equal(run.clock.waiting, 0);
    const { heard } = hearing(run, sc);
    run.signIns.solve(...solved(alice, sc));
    assert.equal(heard.at(-1), 'over');
    assert.ok(pages.every((page) => page.heard.length === 1));
  });

  test('one address has so many under way, and others as many', () => {
    const { signIns } = world();
    const first = signIns.begin('here', '192.0.2.1');
    const theirs = signIns.begin('there', '192.0.2.2');
    for (let n = 0; n < 100; n++) signIns.begin('here', '192.0.2.1');
    assert.equal(signIns.challenge(first.sc), undefined);
    assert.equal(signIns.challenge(theirs.sc)?.sc, theirs.sc);
  });

  test('when all are taken, the oldest of the place that has the most goes, and newcomers come in', () => {
    const { signIns } = world();
    const shy = signIns.begin('shy', '192.0.2.1');
    // One site with as many networks as it likes.
    const greedy = Array.from({ length: 9_999 }, (_, n) => signIns.begin('many', `2001:db8:1:${n}`));
    const newcomer = signIns.begin('new', '192.0.2.2');
    const again = signIns.begin('many', '2001:db8:1:ffff');
    const there = (challenge?: { sc: string }) => signIns.challenge(challenge?.sc ?? '') !== undefined;
    assert.deepEqual([shy, newcomer, again].map(there), [true, true, true]);
    assert.deepEqual(greedy.slice(0, 3).map(there), [false, false, true]);
  });

  test('eight at once', async () => {
    const { signIns, made } = world();
    const tokens = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const { sc } = signIns.begin(`browser ${n}`, '');
        signIns.solve(...solved(n % 2 ? alice : bob, sc));
        return signIns.finish(signIns.challenge(sc)?.outcome?.data ?? '', `browser ${n}`, browser);
      }),
    );
    assert.equal(new Set(tokens).size, 8);
    assert.equal(made.filter((id) => id === idOf(alice)).length, 4);
  });
});
