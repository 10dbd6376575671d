import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { nodeNetwork } from '@open-rooms/client/node';
import { feedIdOf, type IceServer } from '@open-rooms/protocol';
import { Paths, TURN_CREDENTIALS_MS, type TurnAccess } from '../../room-server/paths/paths.ts';
import { until } from '../hostile/deadline.ts';
import { startCoturn } from './coturn.ts';

const ALICE = feedIdOf(new Uint8Array(32).fill(1));
const SECRET = 'correct:horse@battery/staple';

/** The TURN server that a room names to Alice at a time. */
function named(url: string, access: TurnAccess, now = Date.now()): IceServer {
  const hmacSha1 = (secret: string, text: string) => createHmac('sha1', secret).update(text).digest();
  const paths = new Paths({ stun: () => null, turn: [url], access, hmacSha1, now: () => now });
  const [server] = paths.for(ALICE, undefined);
  assert.ok(server);
  return server;
}

function tryRelay(server: IceServer): Promise<boolean | undefined> {
  return nodeNetwork.tryRelay(server, new AbortController().signal);
}

describe('coturn', () => {
  test('takes the credentials that a room makes of their secret', async (t) => {
    await using coturn = await startCoturn(t, { secret: SECRET });
    if (coturn === undefined) return;
    const access = { kind: 'secret', secret: SECRET } as const;
    assert.equal(await tryRelay(named(coturn.url, access)), true);
    await until('coturn to say so', () => coturn.hasRelayed());
  });

  test('refuses them when they have expired, and those of another secret', async (t) => {
    await using coturn = await startCoturn(t, { secret: SECRET });
    if (coturn === undefined) return;
    const access = { kind: 'secret', secret: SECRET } as const;
    const past = Date.now() - TURN_CREDENTIALS_MS - 2_000;
    assert.equal(await tryRelay(named(coturn.url, access, past)), false);
    assert.equal(await tryRelay(named(coturn.url, { kind: 'secret', secret: 'other' })), false);
    assert.equal(coturn.hasRelayed(), false);
  });

  test('takes one user for everybody, whatever is in their password', async (t) => {
    const words = { user: 'room', password: 'p@ss:w/rd?' };
    await using coturn = await startCoturn(t, words);
    if (coturn === undefined) return;
    const access = { kind: 'static', username: words.user, credential: words.password } as const;
    assert.equal(await tryRelay(named(coturn.url, access)), true);
  });

  test('over TCP is for browsers alone', async () => {
    const access = { kind: 'static', username: 'u', credential: 'p' } as const;
    assert.equal(await tryRelay(named('turn:127.0.0.1:1?transport=tcp', access)), undefined);
  });
});
