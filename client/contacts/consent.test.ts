import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { consent, type Strangers, type Wish } from './consent.ts';
import type { Relation } from './contact.ts';

const RELATIONS: readonly Relation[] = ['followed', 'accepted', 'stranger', 'blocked'];
const SETTINGS: readonly Strangers[] = ['request', 'refuse', 'accept'];
const WISHES: readonly Wish[] = ['share', 'tunnel', 'message', 'ring', 'file'];

describe('consent', () => {
  for (const strangers of SETTINGS) {
    for (const wish of WISHES) {
      test(`whatever strangers get (${strangers}): ${wish} of who is known is accepted, of who is blocked refused`, () => {
        assert.equal(consent('followed', strangers, wish), 'accept');
        assert.equal(consent('accepted', strangers, wish), 'accept');
        assert.equal(consent('blocked', strangers, wish), 'refuse');
      });
    }
  }

  test('joining a room is consent to what it shares, of everyone but who is blocked', () => {
    for (const relation of RELATIONS) {
      for (const strangers of SETTINGS) {
        const answer = relation === 'blocked' ? 'refuse' : 'accept';
        assert.equal(consent(relation, strangers, 'share'), answer);
      }
    }
  });

  test('messages, rings and files of strangers are requests; their tunnels are accepted', () => {
    const answers = WISHES.map((wish) => consent('stranger', 'request', wish));
    assert.deepEqual(answers, ['accept', 'accept', 'request', 'request', 'request']);
  });

  test('refusing strangers leaves what the room shares; accepting them asks nothing', () => {
    const refused = WISHES.map((wish) => consent('stranger', 'refuse', wish));
    assert.deepEqual(refused, ['accept', 'refuse', 'refuse', 'refuse', 'refuse']);
    const accepted = WISHES.map((wish) => consent('stranger', 'accept', wish));
    assert.deepEqual(new Set(accepted), new Set(['accept']));
  });
});
