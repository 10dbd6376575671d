import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRoomProcess } from './server-process.ts';

/** As many wrong claim codes as one caller may try in a minute, and one more. */
const TOO_MANY = 11;

test('a room behind a proxy counts the people, not the proxy, and says where browsers reach it', async () => {
  await using room = await startRoomProcess({
    flags: ['--trusted-proxies', 'loopback', '--public-web', 'https://room.example'],
  });
  const { http, claim, addresses } = room.ready;
  assert.match(claim ?? '', /^https:\/\/room\.example\/claim\//);
  assert.match(addresses[1] ?? '', /^wss:\/\/room\.example:443~shs:/);
  const tryCode = async (forwarded: string): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${new URL(http).port}/claim`, {
      method: 'POST',
      headers: { 'x-forwarded-for': forwarded, accept: 'application/json' },
      body: new URLSearchParams({ code: 'not-the-claim-code', name: 'Garden' }),
    });
    return response.status;
  };
  const codes: number[] = [];
  for (let tries = 0; tries < TOO_MANY; tries++) codes.push(await tryCode(`203.0.113.${tries}, 192.0.2.7`));
  assert.deepEqual(codes, [...Array<number>(TOO_MANY - 1).fill(403), 429]);
  assert.equal(await tryCode('198.51.100.1'), 403);
});
