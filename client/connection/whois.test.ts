import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, type HostPort, writeAddresses } from '@open-rooms/protocol';
import { FakeWorld, patience, settled } from '../testing/fake-world.ts';
import { askWhois, whoisUrls } from './whois.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const id = feedIdOf(Buffer.alloc(32, 7));
const address = `net:room.example:8008~shs:${key}`;
const place: HostPort = { host: 'room.example' };
const first = 'http://room.example:26819/whois';
const named = { host: 'room.example', port: 3000 };

async function ask(world: FakeWorld, at = place): Promise<string> {
  return writeAddresses(await askWhois(at, world.runtime, patience()));
}

describe('where a host is asked', () => {
  test('on the port of the protocol, then where pages are', () => {
    assert.deepEqual(whoisUrls(place), [
      first,
      'https://room.example/whois',
      'http://room.example:3000/whois',
      'https://room.example:3000/whois',
      'http://room.example/whois',
    ]);
  });

  test('on the port that is named, and no other', () => {
    assert.deepEqual(whoisUrls(named), ['http://room.example:3000/whois', 'https://room.example:3000/whois']);
    assert.deepEqual(whoisUrls({ host: '2001:db8::1', port: 3000 })[0], 'http://[2001:db8::1]:3000/whois');
  });

  test('where a port says nothing, the next is asked meanwhile', async () => {
    const world = new FakeWorld();
    world.pages.set(first, 'silent');
    world.answers('http://room.example:3000/whois', address);
    const asked = ask(world);
    await settled();
    assert.equal(world.requests.length, 1);
    world.clock.advance(1_500);
    assert.equal(await asked, address);
    assert.ok(world.requests[0]?.signal.aborted, 'the port that says nothing is not waited for');
    assert.equal(world.clock.waiting, 0);
  });
});

describe('what it answers', () => {
  const both = [address, `ws://room.example:3000~shs:${key}`];
  const cases: readonly [name: string, body: unknown, told: string][] = [
    ['a line', `${address}\n`, address],
    ['the line of the SSB Rooms document', `msAddr="${address}"`, address],
    ['JSON with all addresses', { msAddr: address, addresses: both, roomId: id }, both.join(';')],
    ['JSON with one', { msAddr: address }, address],
    ['JSON with none in its list', { msAddr: address, addresses: [] }, address],
  ];
  for (const [name, body, told] of cases) {
    test(name, async () => {
      const world = new FakeWorld();
      world.answers(first, body);
      assert.equal(await ask(world), told);
      assert.equal(world.requests[0]?.accept, 'application/json');
    });
  }
});

describe('the way by which it was asked', () => {
  const told = [address, `ws://room.example:3000~shs:${key}`];
  const cases: readonly [name: string, url: string, told: readonly string[], first: string][] = [
    ['behind a proxy of https', 'https://room.example/whois', told, `wss://room.example:443~shs:${key}`],
    ['of the room itself', 'http://room.example:3000/whois', told, address],
    ['that is for whois alone', first, told, address],
    ['of a room without WebSockets', 'https://room.example/whois', [address], address],
  ];
  for (const [name, url, addresses, expected] of cases) {
    test(name, async () => {
      const world = new FakeWorld();
      world.answers(url, { addresses });
      const found = (await ask(world)).split(';');
      assert.equal(found[0], expected);
      assert.deepEqual(new Set(found), new Set([expected, ...addresses]));
      assert.equal(new Set(found).size, found.length);
    });
  }
});

describe('what is wrong with a host', () => {
  test('nobody answers: every place that was tried is named, with the ports that a firewall has to let through', async () => {
    await assert.rejects(ask(new FakeWorld()), {
      fault: 'unreachable',
      message: /^Cannot reach room\.example\. .*:26819.*:3000.*26819 or 3000/s,
    });
  });

  test('it has no such page', async () => {
    const world = new FakeWorld();
    world.pages.set('https://room.example/whois', { status: 404, body: '' });
    await assert.rejects(ask(world), { fault: 'no-whois', message: /status 404/ });
  });

  for (const [name, body] of [
    ['something else', '<html>'],
    ['JSON of something else', '{"hello":"world"}'],
    ['JSON that is cut off', '{"msAddr":'],
    ['nothing', ''],
    ['a key without a host', `tunnel:${id}:${id}~shs:${key}`],
    ['two rooms', { addresses: [address, address.replace(key, Buffer.alloc(32, 8).toString('base64'))] }],
  ] as const) {
    test(`it answers ${name}, which says more than that another port does not answer`, async () => {
      const world = new FakeWorld();
      world.answers('http://room.example:3000/whois', body);
      await assert.rejects(ask(world, named), { name: 'JoinError', fault: 'bad-whois' });
    });
  }

  test('an answer is bounded', async () => {
    const world = new FakeWorld();
    world.answers(first, address);
    await ask(world);
    assert.equal(world.requests[0]?.maxBytes, 16_384);
  });
});
