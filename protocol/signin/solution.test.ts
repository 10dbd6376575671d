import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import vectors from '../../spec/vectors/sign-in.json' with { type: 'json' };
import { type FeedId, feedIdOf, isFeedId } from '../identity/feed-id.ts';
import { sodium } from '../node/sodium.ts';
import { isChallenge, newChallenge } from './challenge.ts';
import { judgeSolution, signInText, solveSignIn } from './solution.ts';

const other = feedIdOf(new Uint8Array(32).fill(7));

function id(text: string): FeedId {
  assert.ok(isFeedId(text));
  return text;
}

describe('the solution of a sign-in', () => {
  for (const { about, seed, text, solution, ...words } of vectors.solutions) {
    const signIn = { sid: id(words.sid), cid: id(words.cid), sc: words.sc, cc: words.cc };
    const keys = sodium.signKeyPair(new TextEncoder().encode(seed));

    test(`${about}: text and signature`, () => {
      assert.equal(feedIdOf(keys.publicKey), signIn.cid);
      assert.equal(signInText(signIn), text);
      assert.equal(solveSignIn(sodium, keys.secretKey, signIn), solution);
    });

    test(`${about}: is good, with its suffix or without, in either alphabet`, () => {
      const bare = solution.slice(0, -'.sig.ed25519'.length);
      const inUrl = bare.replaceAll('+', '-').replaceAll('/', '_');
      for (const form of [solution, bare, inUrl, `${inUrl}.sig.ed25519`])
        assert.equal(judgeSolution(sodium, signIn, form), 'good');
    });

    test(`${about}: is wrong at another room, for somebody else, for other challenges`, () => {
      for (const change of [
        { sid: other },
        { cid: other },
        { sc: signIn.cc, cc: signIn.sc },
        { sc: `${signIn.sc}=` },
        { cc: `${signIn.cc}:` },
      ])
        assert.equal(judgeSolution(sodium, { ...signIn, ...change }, solution), 'wrong');
    });
  }

  const [first] = vectors.solutions;
  assert.ok(first);
  const signIn = { sid: id(first.sid), cid: id(first.cid), sc: first.sc, cc: first.cc };

  for (const [text, verdict] of [
    ['', 'unreadable'],
    ['yes', 'unreadable'],
    ['.sig.ed25519', 'unreadable'],
    [first.solution.slice(1), 'unreadable'],
    [`${first.solution} `, 'unreadable'],
    [`${'A'.repeat(86)}==`, 'wrong'],
  ] as const) {
    test(`${JSON.stringify(text.slice(0, 20))} (${text.length} characters) is ${verdict}`, () => {
      assert.equal(judgeSolution(sodium, signIn, text), verdict);
    });
  }

  test('no text is taken for one, or throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.notEqual(judgeSolution(sodium, signIn, text), 'good');
      }),
    );
  });
});

describe('challenges', () => {
  for (const text of vectors.challenges.good)
    test(`${text} is one`, () => assert.equal(isChallenge(text), true));
  for (const text of vectors.challenges.bad)
    test(`${JSON.stringify(text)} is none`, () => assert.equal(isChallenge(text), false));

  test('that are new are 32 bytes of the source, and stand in a URL as they are', () => {
    const asked: number[] = [];
    const challenge = newChallenge({
      randomBytes: (length) => {
        asked.push(length);
        return new Uint8Array(length).fill(0xfb);
      },
    });
    assert.deepEqual(asked, [32]);
    assert.equal(isChallenge(challenge), true);
    assert.equal(encodeURIComponent(challenge).replace('%3D', '='), challenge);
    assert.deepEqual(new Uint8Array(Buffer.from(challenge, 'base64url')), new Uint8Array(32).fill(0xfb));
  });
});
