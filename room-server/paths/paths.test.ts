import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { Paths, type PathsParts, TURN_CREDENTIALS_MS } from './paths.ts';

const ALICE = feedIdOf(new Uint8Array(32).fill(1));
const BOB = feedIdOf(new Uint8Array(32).fill(2));
const NOW = 1_700_000_000_400;
const SECRET = 'correct horse';

const hmacSha1 = (secret: string, text: string) => createHmac('sha1', secret).update(text).digest();

function paths(parts: Partial<PathsParts> = {}): Paths {
  return new Paths({
    stun: (host) => `stun:${host ?? 'room.example'}:3478`,
    turn: [],
    access: null,
    hmacSha1,
    now: () => NOW,
    ...parts,
  });
}

describe('the servers that a room names', () => {
  test('its own STUN, at the host by which it was reached', () => {
    assert.deepEqual(paths().for(ALICE, undefined), [{ urls: ['stun:room.example:3478'] }]);
    assert.deepEqual(paths().for(ALICE, 'other'), [{ urls: ['stun:other:3478'] }]);
  });

  test('none where STUN is off and there is no TURN', () => {
    assert.deepEqual(paths({ stun: () => null }).for(ALICE, undefined), []);
  });

  test('TURN with one user for everybody', () => {
    const access = { kind: 'static', username: 'u', credential: 'p' } as const;
    const turn = ['turn:a', 'turns:a'];
    assert.deepEqual(paths({ stun: () => null, turn, access }).for(ALICE, undefined), [
      { urls: turn, username: 'u', credential: 'p' },
    ]);
  });

  test('TURN with credentials of their own for each, good for five minutes', () => {
    const access = { kind: 'secret', secret: SECRET } as const;
    const parts = { stun: () => null, turn: ['turn:a'], access };
    const [alice] = paths(parts).for(ALICE, undefined);
    const [bob] = paths(parts).for(BOB, undefined);
    const [expiry, name] = alice?.username?.split(':') ?? [];
    assert.equal(Number(expiry), Math.floor((NOW + TURN_CREDENTIALS_MS) / 1000));
    assert.match(name ?? '', /^[0-9a-f]{16}$/);
    assert.notEqual(bob?.username, alice?.username);
    const wanted = createHmac('sha1', SECRET)
      .update(alice?.username ?? '')
      .digest('base64');
    assert.equal(alice?.credential, wanted);
    // The name tells nobody whose it is, and is the same each time.
    assert.ok(!ALICE.includes(name ?? ''));
    assert.deepEqual(paths(parts).for(ALICE, undefined)[0], alice);
  });
});
