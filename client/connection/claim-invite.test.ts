import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, writeAddresses } from '@open-rooms/protocol';
import { FakeWorld, patience } from '../testing/fake-world.ts';
import { claimInvite, openJoinPage } from './claim-invite.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const me = feedIdOf(Buffer.alloc(32, 9));
const address = `net:room.example:8008~shs:${key}`;
const page = 'https://room.example/join?token=T';
const postTo = 'https://room.example/invite/consume';

const open = (world: FakeWorld) => openJoinPage(page, world.runtime, patience());
const claim = (world: FakeWorld) => claimInvite({ token: 'T', postTo }, me, world.runtime, patience());

describe('a join page', () => {
  test('tells where its token is posted', async () => {
    const world = new FakeWorld();
    world.answers(`${page}&encoding=json`, { status: 'successful', invite: 'T', postTo });
    assert.deepEqual(await open(world), { token: 'T', postTo });
  });

  for (const [name, body, message] of [
    ['is none', '<html>', /no JSON/],
    ['is of something else', '"hello"', /no JSON/],
    ['says nothing', {}, /is no join page/],
    ['has been used', { status: 'failed', error: 'Used already' }, /Used already\. Ask for a new one/],
  ] as const) {
    test(name, async () => {
      const world = new FakeWorld();
      world.answers(`${page}&encoding=json`, body);
      await assert.rejects(open(world), { name: 'JoinError', fault: 'bad-invite', message });
    });
  }

  test('that was used up, and says where it is posted all the same: whoever used it may be the one who asks', async () => {
    const world = new FakeWorld();
    const told = { status: 'failed', error: 'Used up.', invite: 'T', postTo };
    world.answers(`${page}&encoding=json`, told);
    assert.deepEqual(await open(world), { token: 'T', postTo });
    world.answers(postTo, { status: 'failed', error: 'Used up.' });
    await assert.rejects(claim(world), { fault: 'bad-invite', message: /invite: Used up\.$/ });
  });

  test('that nobody serves', async () => {
    await assert.rejects(open(new FakeWorld()), { fault: 'unreachable', message: /nobody listens/ });
  });
});

describe('a token', () => {
  test('is posted once, with who claims it', async () => {
    const world = new FakeWorld();
    world.answers(postTo, { status: 'successful', multiserverAddress: address });
    assert.equal(writeAddresses(await claim(world)), address);
    assert.deepEqual(
      world.requests.map(({ url, json, accept }) => ({ url, json, accept })),
      [{ url: postTo, json: { id: me, invite: 'T' }, accept: 'application/json' }],
    );
  });

  test('that the room does not take', async () => {
    const world = new FakeWorld();
    world.pages.set(postTo, { status: 400, body: JSON.stringify({ status: 'error', error: 'Too late' }) });
    await assert.rejects(claim(world), { fault: 'bad-invite', message: /Too late/ });
    world.pages.set(postTo, { status: 500, body: '{}' });
    await assert.rejects(claim(world), { fault: 'bad-invite', message: /status 500/ });
  });

  for (const told of [undefined, '', 'hello', `tunnel:${me}:${me}~shs:${key}`]) {
    test(`that is taken and leads nowhere: ${told}`, async () => {
      const world = new FakeWorld();
      world.answers(postTo, { status: 'successful', multiserverAddress: told });
      await assert.rejects(claim(world), {
        fault: 'bad-invite',
        message: /took the invite and gave no address/,
      });
    });
  }
});
