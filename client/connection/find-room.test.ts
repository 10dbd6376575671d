import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { FakeWorld, patience, settled } from '../testing/fake-world.ts';
import { readDestination } from './destination.ts';
import { type FoundRoom, findRoom } from './find-room.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const id = feedIdOf(Buffer.alloc(32, 7));
const me = feedIdOf(Buffer.alloc(32, 9));
const address = `net:room.example:8008~shs:${key}`;
const addresses = [{ transport: 'net', host: 'room.example', port: 8008, key: id }];
const room = { host: 'room.example' };

const find = (world: FakeWorld, text: string): Promise<FoundRoom> =>
  findRoom(readDestination(text), me, world.runtime, patience());

describe('a room is found', () => {
  test('by its address, and nobody is asked', async () => {
    const world = new FakeWorld();
    assert.deepEqual(await find(world, address), { id, addresses });
    assert.equal(world.requests.length, 0);
  });

  test('by its host name, which is remembered', async () => {
    const world = new FakeWorld();
    world.answers('http://room.example:26819/whois', address);
    assert.deepEqual(await find(world, 'room.example'), { id, addresses, place: room });
  });

  test('by an alias, at its host', async () => {
    const world = new FakeWorld();
    world.answers('http://room.example:26819/whois', address);
    assert.deepEqual(await find(world, '@bob@room.example'), { id, addresses, place: room, label: 'bob' });
  });

  test('by a join page, whose token is claimed', async () => {
    const world = new FakeWorld();
    const postTo = 'https://room.example/invite/consume';
    world.answers('https://room.example/join?token=T&encoding=json', {
      status: 'successful',
      invite: 'T',
      postTo,
    });
    world.answers(postTo, { status: 'successful', multiserverAddress: address });
    assert.deepEqual(await find(world, 'https://room.example/join?token=T'), { id, addresses });
    assert.deepEqual(world.requests[1]?.json, { id: me, invite: 'T' });
  });
});

describe('bob.room.example', () => {
  const hostOf = (world: FakeWorld) => world.requests.map(({ url }) => new URL(url).hostname);

  test('is a host where there is a room', async () => {
    const world = new FakeWorld();
    world.answers('http://bob.room.example:26819/whois', address);
    world.answers('http://room.example:26819/whois', address);
    const found = await find(world, 'bob.room.example');
    assert.deepEqual(found, { id, addresses, place: { host: 'bob.room.example' } });
    assert.deepEqual(hostOf(world), ['bob.room.example']);
  });

  test('is an alias where there is none', async () => {
    const world = new FakeWorld();
    world.answers('http://room.example:26819/whois', address);
    assert.deepEqual(await find(world, 'bob.room.example'), { id, addresses, place: room, label: 'bob' });
    assert.deepEqual(hostOf(world).slice(-2), ['bob.room.example', 'room.example']);
  });

  test('is told to be neither, with both reasons', async () => {
    await assert.rejects(find(new FakeWorld(), 'bob.room.example'), {
      fault: 'unreachable',
      message:
        /^Cannot reach bob\.room\.example\..* Nor is bob\.room\.example an alias at room\.example: Cannot reach room\.example/s,
    });
  });
});

test('giving up ends the search with the reason', async () => {
  const world = new FakeWorld();
  world.pages.set('http://room.example:26819/whois', 'silent');
  const gone = new AbortController();
  const finding = findRoom(readDestination('bob.room.example'), me, world.runtime, gone.signal);
  finding.catch(() => undefined);
  await settled();
  gone.abort(new Error('gone'));
  await assert.rejects(finding, /gone/);
  assert.equal(world.clock.waiting, 0);
});
